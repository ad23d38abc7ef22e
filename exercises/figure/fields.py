"""Reading a figure's JSON strictly: every complaint names the field and the reason."""

from collections.abc import Iterable, Mapping, Sequence
from reprlib import repr as short
from typing import Any

from exercises.figure.geometry import Vec


class FigureError(ValueError):
    """A figure that cannot be drawn: `field` is the path in the JSON, `reason` what is wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


class Fields:
    """One JSON object being read. Every getter raises FigureError; `end` rejects leftovers."""

    def __init__(self, data: object, where: str = "") -> None:
        if not isinstance(data, Mapping):
            raise FigureError(where or "figure", "it must be an object")
        self.data: Mapping[str, Any] = data
        self.where = where
        self.read: set[str] = set()

    def path(self, name: str) -> str:
        """The full path of a field, for messages."""
        return f"{self.where}.{name}" if self.where else name

    def fail(self, name: str, reason: str) -> FigureError:
        """The error to raise for a field."""
        return FigureError(self.path(name), reason)

    def has(self, name: str) -> bool:
        """Whether the field is given."""
        return name in self.data

    def raw(self, name: str, *default: object) -> Any:
        """The value as it stands; without a default the field is required."""
        self.read.add(name)
        if name in self.data:
            return self.data[name]
        if default:
            return default[0]
        raise self.fail(name, "it is missing")

    def text(self, name: str, *default: str) -> str:
        """A string that is not empty (a default may be)."""
        value = self.raw(name, *default)
        if not isinstance(value, str) or (not value and name in self.data):
            raise self.fail(name, "it must be text")
        return value

    def choice(self, name: str, options: Iterable[str], *default: str) -> str:
        """One of the options."""
        value = self.text(name, *default)
        if value not in (allowed := list(options)):
            raise self.fail(name, f"{short(value)} is not one of {', '.join(allowed)}")
        return value

    def number(self, name: str, *default: float, low: float = -1e4, high: float = 1e4) -> float:
        """A finite number from low to high."""
        return _number(self.raw(name, *default), self.path(name), low, high)

    def count(self, name: str, *default: int, high: int) -> int:
        """A whole number from 0 to high."""
        value = self.raw(name, *default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= high:
            raise self.fail(name, f"it must be a whole number from 0 to {high}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """Either true or false."""
        value = self.raw(name, default)
        if not isinstance(value, bool):
            raise self.fail(name, "it must be true or false")
        return value

    def numbers(self, name: str, size: int, *default: tuple[float, ...]) -> tuple[float, ...]:
        """A list of `size` numbers."""
        value = self.raw(name, *default)
        if not isinstance(value, list | tuple) or len(value) != size:
            raise self.fail(name, f"it must be a list of {size} numbers")
        return tuple(_number(v, f"{self.path(name)}[{i}]") for i, v in enumerate(value))

    def pair(self, name: str, *default: tuple[float, float]) -> tuple[float, float]:
        """Two numbers."""
        a, b = self.numbers(name, 2, *default)
        return a, b

    def vector(self, name: str, *default: Vec) -> Vec:
        """Three numbers."""
        a, b, c = self.numbers(name, 3, *default)
        return a, b, c

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings, empty when the field is missing."""
        value = self.raw(name, ())
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise self.fail(name, "it must be a list of text")
        return tuple(value)

    def items(self, name: str, *default: tuple[object, ...], most: int = 50) -> Sequence[Any]:
        """A list of at most so many of anything."""
        value = self.raw(name, *default)
        if not isinstance(value, list | tuple):
            raise self.fail(name, "it must be a list")
        if len(value) > most:
            raise self.fail(name, f"it has {len(value):,} entries, at most {most} are allowed")
        return value

    def objects(self, name: str, *default: tuple[object, ...], most: int = 50) -> "list[Fields]":
        """A list of at most so many objects."""
        value = self.items(name, *default, most=most)
        return [Fields(v, f"{self.path(name)}[{i}]") for i, v in enumerate(value)]

    def entries(self, name: str, most: int = 50) -> "dict[str, Fields]":
        """An object of objects, at least one and at most so many."""
        value = self.raw(name)
        if not isinstance(value, Mapping) or not value:
            raise self.fail(name, "it must be an object with at least one entry")
        if len(value) > most:
            raise self.fail(name, f"it has {len(value):,} entries, at most {most} are allowed")
        return {str(k): Fields(v, f"{self.path(name)}.{k}") for k, v in value.items()}

    def end(self) -> None:
        """Raise for the first field nobody asked for: it is a typing error."""
        for name in self.data:
            if name not in self.read:
                raise self.fail(name, "there is no such field")


def _number(value: object, path: str, low: float = -1e4, high: float = 1e4) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FigureError(path, "it must be a number")
    if not low <= value <= high:  # NaN is not either
        raise FigureError(path, f"{short(value)} is not within {low:g} to {high:g}")
    return float(value)
