"""The signup form for pages whose views know nothing of mail, such as articles."""

from __future__ import annotations

from django import template

from bonus.forms import SignupForm

register = template.Library()


@register.simple_tag
def signup_form() -> SignupForm:
    """Return a fresh form: `{% load bonus %}{% signup_form as form %}`."""
    return SignupForm()
