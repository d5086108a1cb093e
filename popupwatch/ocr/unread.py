"""How much of a screen a first look left unread: a cheap hint whether a closer look could find more."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from popupwatch.model import Frame, ScreenText

_CELL = 16  # pixels
THINNED = 4  # every fourth row tells as much as all of them: docs/decisions-reading.md
_STROKES = 20  # mean step from a pixel to its right neighbour, of 255, that a cell with letters has
_ENOUGH = 12  # cells; a screen with fewer has no text to miss


def unread_share(frame: Frame, text: ScreenText) -> float:
    """The share of what looks like text in *frame* where *text* has no word, 0 to 1; 0 where hardly anything does.

    Costs about 2 ms on a laptop's screen. Photographs and patterns look like text too: a hint, no proof.
    """
    strokes = _strokes(thinned(frame.image))
    looks_like_text = strokes.histogram()[255]
    if looks_like_text < _ENOUGH:
        return 0.0
    unread = strokes.copy()
    pen = ImageDraw.Draw(unread)
    for line in text.lines:
        box = line.box
        pen.rectangle((box.left // _CELL, box.top // _CELL, (box.right - 1) // _CELL, (box.bottom - 1) // _CELL), 0)
    return unread.histogram()[255] / looks_like_text


def thinned(image: Image.Image) -> Image.Image:
    """Every fourth row of *image*."""
    return image.resize((image.width, -(-image.height // THINNED)), Image.Resampling.NEAREST)


def cells_of_text(rows: Image.Image) -> int:
    """How many cells of 16 x 16 pixels of a screen look like text, 0 where hardly any do; *rows* is every fourth one of
    it. At a hundredth of what reading costs, it tells what reading would cost, and what need not be read."""
    cells = _strokes(rows).histogram()[255]
    return cells if cells >= _ENOUGH else 0


def _strokes(rows: Image.Image) -> Image.Image:
    """White where a cell of the screen looks like text, black elsewhere; one pixel a cell."""
    colours = rows.convert("RGB")
    red, green, blue = ImageChops.difference(colours, ImageChops.offset(colours, 1, 0)).split()
    steps = ImageChops.lighter(ImageChops.lighter(red, green), blue).reduce((_CELL, _CELL // THINNED))
    return steps.point([255 if step >= _STROKES else 0 for step in range(256)])
