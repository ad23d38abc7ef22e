"""Articles: Markdown with footnotes, figures and the signup, made into safe HTML.

A paragraph `{{figure lateral-band-walk}}` (up to three slugs) shows figures, `{{signup}}` the
signup form. A footnote `[^key]` that the text does not explain takes its words from the source of
that key. A quotation that begins with **Source check.** stands in the margin where there is room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from exercises.library.content import SourceContent

FIGURES = re.compile(r"\{\{figure((?: [a-z0-9-]+){1,3})\}\}")
_SHORTCODE = re.compile(rf"{FIGURES.pattern}|\{{\{{signup\}}\}}")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_DEFINITION = re.compile(r"^\[\^([^\]\s]+)\]:", re.MULTILINE)

SOURCE_CHECK = "**Source check.**"

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "hr", "section", "br"),
    *("a", "em", "strong", "code", "sup", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id", "class", "aria-label"},
    "blockquote": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "li": {"id", "class"},
    "ol": {"class", "start"},
    "section": {"class"},
    "sup": {"class"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an article: text, a row of figures, or the signup."""

    kind: Literal["text", "figures", "signup"]
    html: SafeString = field(default_factory=SafeString)
    slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A rendered article: its parts, its chapters as (id, title), and its footnotes."""

    parts: tuple[Part, ...]
    chapters: tuple[tuple[str, str], ...]
    footnotes: SafeString


def footnote_keys(body: str) -> list[str]:
    """Return the footnotes that the text refers to and does not itself explain, in order."""
    explained = set(_DEFINITION.findall(body))
    return [key for key in dict.fromkeys(_REFERENCE.findall(body)) if key not in explained]


def figure_slugs(body: str) -> list[str]:
    """Return the exercises whose figures the text shows, in order."""
    return [slug for match in FIGURES.finditer(body) for slug in match[1].split()]


def render(body: str, sources: Mapping[str, SourceContent]) -> Text:
    """Render an article; whatever is not on the list of allowed tags is left out."""
    return _render(body, tuple(sources[key] for key in footnote_keys(body) if key in sources))


@lru_cache(maxsize=256)
def _render(body: str, cited: tuple[SourceContent, ...]) -> Text:
    """Render a text once, however many snapshots of the catalog it stands in."""
    notes = [_footnote(source) for source in cited]
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin)
    markdown.add_render_rule("footnote_caption", _caption)
    env: dict[str, Any] = {}
    tokens = markdown.parse("\n\n".join([body, *notes]), env)
    chapters = tuple(_name_chapters(tokens))
    _mark_source_checks(tokens)
    end = next((n for n, t in enumerate(tokens) if t.type == "footnote_block_open"), len(tokens))

    def html(part: list[Token]) -> SafeString:
        return _clean(markdown.renderer.render(part, markdown.options, env))

    parts: list[Part] = []
    for run in _runs(tokens[:end]):
        if isinstance(run, Part):
            parts.append(run)
        elif run:
            parts.append(Part("text", html(run)))
    return Text(tuple(parts), chapters, html(tokens[end:]))


def _runs(tokens: list[Token]) -> Iterator[Part | list[Token]]:
    """Cut the text at paragraphs that hold a shortcode and nothing else."""
    run: list[Token] = []
    position = 0
    while position < len(tokens):
        if part := _shortcode(tokens, position):
            yield run
            yield part
            run, position = [], position + 3
        else:
            run.append(tokens[position])
            position += 1
    yield run


def _shortcode(tokens: list[Token], position: int) -> Part | None:
    token = tokens[position]
    if token.type != "paragraph_open" or token.level != 0:
        return None
    match = _SHORTCODE.fullmatch(tokens[position + 1].content.strip())
    if match is None:
        return None
    return Part("figures", slugs=tuple(match[1].split())) if match[1] else Part("signup")


def _name_chapters(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Give each second-level heading an id and yield it with its words."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            name = slugify(inline.content) or f"chapter-{opening.map[0] if opening.map else 0}"
            opening.attrSet("id", name)
            yield name, inline.content


def _mark_source_checks(tokens: list[Token]) -> None:
    for opening, _, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "blockquote_open" and inline.content.startswith(SOURCE_CHECK):
            opening.attrSet("class", "check")


def _caption(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    position: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """Show a footnote's number; the plugin's own [1:2] for a second mention reads like a verse."""
    return f"[{tokens[position].meta['id'] + 1}]"


def _footnote(source: SourceContent) -> str:
    words = re.sub(r"([\\`*_\[\]<>])", r"\\\1", source.citation.rstrip("."))
    link = f" [doi:{source.doi}](<{source.url}>)." if source.doi else ""
    return f"[^{source.key}]: {words}.{link} How sure: {source.certainty}."


def _clean(html: str) -> SafeString:
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return mark_safe(cleaned)  # noqa: S308  (nh3 has just sanitized it)
