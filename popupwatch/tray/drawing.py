"""The icon, drawn for each size: what popupwatch is doing is told by shape, and by colour only besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

Draw = Callable[[int], Image.Image]

# Drawn so much larger, and shrunk: Pillow's own edges are hard.
_FINER = 8
_SMALL = 24  # up to here strokes are thickened, or they would vanish

_WHITE = (255, 255, 255, 255)
_BLUE = (43, 108, 176, 255)
_SLATE = (86, 97, 113, 255)
_GREY = (124, 131, 141, 255)
_AMBER = (246, 184, 62, 255)
_SAND = (250, 224, 160, 255)
_DARK = (52, 42, 20, 255)
_INK = (36, 44, 56, 255)


@dataclass(frozen=True, slots=True)
class _Look:
    """*plate*: the outline; *fill* and *glyph*: their colours; *rim*: that of its edge, which stands out from a panel
    that is like the fill."""

    plate: str
    glyph: str
    fill: tuple[int, int, int, int]
    ink: tuple[int, int, int, int]
    rim: tuple[int, int, int, int]


_LOOKS = {
    "watching": _Look("disc", "eye", _BLUE, _WHITE, _WHITE),
    "starting": _Look("disc", "eye", _GREY, _WHITE, _WHITE),
    "locked": _Look("disc", "eye", _GREY, _WHITE, _WHITE),
    "paused": _Look("disc", "bars", _SLATE, _WHITE, _WHITE),
    "suspicious": _Look("square", "question", _SAND, _DARK, _DARK),
    "warned": _Look("shield", "mark", _AMBER, _DARK, _DARK),
    "blind": _Look("disc", "crossed-eye", _WHITE, _INK, _INK),
}
STATES = tuple(_LOOKS)


def icon_of(state: str) -> Draw:
    """What draws the icon of *state*, one of `STATES`, at a size in pixels."""
    _LOOKS[state]  # an unknown one is told of here
    return lambda size: icon(state, size)


@cache
def icon(state: str, size: int) -> Image.Image:
    """The icon of *state*, *size* pixels wide and high, on nothing."""
    look = _LOOKS[state]
    pen = _Pen(size)
    _PLATES[look.plate](pen, look)
    _GLYPHS[look.glyph](pen, look)
    return pen.finished()


class _Pen:
    """Draws in parts of the whole: 0 is left or top, 1 right or bottom."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._whole = size * _FINER
        self._image = Image.new("RGBA", (self._whole, self._whole))
        self._draw = ImageDraw.Draw(self._image)
        self.rim = max(1.0, size / 22) / size
        # How thick a stroke is: two pixels at least.
        self.stroke = max(2.0, size * (0.105 if size <= _SMALL else 0.085)) / size

    def disc(self, x: float, y: float, radius: float, colour: tuple[int, ...]) -> None:
        self._draw.ellipse(self._at(x - radius, y - radius, x + radius, y + radius), fill=colour)

    def rounded(
        self, left: float, top: float, right: float, bottom: float, radius: float, colour: tuple[int, ...]
    ) -> None:
        self._draw.rounded_rectangle(self._at(left, top, right, bottom), radius * self._whole, fill=colour)

    def shape(self, points: list[tuple[float, float]], colour: tuple[int, ...]) -> None:
        self._draw.polygon([(x * self._whole, y * self._whole) for x, y in points], fill=colour)

    def line(self, points: list[tuple[float, float]], colour: tuple[int, ...], width: float) -> None:
        """A stroke with round ends."""
        scaled = [(x * self._whole, y * self._whole) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * self._whole), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, colour)

    def finished(self) -> Image.Image:
        return self._image.resize((self._size, self._size), Image.Resampling.BOX)

    def _at(self, *places: float) -> tuple[float, ...]:
        # Pillow draws the last row and column too.
        left, top, right, bottom = (place * self._whole for place in places)
        return left, top, right - 1, bottom - 1


def _disc(pen: _Pen, look: _Look) -> None:
    pen.disc(0.5, 0.5, 0.5, look.rim)
    pen.disc(0.5, 0.5, 0.5 - pen.rim * (1.5 if look.fill == _WHITE else 1), look.fill)


