"""A dose in words that a runner reads."""

from __future__ import annotations

from exercises.library.content import Dose
from exercises.models import Measure

UNITS = {Measure.REPS: "", Measure.HOLD: " s", Measure.DISTANCE: " m"}
TIMES = "\N{MULTIPLICATION SIGN}"
PHASES = ("down", "pause", "up", "pause at the top")


def words(dose: Dose) -> dict[str, str]:
    """Return the parts of a dose as a page says them."""
    return {
        "headline": headline(dose),
        "sides": sides(dose),
        "tempo": tempo(dose),
        "effort": effort(dose),
        "effort_means": effort_means(dose),
        "tempo_means": tempo_means(dose),
        "rest": rest(dose),
    }


def headline(dose: Dose) -> str:
    """Return the sets and what each holds: three of 8, of 20 s, of 10 m."""
    amount = getattr(dose, dose.measure)
    return f"{dose.sets} {TIMES} {amount}{UNITS[Measure(dose.measure)]}"


def sides(dose: Dose) -> str:
    """Say whether the amount is for each side."""
    return "each side" if dose.per_side else "both sides together"


def tempo(dose: Dose) -> str:
    """Explain a tempo, leaving out what takes no time: 3 s down, 1 s up."""
    seconds = dose.tempo.split("-") if dose.tempo else []
    phases = zip(seconds, PHASES, strict=False)
    return ", ".join(f"{count} s {phase}" for count, phase in phases if count != "0")


def effort(dose: Dose) -> str:
    """Say how hard a set should feel."""
    if dose.target_rir is not None:
        return f"Stop with about {dose.target_rir} reps left"
    if dose.target_rpe is not None:
        return f"{dose.target_rpe} of 10"
    return ""


def effort_means(dose: Dose) -> str:
    """Explain the number that `effort` gives."""
    if dose.target_rir is not None:
        return f"When you stop, you could do about {dose.target_rir} more in the same clean way."
    if dose.target_rpe is not None:
        return "0 is sitting still, 10 is all that you can give."
    return ""


def tempo_means(dose: Dose) -> str:
    """Explain the digits of a tempo, in their order."""
    return "Seconds down or back, pause, up or out, pause." if dose.tempo else ""


def rest(dose: Dose) -> str:
    """Say how long to rest between sets."""
    return f"{dose.rest_seconds} s"
