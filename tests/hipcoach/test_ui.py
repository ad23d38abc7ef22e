"""The small words of the design language."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.paginator import Page, Paginator

from hipcoach.templatetags import ui


def page(number: int, pages: int) -> Page[Any]:
    """Return one page of many, each with one thing on it."""
    return Paginator(range(pages), 1).page(number)


@pytest.mark.parametrize(
    ("number", "pages", "numbers"),
    [
        (1, 3, [1, 2, 3]),
        (1, 11, [1, 2, "…", 11]),
        (6, 11, [1, "…", 5, 6, 7, "…", 11]),
        (11, 11, [1, "…", 10, 11]),
    ],
)
def test_a_page_is_always_among_its_own_numbers(
    number: int, pages: int, numbers: list[int | str]
) -> None:
    assert [shown for shown, _ in ui.page_numbers(page(number, pages))] == numbers


def test_a_phone_leaves_out_the_neighbors_of_a_page() -> None:
    assert [shown for shown, near in ui.page_numbers(page(6, 11)) if near] == [5, 7]


def test_a_phone_leaves_out_nothing_of_a_short_row() -> None:
    assert not any(near for _, near in ui.page_numbers(page(2, 5)))
