"""What a browser says of itself, in words of ours."""

from __future__ import annotations

# The first that fits wins: most browsers also claim to be the ones they grew from.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
UNKNOWN = "Unknown browser"


def known_name(user_agent: str) -> str:
    """Name a browser and its system in our own words, "" where we know neither."""
    name = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{name} on {system}" if name and system else name or system


def browser_name(user_agent: str) -> str:
    """Name a browser and its system from the User-Agent header, as far as they are known."""
    return known_name(user_agent) or user_agent[:60] or UNKNOWN
