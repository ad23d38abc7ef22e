"""What DNS says about us as a sender: SPF, DKIM, DMARC, reverse DNS and where answers go.

Sources: RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC). Each function returns one finding and
raises NoAnswerError where DNS does not answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from bonus.findings import Finding, Resolver, Sender

SPF_LOOKUPS = 10  # RFC 7208, 4.6.4
DKIM_LEAST = 200  # base64 of a 1024-bit key has 216 characters


def spf(who: Sender, dns: Resolver) -> Finding:
    """Look whether the return address says who may send for it."""
    title = "SPF"
    if not who.envelope:
        return Finding(
            title,
            "mind",
            "Your provider sends with a return address of its own, so its SPF record counts.",
            "Look in the provider's settings whether a return path under your domain is set up.",
        )
    found = [text for text in dns.ask(who.envelope, "TXT") if text.lower().startswith("v=spf1")]
    if not found:
        todo = f'Add a TXT record at {who.envelope}, such as "v=spf1 a mx ~all", that names '
        return Finding(title, "bad", f"{who.envelope} has none.", todo + "your mail server.")
    if len(found) > 1:
        says = f"{who.envelope} has {len(found)} of them, and then none counts."
        return Finding(title, "bad", says, "Put them into one record.")
    words = found[0].lower().split()
    if "+all" in words or "all" in words:
        todo = "End it with ~all or -all."
        return Finding(title, "bad", "It allows the whole world to send for you.", todo)
    asked = sum(w.lstrip("+-~?").split(":")[0].split("/")[0] in _ASKING for w in words)
    asked += sum(w.startswith("redirect=") for w in words)
    if asked > SPF_LOOKUPS:
        says = f"It makes receivers ask DNS {asked} times or more; after ten it counts as broken."
        return Finding(title, "bad", says, "Take out what no longer sends for you.")
    if not any(w in ("-all", "~all") or w.startswith("redirect=") for w in words):
        return Finding(
            title, "mind", "It does not say what to do with others.", "End it with ~all."
        )
    says = f"{who.envelope} says who may send for it. Whether your server is among them, a test "
    return Finding(title, "good", says + "mail to yourself shows: its header must say spf=pass.")


_ASKING = ("include", "a", "mx", "ptr", "exists")


def dkim(who: Sender, dns: Resolver) -> Finding:
    """Look whether the public key stands where receivers look for it."""
    title = "DKIM"
    if not who.selector:
        todo = "Type the selector below; it stands as s= in the DKIM-Signature of a test mail."
        return Finding(title, "unknown", "The name of your key (selector) is not known here.", todo)
    name = f"{who.selector}._domainkey.{who.domain}"
    keys = [text for text in dns.ask(name, "TXT") if "p=" in text]
    if not keys:
        todo = f"Publish the public key as a TXT record at {name}, and sign with its private part."
        return Finding(title, "bad", f"There is no key at {name}.", todo)
    tags = dict(part.strip().partition("=")[::2] for part in keys[0].split(";"))
    public = tags.get("p", "").replace(" ", "")
    if not public:
        return Finding(title, "bad", f"The key at {name} was withdrawn.", "Publish a new one.")
    if tags.get("k", "rsa") == "rsa" and len(public) < DKIM_LEAST:
        return Finding(title, "bad", "The key is shorter than 1024 bits.", "Make one of 2048 bits.")
    if "y" in tags.get("t", "").split(":"):
        return Finding(title, "mind", "The key is marked as a test.", "Take out t=y.")
    says = f"A key stands at {name}. A test mail must say dkim=pass."
    return Finding(title, "good", says)


def dmarc(who: Sender, dns: Resolver) -> Finding:
    """Look whether the domain says what to do with mail that proves nothing."""
    title = "DMARC"
    for domain in _upwards(who.domain):
        name = f"_dmarc.{domain}"
        found = [text for text in dns.ask(name, "TXT") if text.lower().startswith("v=dmarc1")]
        if not found:
            continue
        tags = dict(part.strip().lower().partition("=")[::2] for part in found[0].split(";"))
        policy = tags.get("p", "")
        if policy not in ("none", "quarantine", "reject"):
            return Finding(
                title, "bad", f"{name} has no valid policy.", "Write p=none or stricter."
            )
        if "rua" not in tags:
            todo = f"Add rua=mailto:... to {name}, so that you hear who sends in your name."
            return Finding(title, "mind", f"{name} says p={policy}, and sends no reports.", todo)
        return Finding(title, "good", f"{name} says p={policy}.")
    todo = f'Add a TXT record at _dmarc.{who.domain}: "v=DMARC1; p=none; rua=mailto:you@...".'
    return Finding(title, "bad", f"{who.domain} has none; Gmail and Yahoo ask for one.", todo)


def reverse(who: Sender, dns: Resolver) -> Finding:
    """Look whether the mail server's addresses have names that lead back to them."""
    title = "Reverse DNS"
    if not who.server:
        return Finding(title, "good", "Your provider's servers send, and it sees to their names.")
    if who.server in ("localhost", "127.0.0.1", "::1"):
        todo = "Look up the public address of this machine, and ask whoever rents it out."
        return Finding(title, "unknown", "A server on this machine sends.", todo)
    addresses = [*dns.ask(who.server, "A"), *dns.ask(who.server, "AAAA")]
    if not addresses:
        todo = "Mend the host in EMAIL_URL."
        return Finding(title, "bad", f"{who.server} has no address.", todo)
    for address in addresses:
        names = [name.rstrip(".") for name in dns.ask(address, "PTR")]
        back = [a for name in names for kind in ("A", "AAAA") for a in dns.ask(name, kind)]
        if address not in back:
            says = f"{address} of {who.server} has no name that leads back to it."
            todo = "Ask whoever rents out the address for a PTR record with the server's name."
            return Finding(title, "bad", says, todo)
    says = f"{', '.join(addresses)} of {who.server} have names that lead back. If that server "
    return Finding(title, "good", says + "hands mail on to another, the other one's name counts.")


def returns(who: Sender, dns: Resolver) -> Finding:
    """Look whether somebody takes answers and bounces."""
    title = "Return address"
    for domain in dict.fromkeys(filter(None, (who.domain, who.envelope))):
        if not (dns.ask(domain, "MX") or dns.ask(domain, "A")):
            says = f"Nobody takes mail for {domain}: answers and bounces are lost."
            return Finding(title, "bad", says, f"Add an MX record at {domain}.")
    return Finding(title, "good", "Answers and bounces have a server that takes them.")


def _upwards(domain: str) -> Iterator[str]:
    """Yield a domain and what lies above it, without the last part alone."""
    parts = domain.split(".")
    yield from (".".join(parts[index:]) for index in range(max(1, len(parts) - 1)))
