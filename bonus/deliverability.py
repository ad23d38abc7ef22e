"""Whether our mail is likely to arrive: what DNS says, and what big providers ask of senders.

Sources of what is asked: Google "Email sender guidelines" and Yahoo "Sender Hub best practices"
(both since February 2024), and RFC 8058. Whoever asks DNS is a parameter, and so is how long all
of it may take.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from bonus import dns_records
from bonus.findings import Finding, NoAnswerError, Report, Resolver, Sender
from bonus.models import Delivery, MailEvent
from bonus.models.deliveries import TAKEN

RATE_LIMIT, RATE_GOAL = 0.003, 0.001  # of mails reported as spam: never 0.3 %, aim for 0.1 %
RATE_DAYS = 30
RATE_LEAST = 1000


def sender(selector: str = "") -> Sender:
    """Return who sends by the settings; a selector that somebody typed counts first."""
    mailer: Any = settings.MAILERS["default"]
    options = mailer.get("OPTIONS", {})
    provider = str(mailer.get("BACKEND", "")).startswith("anymail.")
    # A copy with a local mailbox is looked at as if a server on this machine sent its mail.
    host = "" if provider else str(options.get("host", "localhost"))
    return Sender(
        domain=_domain(settings.DEFAULT_FROM_EMAIL),
        envelope=_domain(settings.BOUNCE_ADDRESS)
        or ("" if provider else _domain(settings.DEFAULT_FROM_EMAIL)),
        server=host,
        uses_tls=bool(options.get("use_tls") or options.get("use_ssl")),
        selector=selector or str(getattr(settings, "DKIM_SELECTOR", "")),
        site=settings.SITE_URL,
        hears_bounces=bool(settings.BOUNCE_ADDRESS or dict(settings.ANYMAIL).get("WEBHOOK_SECRET")),
    )


def check(who: Sender, resolver: Resolver, now: datetime) -> Report:
    """Look at everything; what DNS does not answer in time is "unknown"."""
    report = Report(now)
    for title, look in (
        ("SPF", dns_records.spf),
        ("DKIM", dns_records.dkim),
        ("DMARC", dns_records.dmarc),
        ("Reverse DNS", dns_records.reverse),
        ("Return address", dns_records.returns),
    ):
        try:
            report.findings.append(look(who, resolver))
        except NoAnswerError as error:
            says = f"DNS did not answer: {error}."
            report.findings.append(Finding(title, "unknown", says, "Try again in a few minutes."))
    report.findings += [_alignment(who), _tls(who), *_links(who), _complaints(now), _bounces(who)]
    return report


def _alignment(who: Sender) -> Finding:
    title = "From fits the rest"
    if who.envelope and not _aligned(who.domain, who.envelope):
        says = f"Mail says it is from {who.domain} and returns to {who.envelope}."
        todo = (
            "Put BOUNCE_ADDRESS under the domain of DEFAULT_FROM_EMAIL, or sign with DKIM for it."
        )
        return Finding(title, "mind", says, todo)
    return Finding(title, "good", f"The visible address and the return address are {who.domain}'s.")


def _tls(who: Sender) -> Finding:
    title = "Encrypted on its way"
    if not who.server or who.uses_tls:
        return Finding(title, "good", "Mail is handed over by TLS.")
    if who.server in ("localhost", "127.0.0.1", "::1"):
        return Finding(title, "good", "Mail is handed to this machine; TLS onwards is its part.")
    return Finding(title, "bad", "Mail is handed over in the clear.", "Use smtps:// or ?tls=1.")


def _links(who: Sender) -> Iterator[Finding]:
    secure = who.site.startswith("https://")
    todo = "" if secure else "Set SITE_URL to your https:// address."
    says = f"Links in mails begin with {who.site}."
    yield Finding("Links", "good" if secure else "bad", says, todo)
    says = "Every mail of the series carries List-Unsubscribe and List-Unsubscribe-Post."
    if not secure:
        says += " Mail clients offer the button for HTTPS addresses alone."
    yield Finding("One-click unsubscribe", "good" if secure else "bad", says, todo)


def _complaints(now: datetime) -> Finding:
    """Compare mails reported as spam with those taken, of the last days."""
    title, since = "Reported as spam", now - timedelta(days=RATE_DAYS)
    taken = Delivery.objects.filter(state__in=TAKEN, created_at__gt=since).count()
    said = MailEvent.objects.filter(kind=MailEvent.Kind.COMPLAINT, at__gt=since).count()
    gmail = "Gmail reports none of them one by one: look into its Postmaster Tools too."
    if taken < RATE_LEAST:
        says = f"{said} of {taken} mails in {RATE_DAYS} days: too few mails for a rate. {gmail}"
        return Finding(title, "unknown" if said else "good", says)
    rate = said / taken
    says = f"{said} of {taken} mails in {RATE_DAYS} days, {rate:.2%}. {gmail}"
    if rate >= RATE_LIMIT:
        todo = "Pause the series, and look at who was added in the last weeks and how."
        return Finding(title, "bad", f"{says} From 0.3 % on mail is refused.", todo)
    if rate >= RATE_GOAL:
        return Finding(title, "mind", says, "Aim for under 0.1 %.")
    return Finding(title, "good", says)


def _bounces(who: Sender) -> Finding:
    title = "Bounces are heard"
    if who.hears_bounces:
        return Finding(title, "good", "Addresses that do not exist are not mailed again.")
    todo = "Set BOUNCE_ADDRESS, or ANYMAIL_WEBHOOK_SECRET with a provider."
    return Finding(title, "bad", "What comes back later is not heard.", todo)


def _domain(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2].lower()


def _aligned(one: str, other: str) -> bool:
    """Tell whether one domain lies under the other (relaxed alignment, without the public list)."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
