"""The signup form inside articles: a floor above registers it, since this one knows no mail."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

_factory: Callable[[], forms.Form] | None = None


def register(factory: Callable[[], forms.Form]) -> None:
    """Say what makes a fresh signup form; called once, in an `AppConfig.ready`."""
    global _factory
    _factory = factory


def signup_form() -> forms.Form | None:
    """Return a fresh form, or None where nobody registered one."""
    return _factory() if _factory else None
