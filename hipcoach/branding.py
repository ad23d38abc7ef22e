"""The admin's share of the design language: its logo, stylesheet, color scales and sidebar."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django_vite.templatetags.django_vite import vite_asset_url

_STEPS = ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950")


def _scale(colors: str) -> dict[str, str]:
    return dict(zip(_STEPS, colors.split(), strict=True))


def admin_icon(request: HttpRequest) -> str:
    """Return the address of the logo, which the sidebar and the browser's tab show."""
    return static("favicon.svg")


def admin_style(request: HttpRequest) -> str:
    """Return the address of the stylesheet with what unfold's build leaves out."""
    return str(vite_asset_url("frontend/css/admin.css"))


ADMIN_COLORS = {
    "primary": _scale(
        "#fbf1ea #f3dccd #e8bda4 #dc9a76 #cf7650 #c2552f #ae4421 #8f3516 #722a12 #592210 #331107"
    ),
    "base": _scale(
        "#fbf8f1 #f6f1e6 #ece4d3 #d9cfbc #a99f8c #857b69 #566860 #41564e #1f332d #172823 #0f1d19"
    ),
}


def _item(title: str, icon: str, page: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{page}_changelist")}


def _page(title: str, icon: str, name: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{name}")}


ADMIN_SIDEBAR = {
    "show_search": True,
    "navigation": [
        {
            "title": "Training",
            "items": [
                _item("Exercises", "exercise", "exercises_exercise"),
                _item("Programs", "calendar_month", "exercises_program"),
                _item("Pictures and films", "perm_media", "exercises_media"),
                _item("Imports", "upload_file", "exercises_importjob"),
            ],
        },
        {
            "title": "Words and video",
            "items": [
                _item("Articles", "article", "exercises_article"),
                _item("Videos", "movie", "exercises_video"),
                _item("Sources", "menu_book", "exercises_source"),
                _item("Missed searches", "search_off", "exercises_missedsearch"),
            ],
        },
        {
            "title": "Bonus mail",
            "items": [
                _page("Timeline", "timeline", "bonus_timelines"),
                _page("Stuck mails", "pending_actions", "bonus_stuck"),
                _page("Funnel", "filter_alt", "bonus_funnel"),
                _page("Deliverability", "verified", "bonus_deliverability"),
                _item("Series", "mail", "bonus_series"),
                _item("Editions of a series", "history", "bonus_seriesversion"),
                _item("Emails in a series", "format_list_numbered", "bonus_step"),
                _item("Deliveries", "outgoing_mail", "bonus_delivery"),
                _item("Reports of servers", "markunread_mailbox", "bonus_mailevent"),
                _item("Suppressions", "block", "bonus_suppression"),
                _item("Erased", "person_remove", "bonus_erasure"),
            ],
        },
        {
            "title": "People",
            "items": [
                _item("Subscribers", "notifications", "bonus_subscriber"),
                _item("Imports of people", "group_add", "bonus_subscriberimport"),
                _item("Users", "group", "accounts_user"),
                _item("Roles", "badge", "auth_group"),
                _item("Logs open to support", "support_agent", "accounts_supportconsent"),
                _item("Audit trail", "policy", "accounts_auditentry"),
            ],
        },
    ],
}
