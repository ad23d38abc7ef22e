"""Photograph every page of the running copy: `make shots`, after `make run` and `make demo`.

As visitor, runner and editor, at 390 and 1280 pixels, light and dark, into shots/<theme>/, with one
contact sheet per theme: shots/light.png and shots/dark.png. `make shots PAGES=log` takes only the
pages whose name contains a word.
"""

from __future__ import annotations

import html
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

    from hipcoach.demo.pages import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SHOTS = ROOT / "shots"
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
THEMES = ("light", "dark")
# As root Chromium needs --no-sandbox; the rest keeps it from calling anybody.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHEET_STYLE = """
body {margin: 16px; display: flex; flex-wrap: wrap; gap: 12px; background: #888}
figcaption {font: 11px sans-serif}
figure {margin: 0; width: 150px}
.desktop {width: 300px}
div {height: 380px; overflow: hidden; background: #fff}
img {width: 100%; display: block}
"""


def session_cookies(who: str) -> list[Any]:
    """Return the cookies of a signed-in runner or editor of the demo; none for a visitor."""
    from django.conf import settings
    from django.test import Client

    from hipcoach.demo import people

    user = people.person(who)
    if user is None:
        return []
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return [{"name": name, "value": client.cookies[name].value, "url": settings.SITE_URL}]


def take(browser: Browser, site: str, theme: str, pages: list[Page]) -> int:
    """Photograph pages in one theme at every width; return how many photographs there are."""
    cookies = {who: session_cookies(who) for who in {photo.who for photo in pages}}
    count = 0
    for width, (wide, high) in WIDTHS.items():
        for who in cookies:
            context = browser.new_context(
                base_url=site,
                color_scheme="dark" if theme == "dark" else "light",
                viewport={"width": wide, "height": high},
                reduced_motion="reduce",
            )
            context.add_cookies(cookies[who])
            tab = context.new_page()
            for photo in (photo for photo in pages if photo.who == who):
                shoot(tab, photo, SHOTS / theme / f"{who}-{photo.name}-{width}.png")
                count += 1
            context.close()
    return count


def shoot(tab: Tab, photo: Page, file: Path) -> None:
    """Photograph one page from top to bottom; a page that answers wrongly ends the run."""
    answer = tab.goto(photo.path)
    seen = answer.status if answer else "nothing"
    if seen != photo.status:
        sys.exit(f"{photo.path} answered {seen}, not {photo.status}.")
    if photo.ready:
        tab.locator(photo.ready).first.wait_for()
    file.parent.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=file, full_page=True)


def contact_sheet(tab: Tab, theme: str) -> None:
    """Put all photographs of a theme on one picture, each cropped to what is seen first."""
    figures = "".join(
        f'<figure class="{file.stem.rsplit("-", 1)[-1]}"><div><img src="{file.as_uri()}"></div>'
        f"<figcaption>{html.escape(file.stem)}</figcaption></figure>"
        for file in sorted((SHOTS / theme).glob("*.png"))
    )
    sheet = SHOTS / f"{theme}.html"
    sheet.write_text(f"<!doctype html><meta charset=utf-8><style>{SHEET_STYLE}</style>{figures}")
    tab.goto(sheet.as_uri())
    tab.screenshot(path=SHOTS / f"{theme}.png", full_page=True)
    tab.close()


def main() -> None:
    """Take the photographs."""
    from hipcoach import local

    local.apply()
    import django

    django.setup()
    from check import find_chromium
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    from hipcoach.demo import pages, people

    if people.person("runner") is None:
        sys.exit("There is no demo in this copy: run `make demo` beside `make run` first.")
    wanted = os.environ.get("PAGES", "")
    wanted_pages = [photo for photo in pages.all_pages() if wanted in f"{photo.who}-{photo.name}"]
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop in this thread
    with sync_playwright() as driver:
        path = os.environ.get("CHROMIUM") or find_chromium()
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        count = 0
        for theme in THEMES:
            count += take(browser, settings.SITE_URL, theme, wanted_pages)
            contact_sheet(browser.new_page(viewport={"width": 1600, "height": 900}), theme)
        browser.close()
    print(f"{count} photographs in {SHOTS}; contact sheets: light.png, dark.png")


if __name__ == "__main__":
    main()
