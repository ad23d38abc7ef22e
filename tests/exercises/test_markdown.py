"""Articles become safe HTML."""

from __future__ import annotations

import re

import pytest

from exercises.library.content import SourceContent
from exercises.markdown import figure_slugs, footnote_keys, render

NIEMUTH = SourceContent("niemuth2005", "Niemuth *and* others", "10.1097/0004", "read [V]")


def html(body: str) -> str:
    text = render(body, {"niemuth2005": NIEMUTH})
    return "".join(part.html for part in text.parts) + text.footnotes


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](<data:text/html,x>)",
        '<a href="/" onclick="alert(1)">a</a>',
        "<style>p{}</style>",
        "<svg onload=alert(1)><path/></svg>",
        '<iframe src="https://evil.example"></iframe>',
        "![a](x.png)",
        "![a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java&#115;cript:alert(1))",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "A note.[^x]\n\n[^x]: <script>alert(1)</script> [a](javascript:alert(1))",
        "{{figure <script>alert(1)</script>}}",
        "{{figure clamshell {{signup}}}}",
        "{{signup {{figure clamshell}}}}",
        "> {{figure clamshell}} <img src=x onerror=alert(1)>",
        "| a |\n| --- |\n| <script>alert(1)</script> |",
        "## <b onclick=alert(1)>Title</b>",
    ],
)
def test_nothing_that_runs_gets_through(body: str) -> None:
    made = html(body)
    for bad in ("<script", "<img", "<style", "<svg", "<iframe", "<b ", "<figure"):
        assert bad not in made
    for address in re.findall(r'<a [^>]*href="([^"]*)"', made):
        assert address.startswith("#fn")


def test_a_shortcode_inside_another_is_only_text() -> None:
    text = render("{{figure clamshell {{signup}}}}\n\n> {{signup}}", {})
    assert [part.kind for part in text.parts] == ["text"]


def test_a_heading_makes_a_harmless_chapter() -> None:
    (chapter,) = render('## "><script>alert(1)</script>', {}).chapters
    assert chapter[0] == "scriptalert1script"


def test_a_second_mention_bears_the_same_number() -> None:
    made = html("One.[^niemuth2005] Two.[^niemuth2005]")
    assert made.count(">[1]</a>") == 2


def test_a_source_check_is_marked_for_the_margin() -> None:
    made = html("> **Source check.** One study.\n\n> A quotation.")
    assert made.count('<blockquote class="check">') == 1
    assert made.count("<blockquote>") == 1


def test_a_footnote_takes_its_words_from_the_source() -> None:
    made = html("It is a link.[^niemuth2005]")
    assert "Niemuth *and* others" in made
    assert 'href="https://doi.org/10.1097/0004"' in made
    assert "How sure: read [V]." in made


def test_a_footnote_may_have_its_own_words() -> None:
    made = html("A remark.[^mine]\n\n[^mine]: My own words.")
    assert "My own words." in made
    assert footnote_keys("A remark.[^mine]\n\n[^mine]: My own words.") == []


def test_shortcodes_cut_the_text_into_parts() -> None:
    text = render("One.\n\n{{figure clamshell step-up}}\n\nTwo.\n\n{{signup}}\n\nThree.", {})
    assert [part.kind for part in text.parts] == ["text", "figures", "text", "signup", "text"]
    assert text.parts[1].slugs == ("clamshell", "step-up")


def test_figures_are_listed() -> None:
    assert figure_slugs("{{figure a b}}\n\n{{figure c}}") == ["a", "b", "c"]


def test_second_headings_are_chapters() -> None:
    text = render("## What to do\n\nText.\n\n## Why?\n\nText.", {})
    assert text.chapters == (("what-to-do", "What to do"), ("why", "Why?"))
    assert '<h2 id="what-to-do">' in text.parts[0].html