def _square(pen: _Pen, look: _Look) -> None:
    inner = 0.03 + pen.rim
    pen.rounded(0.03, 0.03, 0.97, 0.97, 0.2, look.rim)
    pen.rounded(inner, inner, 1 - inner, 1 - inner, 0.2 - pen.rim, look.fill)


def _shield(pen: _Pen, look: _Look) -> None:
    pen.shape(_shield_within(0.0), look.rim)
    pen.shape(_shield_within(pen.rim), look.fill)


def _shield_within(edge: float) -> list[tuple[float, float]]:
    """A shield with flat shoulders and a point below, *edge* smaller all around."""
    left, top, waist, tip = 0.06 + edge, 0.02 + edge, 0.52, 1.0 - edge * 1.3
    right_side = [_curve(t, (1 - left, waist), (1 - left, 0.84 - edge), (0.5, tip)) for t in _STEPS]
    left_side = [(1 - x, y) for x, y in reversed(right_side)]
    shoulder = 0.13
    top_right = [_curve(t, (0.5, top), (0.72, top + shoulder), (1 - left, top + shoulder)) for t in _STEPS]
    top_left = [(1 - x, y) for x, y in reversed(top_right)]
    return [*top_left, *top_right, *right_side, *left_side]


def _eye(pen: _Pen, look: _Look) -> None:
    pen.shape(_almond(0.36, 0.25), look.ink)
    pen.disc(0.5, 0.5, 0.155, look.fill)
    if pen.stroke * 3 < 0.3:  # there is room for the light in it
        pen.disc(0.555, 0.445, 0.045, look.ink)


def _crossed_eye(pen: _Pen, look: _Look) -> None:
    """At 16 pixels an eye behind the stroke would be a smudge: what is left there is the crossed-out disc."""
    ends = [(0.27, 0.27), (0.73, 0.73)]
    if pen.stroke > 0.12:
        pen.line([(0.2, 0.2), (0.8, 0.8)], look.ink, pen.stroke * 1.1)
        return
    pen.shape(_almond(0.37, 0.23), look.ink)
    if pen.stroke < 0.09:
        pen.disc(0.5, 0.5, 0.14, look.fill)
    pen.line(ends, look.fill, pen.stroke * 2.7)
    pen.line(ends, look.ink, pen.stroke)


def _almond(wide: float, high: float) -> list[tuple[float, float]]:
    """An eye around the middle: half its width and height."""
    lid = [_curve(t, (0.5 - wide, 0.5), (0.5, 0.5 - high * 2), (0.5 + wide, 0.5)) for t in _STEPS]
    return [*lid, *((x, 1 - y) for x, y in reversed(lid))]


def _bars(pen: _Pen, look: _Look) -> None:
    width = max(pen.stroke * 1.25, 0.13)
    for middle in (0.5 - width * 0.95, 0.5 + width * 0.95):
        pen.rounded(middle - width / 2, 0.28, middle + width / 2, 0.72, width * 0.25, look.ink)


def _mark(pen: _Pen, look: _Look) -> None:
    width = max(pen.stroke * 1.2, 0.125)
    pen.line([(0.5, 0.25 + width / 2), (0.5, 0.52)], look.ink, width)
    pen.disc(0.5, 0.73, width * 0.58, look.ink)


def _question(pen: _Pen, look: _Look) -> None:
    width = max(pen.stroke, 0.105)
    bow = [_curve(t, (0.335, 0.385), (0.35, 0.2), (0.5, 0.2)) for t in _STEPS]
    bow += [_curve(t, (0.5, 0.2), (0.68, 0.2), (0.68, 0.355)) for t in _STEPS]
    bow += [_curve(t, (0.68, 0.355), (0.68, 0.455), (0.5, 0.52)) for t in _STEPS]
    pen.line([*bow, (0.5, 0.59)], look.ink, width)
    pen.disc(0.5, 0.79, width * 0.62, look.ink)


_STEPS = tuple(step / 24 for step in range(25))
_Point = tuple[float, float]


def _curve(t: float, begin: _Point, towards: _Point, end: _Point) -> _Point:
    """A point of a quadratic Bézier curve."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return a * begin[0] + b * towards[0] + c * end[0], a * begin[1] + b * towards[1] + c * end[1]


_PLATES = {"disc": _disc, "square": _square, "shield": _shield}
_GLYPHS = {"eye": _eye, "crossed-eye": _crossed_eye, "bars": _bars, "question": _question, "mark": _mark}
