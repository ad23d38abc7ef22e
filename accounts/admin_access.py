"""The first admin: a one-time link, never a fixed password.

The link is allauth's own password reset link: it names one account, expires, and stops working
once a password has been chosen.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import User

FIRST_ADMIN = "admin@hipcoach.localhost"


def make_admin(email: str) -> User:
    """Return the account of `email`, made if needed, with its address verified and all rights."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    if not (user.is_staff and user.is_superuser):
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return user


def one_time_link(user: User) -> str:
    """Return the link under which `user` chooses a password, once."""
    key = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    return f"{settings.SITE_URL}{path}"


def invitation() -> str:
    """Return one line that says how to become an admin of this copy."""
    admins = User.objects.filter(is_superuser=True, is_active=True)
    for admin in admins:
        if admin.has_usable_password():
            return f"{settings.SITE_URL}{reverse('admin:index')} (sign in as {admin.email})"
    admin = admins.first() or make_admin(FIRST_ADMIN)
    return f"choose a password for {admin.email}, once: {one_time_link(admin)}"
