"""A difference that an editor can read."""

from __future__ import annotations

from exercises.publishing.difference import Piece, difference


def text(old: str, new: str) -> tuple[Piece, ...]:
    (change,) = difference({"setup": old}, {"setup": new})
    (line,) = change.lines
    return line


def test_words_that_differ_stand_out() -> None:
    assert text("Lie on your side.", "Lie on your back.") == (
        Piece("same", "Lie on your "),
        Piece("gone", "side"),
        Piece("new", "back"),
        Piece("same", "."),
    )


def test_a_new_sentence_stands_whole() -> None:
    assert text("Lie on your side.", "Stand tall near a wall") == (
        Piece("gone", "Lie on your side."),
        Piece("new", "Stand tall near a wall"),
    )


def test_equal_contents_do_not_differ() -> None:
    same = {"setup": "Lie down.", "dose": {"sets": 3}}
    assert difference(same, dict(same)) == []


def test_an_inner_table_is_named_by_its_field() -> None:
    (change,) = difference({"dose": {"sets": 3}}, {"dose": {"sets": 4}})
    assert change.label == "Sets"


def test_only_the_lines_that_changed_are_shown() -> None:
    (change,) = difference({"steps": ["One.", "Two."]}, {"steps": ["One.", "Two.", "Three."]})
    assert change.lines == ((Piece("new", "Three."),),)


def test_a_first_version_is_all_new() -> None:
    (change,) = difference(None, {"name": "Clamshell", "cues": []})
    assert change.lines == ((Piece("new", "Clamshell"),),)


def test_a_value_that_was_emptied_is_gone() -> None:
    (change,) = difference({"reps": 8}, {"reps": None})
    assert change.lines == ((Piece("gone", "8"),),)
