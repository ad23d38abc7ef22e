"""From a scene to its shots: how often a loop fits, and where the runner rests between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PIL.Image import Image

from exercises.film import frames
from exercises.film.frames import RATE, Size
from exercises.film.tape import Take, take
from exercises.library.content import SceneContent, VideoContent

TITLE_S = 3

type Shot = tuple[Take, int]


def scene_shots(
    video: VideoContent, number: int, size: Size, told: Callable[[], None]
) -> list[Shot]:
    """Return the shots of a scene (the first is number 0), which opens the film with its title.

    `told` is called with every picture that is drawn and may raise, which ends the work.
    """
    told()
    scene = video.scenes[number]
    length, shots = scene.duration_s * RATE, []
    if number == 0:
        opening = min(TITLE_S * RATE, length // 2)
        shots.append((_still(frames.title_card(video, size), opening, size), 1))
        length -= opening
    if not scene.exercise:
        return [*shots, (_still(frames.card(scene.caption, size), length, size), 1)]
    return [*shots, *_loops(scene, length, size, told)]


def _loops(scene: SceneContent, length: int, size: Size, told: Callable[[], None]) -> list[Shot]:
    """Show as many whole loops as fit, in their own tempo, with the rest as pauses between them."""
    figure = frames.figure_of(scene)
    loop = frames.loop_length(figure)
    times = max(1, length // loop)
    turn, rest = divmod(length, times)
    pictures = frames.figure_frames(scene, figure, size)
    once = take(_counted(pictures, min(loop, length), told), turn, size)
    # The last turn takes the few pictures more that do not divide.
    return [(once, times - 1), (replace(once, length=turn + rest), 1)]


def _counted(
    pictures: Iterator[Image], most: int, told: Callable[[], None]
) -> Iterator[tuple[int, Image]]:
    for number, picture in zip(range(most), pictures, strict=False):
        told()
        yield number, picture


def _still(picture: Image, length: int, size: Size) -> Take:
    """Return a take of one picture, shown anew each second, as players expect some."""
    return take(((second, picture) for second in range(0, length, RATE)), length, size)
