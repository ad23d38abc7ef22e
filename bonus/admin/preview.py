"""A mail of the series with any subscriber's data: light, dark, on a phone, and as text."""

from __future__ import annotations

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from unfold.widgets import UnfoldAdminEmailInputWidget

from bonus import addresses, preview
from bonus.admin.pages import page
from bonus.models import Step, Subscriber

LOOKS = {
    "light": "Light",
    "dark": "Dark",
    "phone": "Phone, light",
    "phone-dark": "Phone, dark",
    "text": "Text",
}


class ReaderForm(forms.Form):
    """Whose data the mail shows."""

    reader = forms.CharField(
        label="Subscriber's address",
        required=False,
        max_length=320,
        widget=UnfoldAdminEmailInputWidget,
        help_text="Empty: a made-up reader called Sam.",
    )

    def clean_reader(self) -> Subscriber | None:
        """Find the subscriber."""
        typed = str(self.cleaned_data["reader"])
        if not typed:
            return None
        found = Subscriber.objects.filter(address=addresses.normalize(typed)).first()
        if found is None:
            raise ValidationError("No subscriber has this address.")
        return found


def show(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """One mail in one look; looking sends nothing and its links open nothing."""
    step = get_object_or_404(Step.objects.select_related("version__series", "video"), pk=pk)
    may_choose = request.user.has_perm("bonus.view_subscriber")
    form = ReaderForm(request.GET if may_choose else {})
    person = form.cleaned_data["reader"] if form.is_valid() else None
    look = request.GET.get("look", "")
    look = look if look in LOOKS else "light"
    mail = preview.message(step, person, timezone.now())
    context = {
        "step": step,
        "form": form if may_choose else None,
        "person": person,
        "look": look,
        "looks": LOOKS,
        "mail": mail,
        "text": str(mail.body),
        "html": preview.html(mail, "dark" if "dark" in look else "light"),
        "is_phone": look.startswith("phone"),
    }
    return page(site, request, "preview", f"Preview: {step.subject}", **context)
