"""The words of a mail: a little Markdown and a short list of {fields}, for HTML and for text.

There is no template language here, so nothing can be injected into one: a field is replaced by
a value after the Markdown has been rendered, and an unknown field is an error with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

import nh3
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

FIELDS = frozenset({"first_name", "video_minutes"})
_FIELD = re.compile(r"\{([^{}\n]*)\}")
_TAGS = {"p", "strong", "em", "a", "ul", "ol", "li", "br"}
_markdown = MarkdownIt("zero").enable(["emphasis", "link", "list", "newline", "escape"])


def problems(text: str, known: Set[str] = FIELDS) -> list[str]:
    """Return what is wrong with a text, one sentence each; empty when all is well."""
    found = [
        f"line {line}: {{{name}}} is not a field" + (f" (known: {_names(known)})" if known else "")
        for line, content in enumerate(text.splitlines(), start=1)
        for name in _FIELD.findall(content)
        if name not in known
    ]
    found += [
        f"line {line}: a brace has no partner"
        for line, content in enumerate(text.splitlines(), start=1)
        if set(_FIELD.sub("", content)) & {"{", "}"}
    ]
    return found if text.strip() else ["must not be empty"]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its fields replaced."""
    return _FIELD.sub(lambda match: values[match[1]], text)


def to_html(text: str, values: Mapping[str, str]) -> str:
    """Render Markdown to the HTML that a mail may hold, with every value escaped."""
    html = nh3.clean(_markdown.render(text), tags=_TAGS, attributes={"a": {"href"}}, link_rel=None)
    return fill(html, {name: escape(value) for name, value in values.items()})


def to_text(text: str, values: Mapping[str, str]) -> str:
    """Render Markdown to plain text: paragraphs, dashes for lists, links written out."""
    blocks: list[str] = []
    bullets = 0
    for token in _markdown.parse(text):
        if token.type == "list_item_open":
            bullets += 1
        if token.type == "inline":
            words = "".join(_words(token.children or []))
            blocks.append(f"- {words}" if bullets else words)
        if token.type == "list_item_close":
            bullets -= 1
    return fill("\n\n".join(blocks), values)


def _words(tokens: list[Token]) -> Iterator[str]:
    address = ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type == "link_open":
            address = str(token.attrGet("href"))
        elif token.type == "link_close":
            yield f" ({address})"
        else:
            yield token.content


def _names(known: Set[str]) -> str:
    return ", ".join(sorted(known))
