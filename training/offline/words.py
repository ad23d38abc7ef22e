"""The sentences of ours that a phone shows without a network, so that they are written once."""

from __future__ import annotations

from typing import Any

from training import pain, shorten
from training.forms.side import RPE_CHOICES
from training.forms.when import CONSENT_MISSING
from training.models import Band, HealthConsent, SessionOutcome
from training.pain import Zone

PAUSED = (
    "You named a warning sign. Leave out running and anything that brings it on until a clinician "
    "has cleared you. What you have done can still be logged."
)


def words() -> dict[str, Any]:
    """Return the words about pain and effort."""
    return {
        "pain": {
            "zones": [_zone(zone, top) for zone, top in ((1, 2), (2, 5), (3, 10))],
            "fine_to": pain.FINE_TO,
            "ease_to": pain.EASE_TO,
            # Above "fine" a jump stops at once.
            "strict_trait": pain.HOP_TRAIT,
            "hop_trait": pain.HOP_TRAIT,
            "hop_stops_above": pain.FINE_TO,
            "sharp": pain.SHARP,
            "why_kept": pain.WHY_KEPT,
            "consent": HealthConsent.TEXT,
            "consent_missing": CONSENT_MISSING,
            "clinician_soon": list(pain.CLINICIAN_SOON),
            "clinician_now": list(pain.CLINICIAN_NOW),
        },
        "effort": {
            "rir": [{"value": n, "word": "5 or more" if n == 5 else str(n)} for n in range(6)],
            "rpe": [{"value": n, "word": said} for n, said in RPE_CHOICES if n != ""],
            "rir_title": "Reps in reserve",
            "rpe_title": "Effort, 0 to 10",
        },
        "bands": [{"value": one.value, "word": one.label} for one in Band],
        "paused": PAUSED,
        "skip_reasons": [{"value": one.value, "word": one.label} for one in SessionOutcome.Reason],
        "shorten": shorten.RULE,
    }


def _zone(number: int, top: int) -> dict[str, Any]:
    zone = Zone(number)
    low = {1: 0, 2: pain.FINE_TO + 1, 3: pain.EASE_TO + 1}[number]
    return {
        "zone": number,
        "kind": zone.kind,
        "word": zone.word,
        "from": low,
        "to": top,
        "advice": pain.advice(low, zone).replace(f"Pain {low} ", "Pain {score} "),
    }
