"""A real worker process sends real mail, on both databases and behind both kinds of broker."""

from __future__ import annotations

import re
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests.copies import Copy, code_in, link_in, wait_until

pytestmark = pytest.mark.services
SECONDS_A_PERSON_TAKES = 3.0


class Visitor:
    """A browser without a screen: cookies, and forms sent with all their hidden fields."""

    def __init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> str:
        """Open a page."""
        with self.opener.open(address, timeout=20) as answer:
            return str(answer.read().decode())

    def send(self, address: str, action: str, **fields: str) -> str:
        """Fill in the form on a page whose action ends in `action`, and return what follows."""
        page = self.get(address)
        form = next(
            part
            for part in re.findall(r"<form\b.*?</form>", page, re.DOTALL)
            if re.search(rf'action="[^"]*{re.escape(action)}"', part) or "action=" not in part
        )
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        time.sleep(SECONDS_A_PERSON_TAKES)
        data = urllib.parse.urlencode({**hidden, **fields}).encode()
        target = re.search(r'action="([^"]+)"', form)
        where = urllib.parse.urljoin(address, target.group(1)) if target else address
        request = urllib.request.Request(where, data, headers={"Referer": address})
        with self.opener.open(request, timeout=20) as answer:
            return str(answer.read().decode())


def worker_log(copy: Copy) -> str:
    """Return what the worker has written."""
    return (copy.var / "log" / "worker.log").read_text()


def test_the_worker_sends_the_first_bonus_mail(copy: Copy) -> None:
    visitor, address = Visitor(), "vera@example.com"

    visitor.send(f"{copy.site}/bonus/", "/bonus/", email=address)
    confirm = link_in(copy.wait_for_mail(address), "/bonus/confirm/")
    visitor.send(confirm, confirm.split("/", 3)[3])
    first = copy.wait_for_mail(address, 2)

    assert "/bonus/watch/" in link_in(first, "/bonus/watch/")
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    wait_until(
        lambda: bool(re.search(r"Task bonus\.tasks\.send_\w+\[.*succeeded", worker_log(copy))),
        "the worker's word that it sent the mail",
    )
    assert "Balanced." in copy.manage("check_mail")


def test_signing_up_reaches_the_mailbox(copy: Copy) -> None:
    visitor, address = Visitor(), "rosa@example.com"

    visitor.send(
        f"{copy.site}/accounts/signup/",
        "/accounts/signup/",
        email=address,
        password1="side-to-side-4-life",
    )

    assert code_in(copy.wait_for_mail(address))
