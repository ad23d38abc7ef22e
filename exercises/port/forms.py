"""What an editor says about a file: which it is, what its columns are, what its words mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from exercises.models import ImportJob, Measure
from exercises.port import cells
from exercises.port.columns import COLUMNS, Kind
from exercises.port.files import MAX_BYTES, read_file
from exercises.port.mapping import (
    CONSTANT,
    LEAVE_OUT,
    NOUNS,
    Mapping,
    Words,
    known_words,
    lacking,
    near,
)
from exercises.port.plan import brings_new
from exercises.vocabulary import get_vocabulary

UNDECIDED, DROP = "", "-"
MOST_WORDS = 100
# The three amounts stand at the end: one of them is enough.
NEEDED = (
    *("level", "laterality", "sets", "rest_seconds"),
    *("measure", "reps", "hold_seconds", "distance_m"),
)
CHOICES: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "level": lambda: [
        (key, f"{key}: {label}") for key, label in known_words(get_vocabulary(), "levels").items()
    ],
    "laterality": lambda: known_words(get_vocabulary(), "lateralities").items(),
    "measure": lambda: [(str(value), str(label)) for value, label in Measure.choices],
}


class UploadForm(forms.Form):
    """A file from the editor's own machine."""

    file = forms.FileField(
        label="CSV or JSON file",
        widget=UnfoldAdminFileFieldWidget,
        help_text="Up to 5,000 entries and 20 MB. Nothing is written before you have seen it.",
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("The file is larger than 20 MB.")
        return file


class MappingForm(forms.Form):
    """A column of ours for each header, and values for all entries that say nothing."""

    def __init__(self, job: ImportJob, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.job = job
        self.mapping = Mapping.of(job.mapping)
        columns = [("", "Leave out"), *((name, column.label) for name, column in COLUMNS.items())]
        for number, header in enumerate(job.headers):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=header,
                required=False,
                choices=columns,
                initial=self.mapping.columns.get(header, ""),
                widget=UnfoldAdminSelectWidget,
            )
        for name in CONSTANT:
            column = COLUMNS[name]
            said: dict[str, Any] = {
                "label": column.label,
                "required": False,
                "initial": self.mapping.defaults.get(name, ""),
            }
            self.fields[f"default-{name}"] = (
                forms.ChoiceField(
                    choices=[("", "Not chosen"), *CHOICES[name]()],
                    widget=UnfoldAdminSelectWidget,
                    **said,
                )
                if name in CHOICES
                else forms.CharField(
                    max_length=500,
                    help_text=column.help,
                    widget=UnfoldAdminTextInputWidget,
                    **said,
                )
            )

    def column_fields(self) -> Iterator[tuple[Any, list[str]]]:
        """Yield the field of each header with samples of what stands under it."""
        for number, header in enumerate(self.job.headers):
            yield self[f"column-{number}"], self.job.samples.get(header, [])

    def needed_fields(self) -> list[Any]:
        """Return the fields for values that a draft cannot be stored without."""
        return [self[f"default-{name}"] for name in NEEDED]

    def other_fields(self) -> list[Any]:
        """Return the fields for the other values."""
        return [self[f"default-{name}"] for name in CONSTANT if name not in NEEDED]

    def clean(self) -> dict[str, Any]:
        """Refuse a column given twice, a value that cannot be, and what is missing."""
        data: dict[str, Any] = self.cleaned_data
        columns: dict[str, str] = {}
        for number, header in enumerate(self.job.headers):
            chosen = data.get(f"column-{number}", "")
            if chosen and chosen in columns.values():
                label = COLUMNS[chosen].label
                self.add_error(f"column-{number}", f"{label} is read from another column already.")
                chosen = ""
            columns[header] = chosen
        defaults = {n: data[f"default-{n}"] for n in CONSTANT if data.get(f"default-{n}")}
        self.mapping = Mapping(columns, defaults, self.mapping.words)
        for name, cell in defaults.items():
            if reason := _wrong(name, cell):
                self.add_error(f"default-{name}", reason)
        if not self.errors:
            self._check_complete()
        return data

    def _check_complete(self) -> None:
        """Ask for what new entries need, once for all of them; entries that exist keep theirs."""
        missing = lacking(self.mapping)
        if not missing or not brings_new(read_file(bytes(self.job.upload)), self.mapping):
            return
        for column in missing:
            reason = f"{column.label} is needed: choose its column, or write a value for all."
            field = f"default-{column.name}"
            self.add_error(field if field in self.fields else None, reason)


class WordsForm(forms.Form):
    """A word of ours for each word of the file that the vocabulary lacks."""

    def __init__(self, job: ImportJob, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mapping = Mapping.of(job.mapping)
        self.asked: dict[str, tuple[str, str]] = {}
        pairs = [
            (kind, word, count)
            for kind, words in job.unknown.items()
            for word, count in words.items()
        ]
        for number, (kind, word, count) in enumerate(pairs[:MOST_WORDS]):
            name = f"word-{number}"
            self.asked[name] = kind, word
            self.fields[name] = forms.ChoiceField(
                label=f"{NOUNS[kind].capitalize()}: {word}",
                required=False,
                choices=_choices(kind, word),
                widget=UnfoldAdminSelectWidget,
                help_text=_hint(kind, word, count),
            )

    def clean(self) -> dict[str, Any]:
        """Add what was chosen to the mapping."""
        data: dict[str, Any] = self.cleaned_data
        words = {kind: dict(chosen) for kind, chosen in self.mapping.words.items()}
        for name, (kind, word) in self.asked.items():
            if chosen := data.get(name, UNDECIDED):
                words.setdefault(kind, {})[word] = LEAVE_OUT if chosen == DROP else chosen
        self.mapping = Mapping(self.mapping.columns, self.mapping.defaults, words)
        return data


def _hint(kind: str, word: str, count: int) -> str:
    close = ", ".join(known_words(get_vocabulary(), kind)[key] for key in near(kind, word))
    times = f"Stands in the file {count} time{'' if count == 1 else 's'}."
    return f"{times} Near: {close}." if close else times


def _choices(kind: str, word: str) -> list[Any]:
    known = known_words(get_vocabulary(), kind)
    close = [(key, known[key]) for key in near(kind, word)]
    choices: list[Any] = [(UNDECIDED, "Not chosen yet")]
    if kind not in ("levels", "lateralities"):  # a draft needs both
        choices.append((DROP, "Leave this word out"))
    if close:
        choices.append(("Near", close))
    return [*choices, ("All", list(known.items()))]


def _wrong(name: str, cell: str) -> str:
    """Say why a value for all entries cannot be, or nothing."""
    column = COLUMNS[name]
    try:
        value = cells.read(Kind.TEXT if name == "level" else column.kind, cell)
    except ValueError as error:
        return f"It {error}."
    if not column.words:
        return ""
    words = Words(get_vocabulary(), {})
    items = value if isinstance(value, list) else [value]
    flat = [part for item in items for part in (item if isinstance(item, list) else [item])]
    strange = words.all_of(column.words, flat)[1]
    return f"{', '.join(map(repr, strange))} is not known." if strange else ""
