"""The words of the library, read from `vocabulary.toml`: planes, equipment, muscles, tests."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

CONTENT = Path(__file__).resolve().parent / "content"


@dataclass(frozen=True, slots=True)
class Term:
    """A word with what readers see and what else they may type for it."""

    key: str
    label: str
    plain: str = ""
    group: str = ""
    facet: bool = False
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.label


type Terms = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words by kind and key."""

    planes: Terms
    traits: Terms
    equipment: Terms
    muscles: Terms
    muscle_groups: Terms
    levels: Terms
    assessments: Terms
    synonyms: Mapping[str, tuple[str, ...]]
    noise: frozenset[str]
    conditions: frozenset[str]
    common_stop_signs: tuple[str, ...]
    emg_caveat: str

    def muscle(self, use: str) -> Term:
        """Return the muscle of a use such as "gluteus medius (stance side)".

        Raises KeyError for an unknown muscle.
        """
        return self.muscles[use.partition(" (")[0]]


@cache
def get_vocabulary() -> Vocabulary:
    """Return the vocabulary, read once per process."""
    with (CONTENT / "vocabulary.toml").open("rb") as file:
        return read_vocabulary(tomllib.load(file))


def read_vocabulary(data: dict[str, Any]) -> Vocabulary:
    """Build the vocabulary; KeyError names what the file lacks."""
    return Vocabulary(
        planes=_terms(data["planes"]),
        traits=_terms(data["traits"]),
        equipment=_terms(data["equipment"]),
        muscles=_terms(data["muscles"]),
        muscle_groups=_terms(data["muscle_groups"]),
        levels=_terms({str(n): {"label": name} for n, name in enumerate(data["levels"], 1)}),
        assessments=_terms(data["assessments"]),
        synonyms=MappingProxyType({k: tuple(v) for k, v in data["synonyms"].items()}),
        noise=frozenset(data["noise"]["words"]),
        conditions=frozenset(data["conditions"]["words"]),
        common_stop_signs=tuple(data["common_stop_signs"]),
        emg_caveat=data["emg_caveat"],
    )


def _terms(table: dict[str, dict[str, Any]]) -> Terms:
    return MappingProxyType({key: _term(key, value) for key, value in table.items()})


def _term(key: str, value: dict[str, Any]) -> Term:
    return Term(
        key=key,
        label=value.get("label", key[:1].upper() + key[1:]),
        plain=value.get("plain", ""),
        group=value.get("group", ""),
        facet=value.get("facet", False),
        also=tuple(value.get("also", ())),
    )
