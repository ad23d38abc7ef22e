"""Vectors and rotations of the figure's room.

Axes: x = subject's right, y = up, z = forward. Lengths are shares of body height H, angles are
degrees.
A vector is three floats, a matrix three rows of three; matrices act on columns, v' = M v.
"""

import math

type Vec = tuple[float, float, float]
type Mat = tuple[Vec, Vec, Vec]

ORIGIN: Vec = (0.0, 0.0, 0.0)
IDENTITY: Mat = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def rx(angle: float) -> Mat:
    """Rotation that swings a hanging limb forward: (0, -1, 0) -> (0, -cos, sin)."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return ((1.0, 0.0, 0.0), (0.0, c, s), (0.0, -s, c))


def ry(angle: float) -> Mat:
    """Rotation that turns forward to the right: (0, 0, 1) -> (sin, 0, cos)."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def rz(angle: float) -> Mat:
    """Rotation that swings a hanging limb to the right: (0, -1, 0) -> (sin, -cos, 0)."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def bent(x: float, z: float, y: float) -> Mat:
    """The product rx(x) rz(z) ry(y), written out: three of them for each limb are the most work."""
    x, y, z = math.radians(x), math.radians(y), math.radians(z)
    cx, sx = math.cos(x), math.sin(x)
    cz, sz = math.cos(z), math.sin(z)
    cy, sy = math.cos(y), math.sin(y)
    return (
        (cz * cy, -sz, cz * sy),
        (cx * sz * cy - sx * sy, cx * cz, cx * sz * sy + sx * cy),
        (-sx * sz * cy - cx * sy, -sx * cz, cx * cy - sx * sz * sy),
    )


def then_rx(m: Mat, angle: float) -> Mat:
    """The product m rx(angle), written out, as the two below: most joints turn about one axis."""
    if not angle:
        return m
    t = math.radians(angle)
    cos, sin = math.cos(t), math.sin(t)
    (a, b, c), (d, e, f), (g, h, i) = m
    return (
        (a, b * cos - c * sin, b * sin + c * cos),
        (d, e * cos - f * sin, e * sin + f * cos),
        (g, h * cos - i * sin, h * sin + i * cos),
    )


def then_ry(m: Mat, angle: float) -> Mat:
    """The product m ry(angle)."""
    if not angle:
        return m
    t = math.radians(angle)
    cos, sin = math.cos(t), math.sin(t)
    (a, b, c), (d, e, f), (g, h, i) = m
    return (
        (a * cos - c * sin, b, a * sin + c * cos),
        (d * cos - f * sin, e, d * sin + f * cos),
        (g * cos - i * sin, h, g * sin + i * cos),
    )


def then_rz(m: Mat, angle: float) -> Mat:
    """The product m rz(angle)."""
    if not angle:
        return m
    t = math.radians(angle)
    cos, sin = math.cos(t), math.sin(t)
    (a, b, c), (d, e, f), (g, h, i) = m
    return (
        (a * cos + b * sin, b * cos - a * sin, c),
        (d * cos + e * sin, e * cos - d * sin, f),
        (g * cos + h * sin, h * cos - g * sin, i),
    )


def up(origin: Vec, m: Mat, length: float) -> Vec:
    """The place so far along the second axis of a frame, where the next joint is."""
    return (
        origin[0] + m[0][1] * length,
        origin[1] + m[1][1] * length,
        origin[2] + m[2][1] * length,
    )


def compose(*matrices: Mat) -> Mat:
    """The product of the matrices, left to right (the last one acts first)."""
    first, *rest = matrices or (IDENTITY,)
    for second in rest:
        p, q, r = second
        first = (_row(first[0], p, q, r), _row(first[1], p, q, r), _row(first[2], p, q, r))
    return first


def _row(v: Vec, p: Vec, q: Vec, r: Vec) -> Vec:
    x, y, z = v
    return (
        x * p[0] + y * q[0] + z * r[0],
        x * p[1] + y * q[1] + z * r[1],
        x * p[2] + y * q[2] + z * r[2],
    )


def transpose(m: Mat) -> Mat:
    """Rows to columns; the inverse of a rotation."""
    (a, b, c), (d, e, f), (g, h, i) = m
    return ((a, d, g), (b, e, h), (c, f, i))


def turn(m: Mat, v: Vec) -> Vec:
    """The rotated vector M v."""
    p, q, r = m
    x, y, z = v
    return (
        p[0] * x + p[1] * y + p[2] * z,
        q[0] * x + q[1] * y + q[2] * z,
        r[0] * x + r[1] * y + r[2] * z,
    )


def add(a: Vec, b: Vec) -> Vec:
    """The sum a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    """The difference a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, k: float) -> Vec:
    """The vector k times as long."""
    return (a[0] * k, a[1] * k, a[2] * k)


def dot(a: Vec, b: Vec) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    """The vector product."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def unit(a: Vec) -> Vec:
    """The same direction at length 1; raises ValueError for the zero vector."""
    n = math.sqrt(dot(a, a))
    if n < 1e-12:
        raise ValueError("the zero vector has no direction")
    return scale(a, 1 / n)


def mix(a: Vec, b: Vec, u: float) -> Vec:
    """The point at share u of the way from a to b."""
    return add(scale(a, 1 - u), scale(b, u))
