"""GPX and TCX: XML from strangers, read as a stream by defusedxml.

Reading it ourselves and not with gpxpy: that one makes an object of each of thousands of points and
reads with the plain parser, and all we keep are four numbers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from math import asin, cos, radians, sin, sqrt
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from training.imports.activity import Activity, RefusedError, sport_of

EARTH_M = 6_371_000.0


def read_gpx(data: bytes, source: str) -> list[Activity]:
    """Return the one activity of a GPX file: all its tracks, added up.

    The distance is the great circle from point to point (haversine), not across gaps.
    """
    times: list[datetime] = []
    meters, sport, here = 0.0, "", None
    for element in elements(data):
        match name(element):
            case "trkpt":
                spot = _spot(element)
                meters += _between(here, spot) if here else 0.0
                here = spot
                times += _times(element)
                element.clear()
            case "trkseg":
                here = None
            case "type" if not sport:
                sport = element.text or ""
    if not times:
        raise RefusedError("It has no track with times, so it is a route and no run.")
    began, ended = min(times), max(times)
    seconds = round((ended - began).total_seconds()) or None
    return [Activity(began, seconds, round(meters), sport_of(sport), source)]


def read_tcx(data: bytes, source: str) -> list[Activity]:
    """Return the activities of a TCX file, each the sum of its laps."""
    found: list[Activity] = []
    seconds = meters = 0.0
    for element in elements(data):
        match name(element):
            case "Trackpoint":
                element.clear()
            case "Lap":
                seconds += _number(element, "TotalTimeSeconds")
                meters += _number(element, "DistanceMeters")
                element.clear()
            case "Activity":
                began = moment(_text(element, "Id"))
                kind = sport_of(element.get("Sport", ""))
                key = f"{source}-{len(found)}" if found else source
                found.append(Activity(began, round(seconds) or None, round(meters), kind, key))
                seconds = meters = 0.0
                element.clear()
    if not found:
        raise RefusedError("It holds no activity.")
    return found


def elements(data: bytes) -> Iterator[Element]:
    """Yield each element as it ends; RefusedError where it is no XML, or XML that is a trap."""
    try:
        for _, element in iterparse(io.BytesIO(data), events=("end",), forbid_dtd=True):
            yield element
    except DefusedXmlException as error:
        raise RefusedError(
            "It defines entities or a document type, which no watch does."
        ) from error
    except (ParseError, UnicodeError, LookupError, ValueError) as error:
        raise RefusedError("It is broken XML.") from error


def name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def moment(text: str) -> datetime:
    """Return the instant of ISO 8601; UTC where no zone is written. Raises RefusedError."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RefusedError(f"It has a time that cannot be read: {text[:40]!r}.") from error


def _times(point: Element) -> list[datetime]:
    return [moment(child.text or "") for child in point if name(child) == "time"]


def _spot(point: Element) -> tuple[float, float]:
    try:
        latitude, longitude = float(point.get("lat", "")), float(point.get("lon", ""))
    except ValueError as error:
        raise RefusedError("It has a point without a place.") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise RefusedError("It has a point that is not on Earth.")
    return radians(latitude), radians(longitude)


def _between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return meters along the great circle (haversine); places in radians."""
    up, over = there[0] - here[0], there[1] - here[1]
    half = sin(up / 2) ** 2 + cos(here[0]) * cos(there[0]) * sin(over / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def _text(element: Element, wanted: str) -> str:
    return next((child.text or "" for child in element if name(child) == wanted), "")


def _number(element: Element, wanted: str) -> float:
    text = _text(element, wanted) or "0"
    try:
        value = float(text)
    except ValueError as error:
        raise RefusedError(f"It has a number that cannot be read: {text[:40]!r}.") from error
    if not 0 <= value < 1e9:
        raise RefusedError(f"It has a number that cannot be right: {text[:40]!r}.")
    return value
