"""What people agree to, word for word. A changed text gets a new version and keeps the old."""

WORDING = "2026-11-b"
WORDINGS = {
    "2026-11": "Nine short videos over four weeks. We ask you to confirm first. "
    "One click to stop. We use your address for these emails and nothing else.",
    "2026-11-b": "Nine short videos over four weeks. We ask you to confirm first. "
    "Stop at any time with the link in every email. "
    "We use your address for these emails and nothing else.",
}
TEXT = WORDINGS[WORDING]
