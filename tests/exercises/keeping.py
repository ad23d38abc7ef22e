"""Rows that many tests begin with: made once by the real code, then put back as they were."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model

from exercises.models import (
    Article,
    CatalogVersion,
    EvidenceNote,
    Exercise,
    Fault,
    Program,
    Progression,
    Source,
    Video,
)

type Rows = list[tuple[type[Model], list[Model]]]

LIBRARY = (
    *(Source, Exercise, Progression, Fault, EvidenceNote, Article, Video, Program),
    *(model.history.model for model in (Exercise, Article, Video, Program)),
)


def rows_of(models: Sequence[type[Model]]) -> Rows:
    """Return every row of the models, which stand in the order of their references."""
    return [(model, list(model._base_manager.all())) for model in models]


def put_back(rows: Rows) -> None:
    """Write the rows again; every process takes a new catalog."""
    for model, objects in rows:
        model._base_manager.bulk_create(objects)
    CatalogVersion.renew()
