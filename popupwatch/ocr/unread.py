"""How much of a screen a first look left unread: a cheap hint whether a closer look could find more."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from popupwatch.model import Frame, ScreenText

_CELL = 16  # pixels
_THINNED = 4  # every fourth row tells as much as all of them: docs/decisions-reading.md
_STROKES = 20  # mean step from a pixel to its right neighbour, of 255, that a cell with letters has
_ENOUGH = 12  # cells; a screen with fewer has no text to miss


def unread_share(frame: Frame, text: ScreenText) -> float:
    """The share of what looks like text in *frame* where *text* has no word, 0 to 1; 0 where hardly anything does.

    Costs about 15 ms on a laptop's screen. Photographs and patterns look like text too: a hint, no proof.
    """
    strokes = _strokes(frame)
    looks_like_text = strokes.histogram()[255]
    if looks_like_text < _ENOUGH:
        return 0.0
    unread = strokes.copy()
    pen = ImageDraw.Draw(unread)
    for line in text.lines:
        box = line.box
        pen.rectangle((box.left // _CELL, box.top // _CELL, (box.right - 1) // _CELL, (box.bottom - 1) // _CELL), 0)
    return unread.histogram()[255] / looks_like_text


def cells_of_text(frame: Frame) -> int:
    """How many cells of 16 x 16 pixels of *frame* look like text, 0 where hardly any do: at less than a tenth of what
    reading costs, it tells what reading would cost, and what need not be read."""
    cells = _strokes(frame).histogram()[255]
    return cells if cells >= _ENOUGH else 0


def _strokes(frame: Frame) -> Image.Image:
    """White where a cell of *frame* looks like text, black elsewhere; one pixel a cell."""
    width, height = frame.image.size
    thinned = frame.image.resize((width, -(-height // _THINNED)), Image.Resampling.NEAREST).convert("RGB")
    red, green, blue = ImageChops.difference(thinned, ImageChops.offset(thinned, 1, 0)).split()
    steps = ImageChops.lighter(ImageChops.lighter(red, green), blue).reduce((_CELL, _CELL // _THINNED))
    return steps.point([255 if step >= _STROKES else 0 for step in range(256)])
