"""The keys of Google and Apple from the environment; without them no page mentions either."""

from __future__ import annotations

from typing import Any

from hipcoach import environment as env

# Where the button leads; browsers ask the policy for forms about it.
ORIGINS = {"google": "https://accounts.google.com", "apple": "https://appleid.apple.com"}
APPLE = ("APPLE_CLIENT_ID", "APPLE_TEAM_ID", "APPLE_KEY_ID", "APPLE_KEY")


def providers() -> dict[str, dict[str, Any]]:
    """Return SOCIALACCOUNT_PROVIDERS: of each provider whose keys are set, nothing but the address.

    GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET; APPLE_CLIENT_ID (the Services ID), APPLE_TEAM_ID,
    APPLE_KEY_ID and APPLE_KEY, the file of the private key.
    """
    found: dict[str, dict[str, Any]] = {}
    if google := _all_or_none("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"):
        keys = {"name": "Google", "client_id": google[0], "secret": google[1]}
        found["google"] = {
            "APPS": [keys],
            "SCOPE": ["openid", "email"],
            "OAUTH_PKCE_ENABLED": True,
        }
    if apple := _all_or_none(*APPLE):
        client, team, key, path = apple
        try:
            certificate = (env.ROOT / path).read_text()
        except (OSError, UnicodeDecodeError) as error:
            raise env.ConfigurationError(f"APPLE_KEY cannot be read: {error}.") from error
        certified: dict[str, Any] = {
            "name": "Apple",
            "client_id": client,
            "secret": key,
            "key": team,
            "settings": {"certificate_key": certificate},
        }
        found["apple"] = {"APPS": [certified], "SCOPE": ["email"]}
    return found


def _all_or_none(*names: str) -> list[str]:
    values = [env.text(name) for name in names]
    if any(values) and not all(values):
        missing = names[values.index("")]
        raise env.ConfigurationError(f"{missing} is not set: it goes with {', '.join(names)}.")
    return values if all(values) else []
