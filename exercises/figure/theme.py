"""The figure's own copy of the theme, for pictures that travel without the site's stylesheet."""

import re
from functools import cache

from exercises.figure.draw import still
from exercises.figure.model import Figure, Side

LIGHT = {
    "st": "#efe7d8",
    "lane": "#e3bfa9",
    "ln": "#fffaf0",
    "limb": "#2f6153",
    "torso": "#214d42",
    "dark": "#12302a",
    "ql": "#a3b5aa",
    "qd": "#7f978b",
    "gh": "#d8cdb8",
    "mu": "#d4532b",
    "kit": "#7d6b52",
    "sag": "#22638a",
    "fro": "#855900",
    "tra": "#8a2f5e",
    "stop": "#a2142f",
}
TRACK = LIGHT | {
    "st": "#b44a26",
    "limb": "#1d463b",
    "torso": "#14362d",
    "dark": "#0b211c",
    "ql": "#d98a63",
    "qd": "#c9774f",
    "gh": "#9c3d1c",
    "mu": "#ffdf9e",
    "kit": "#ffe3c2",
}
"""The light theme on the terracotta panel."""
DARK = {
    "st": "#1b3029",
    "lane": "#4a3128",
    "ln": "#8c6a5a",
    "limb": "#a9cbbd",
    "torso": "#8fb5a6",
    "dark": "#ece5d5",
    "ql": "#4d6b60",
    "qd": "#65857a",
    "gh": "#2a443b",
    "mu": "#d8572e",
    "kit": "#c2ab86",
    "sag": "#86c3ea",
    "fro": "#e8b850",
    "tra": "#ee9bc5",
    "stop": "#ff8f96",
}
RULES = """
.f-lane{fill:var(--lane)}
.f-line{fill:none;stroke:var(--ln);stroke-width:5}
.f-limb,.f-torso{stroke:var(--st);stroke-width:7;stroke-linejoin:round;paint-order:stroke}
.f-limb{fill:var(--limb)}
.f-torso{fill:var(--torso)}
.f-dark{fill:var(--dark)}
.f-limb.q{fill:var(--ql)}
.f-dark.q{fill:var(--qd)}
.f-ghost path{fill:var(--gh)}
.f-muscle{fill:var(--mu);stroke:var(--st);stroke-width:4;paint-order:stroke}
.f-muscle.hid{fill:none;stroke:var(--mu);stroke-dasharray:9 7}
.f-band,.f-kit{fill:var(--kit);stroke:var(--st);stroke-width:4;paint-order:stroke}
.f-band.back{opacity:.55;stroke:none}
.f-kit.q{opacity:.7}
.f-mat{fill:var(--qd)}
.f-mat.top{fill:color-mix(in srgb,var(--qd) 38%,var(--st))}
.f-box{fill:var(--kit)}
.f-box.top{fill:color-mix(in srgb,var(--kit) 62%,var(--st))}
.f-wall{fill:color-mix(in srgb,var(--kit) 34%,var(--st))}
.f-wall.top,.f-wall.right,.f-wall.left{fill:color-mix(in srgb,var(--kit) 50%,var(--st))}
.f-plumb{fill:var(--dark);opacity:.45}
.f-level{fill:var(--dark);stroke:var(--st);stroke-width:6;paint-order:stroke}
.fault .f-level{fill:var(--stop)}
.f-arc path{fill:none;stroke:currentColor;stroke-width:9}
.f-arc path{stroke-linecap:round;stroke-linejoin:round}
.f-arc .halo{stroke:var(--st);stroke-width:17}
.f-arc .glyph{fill:currentColor;stroke:var(--st);stroke-width:3;paint-order:stroke}
.p-sagittal{color:var(--sag)}
.p-frontal{color:var(--fro)}
.p-transverse{color:var(--tra)}
"""
"""The rules for every class that `draw` writes."""


def variables(dark: bool = False) -> str:
    """The colors as one CSS rule on svg.f."""
    return ".f{" + "".join(f"--{k}:{v};" for k, v in (DARK if dark else LIGHT).items()) + "}"


@cache
def plain_rules(*, dark: bool = False, on_track: bool = False) -> str:
    """RULES with the colors worked out, for drawers that know neither variables nor mixtures."""
    colors = TRACK if on_track else DARK if dark else LIGHT
    plain = re.sub(r"var\(--(\w+)\)", lambda found: colors[found[1]], RULES)
    mixed = r"color-mix\(in srgb,(#\w{6}) (\d+)%,(#\w{6})\)"
    return re.sub(mixed, lambda found: _mix(found[1], int(found[2]), found[3]), plain)


def _mix(one: str, percent: int, other: str) -> str:
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round((a * percent + b * (100 - percent)) / 100) for a, b in pairs).hex()


def standalone(
    figure: Figure,
    camera: str | None = None,
    side: Side = "right",
    *,
    dark: bool = False,
    time: float | None = None,
    ghost: bool = True,
    arrows: bool = True,
) -> str:
    """A complete SVG file with its colors in it, for films and mail. See `draw.still`."""
    inline = still(figure, camera, side, time=time, ghost=ghost, arrows=arrows)
    opening, rest = inline.split("<title>", 1)
    title, picture = rest.split("</title>", 1)
    opening = opening.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    style = f"<style>{variables(dark)}{RULES}</style>".replace("\n", "")
    stage = '<path fill="var(--st)" d="M0 0H1000V750H0z"/>'
    return f"{opening}<title>{title}</title>{style}{stage}{picture}"
