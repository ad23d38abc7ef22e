"""What people agree to, word for word. A changed text gets a new version and keeps the old."""

WORDING = "2026-11-b"
WORDING_WITH_ACCOUNT = "2026-11-account"
PAIN_WORDING = "2026-11-pain"
WORDINGS = {
    "2026-11-pain": "If I note pain of 6 or more in my training log, put the videos on hold and "
    "send me one email about what to do next. You note that my series is on hold; my scores "
    "stand in no email. You use them here for nothing else, and I can take this back at any time.",
    "2026-11-account": "Nine short videos over four weeks, to the address of your account. "
    "Stop at any time with the link in every email. "
    "We use your address for these emails and nothing else.",
    "2026-11": "Nine short videos over four weeks. We ask you to confirm first. "
    "One click to stop. We use your address for these emails and nothing else.",
    "2026-11-b": "Nine short videos over four weeks. We ask you to confirm first. "
    "Stop at any time with the link in every email. "
    "We use your address for these emails and nothing else.",
}
TEXT = WORDINGS[WORDING]
TEXT_WITH_ACCOUNT = WORDINGS[WORDING_WITH_ACCOUNT]
PAIN_TEXT = WORDINGS[PAIN_WORDING]
