"""What people agree to, word for word. A changed text gets a new version and keeps the old.

Where the operator has clicks counted, the text says so, and its version tells who agreed to it.
"""

from __future__ import annotations

from django.conf import settings

WORDING = "2026-11-b"
WORDING_WITH_ACCOUNT = "2026-11-account"
_CLICKS = (
    " We count which videos you open from our emails; you can turn that off in every one of them."
)
PAIN_WORDING = "2026-11-pain"
WORDINGS = {
    "2026-11-pain": "If I note pain of 6 or more or a warning sign in my training log, or stop a "
    "test because it hurts, put the videos on hold and send me one email about what to do next. "
    "You note that my series is on hold; what I noted stands in no email. You use it here for "
    "nothing else, and I can take this back at any time.",
    "2026-11-account": "Nine short videos over four weeks, to the address of your account. "
    "Stop at any time with the link in every email. "
    "We use your address for these emails and nothing else.",
    "2026-11": "Nine short videos over four weeks. We ask you to confirm first. "
    "One click to stop. We use your address for these emails and nothing else.",
    "2026-11-b": "Nine short videos over four weeks. We ask you to confirm first. "
    "Stop at any time with the link in every email. "
    "We use your address for these emails and nothing else.",
}
# The same texts with the sentence about clicks, each under a version of its own.
WITH_CLICKS = {WORDING: "2026-11-b+clicks", WORDING_WITH_ACCOUNT: "2026-11-account+cl"}
WORDINGS |= {new: WORDINGS[old] + _CLICKS for old, new in WITH_CLICKS.items()}
PAIN_TEXT = WORDINGS[PAIN_WORDING]


def version() -> str:
    """Return the version of the text beside the signup."""
    return WITH_CLICKS[WORDING] if settings.COUNT_CLICKS else WORDING


def version_with_account() -> str:
    """Return the version of the text beside the one click of somebody with an account."""
    return WITH_CLICKS[WORDING_WITH_ACCOUNT] if settings.COUNT_CLICKS else WORDING_WITH_ACCOUNT


def text() -> str:
    """Return the text beside the signup."""
    return WORDINGS[version()]


def text_with_account() -> str:
    """Return the text beside the one click of somebody with an account."""
    return WORDINGS[version_with_account()]


def mentions_clicks(wording: str) -> bool:
    """Tell whether a version says that clicks are counted."""
    return wording in WITH_CLICKS.values()
