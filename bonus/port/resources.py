"""People out as a table, by django-import-export. What it writes has the columns of an import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field
from import_export.formats.base_formats import CSV
from import_export.resources import ModelResource

from bonus.models import ConsentEvent, Subscriber
from bonus.wording import WORDINGS
from exercises.port.cells import disarm

BOM = "\ufeff"  # tells a spreadsheet that the text is UTF-8


class _Cell(Field):
    """A cell that no spreadsheet takes for a formula; `say` makes its text of a row."""

    def __init__(self, name: str, say: Any) -> None:
        super().__init__(column_name=name)
        self.say = say

    def export(self, instance: Any, **options: Any) -> str:
        """Write the cell."""
        return disarm(str(self.say(instance)))


class _Table(ModelResource):
    """Rows as cells, in the order in which they are named."""

    cells: dict[str, Any]

    def __init__(self) -> None:
        super().__init__()
        self.fields = {name: _Cell(name, say) for name, say in self.cells.items()}

    def get_export_order(self) -> list[str]:
        """Keep the order of the columns."""
        return list(self.cells)

    def export_field(self, field: Any, instance: Any, **options: Any) -> Any:
        """Write one cell."""
        return field.export(instance)


class PeopleTable(_Table):
    """Who gets mail, and since when."""

    class Meta:
        model = Subscriber
        fields: tuple[str, ...] = ()

    cells = {
        "address": lambda one: one.address,
        "first name": lambda one: one.first_name,
        "time zone": lambda one: one.time_zone,
        "state": lambda one: one.get_state_display(),
        "page": lambda one: one.source,
        "signed up": lambda one: _moment(one.created_at),
        "confirmed": lambda one: _moment(one.confirmed_at),
        "left": lambda one: _moment(one.unsubscribed_at),
    }


class ConsentTable(_Table):
    """What people said, when, and to which words: the proof."""

    class Meta:
        model = ConsentEvent
        fields: tuple[str, ...] = ()

    cells = {
        "address": lambda event: event.subscriber.address,
        "said": lambda event: event.get_kind_display(),
        "at": lambda event: event.at.isoformat(),
        "wording": lambda event: event.wording,
        "words shown": lambda event: event.proof.get("wording") or WORDINGS.get(event.wording, ""),
        "network": lambda event: event.network,
        "link": lambda event: event.token_id,
        "consent date": lambda event: event.proof.get("when", ""),
        "consent place": lambda event: event.proof.get("where", ""),
        "consent method": lambda event: event.proof.get("how", ""),
        "imported from": lambda event: _origin(event.proof),
    }


def people(chosen: QuerySet[Subscriber]) -> bytes:
    """Return the chosen people as CSV."""
    return _csv(PeopleTable(), chosen)


def consent(chosen: QuerySet[Subscriber]) -> bytes:
    """Return everything that the chosen people said about being mailed, as CSV."""
    events = ConsentEvent.objects.filter(subscriber__in=chosen.values("pk"))
    events = events.select_related("subscriber").order_by("subscriber__address", "at", "pk")
    return _csv(ConsentTable(), events)


def _csv(table: _Table, rows: Iterable[Any]) -> bytes:
    text: str = CSV().export_data(table.export(rows))
    return (BOM + text).encode()


def _moment(moment: Any) -> str:
    return moment.isoformat() if moment else ""


def _origin(proof: dict[str, Any]) -> str:
    return f"{proof['file']}, line {proof['line']}, by {proof['by']}" if "file" in proof else ""
