"""What people agree to, word for word. A changed text gets a new version and keeps the old."""

WORDING = "2026-11"
WORDINGS = {
    "2026-11": "Nine short videos over four weeks. We ask you to confirm first. "
    "One click to stop. We use your address for these emails and nothing else.",
}
TEXT = WORDINGS[WORDING]
