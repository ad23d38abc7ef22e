"""Asking DNS by dnspython, never for longer than was agreed on."""

from __future__ import annotations

import ipaddress
import time

import dns.exception
import dns.name
import dns.resolver
import dns.reversename

from bonus.findings import NoAnswerError

EACH_SECONDS = 2.0
ALL_SECONDS = 10.0


class DnsResolver:
    """Asks DNS; one question takes at most `each` seconds, all together at most `total`."""

    def __init__(
        self,
        servers: list[str] | None = None,
        *,
        port: int = 53,
        each: float = EACH_SECONDS,
        total: float = ALL_SECONDS,
    ) -> None:
        self._resolver = dns.resolver.Resolver(configure=servers is None)
        if servers is not None:
            self._resolver.nameservers = list(servers)
            self._resolver.port = port
        self._each = each
        self._ends = time.monotonic() + total

    def ask(self, name: str, kind: str) -> list[str]:
        """Return records as text, none where there are none; raise NoAnswerError."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise NoAnswerError("there was no time left")
        try:
            question = _question(name, kind)
            answer = self._resolver.resolve(
                question, kind, lifetime=min(self._each, left), search=False
            )
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise NoAnswerError(str(error)[:200] or type(error).__name__) from error
        if kind == "TXT":
            return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
        return [record.to_text() for record in answer]


def _question(name: str, kind: str) -> dns.name.Name | str:
    if kind == "PTR":
        return dns.reversename.from_address(str(ipaddress.ip_address(name)))
    return name
