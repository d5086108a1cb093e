"""How well a first look went: the two measures that tell whether a closer look could find more."""

from __future__ import annotations

from PIL import ImageChops, ImageDraw

from popupwatch.model import Frame, ScreenText
from popupwatch.ocr.prepare import QUICK, letters

_SURE = 0.8
_CELL = 16  # pixels
_STROKES = 20  # mean step from a pixel to its right neighbour, of 255, that a cell with letters has
_ENOUGH = 12  # cells; a screen with fewer has no text to miss
_ILLEGIBLE = 0.6
_MUCH_UNREAD = 0.35


def hard_to_read(frame: Frame, text: ScreenText) -> bool:
    """Whether *text*, the first look at *frame*, is likely to miss much of what the screen says."""
    return illegible(text) or unread_share(frame, text) > _MUCH_UNREAD


def illegible(text: ScreenText) -> bool:
    """Whether words were found but few of them clearly: a script the reader does not know, or very bad print."""
    return bool(text.lines) and legibility(text) < _ILLEGIBLE


def legibility(text: ScreenText) -> float:
    """The share of letters that stand in words read with confidence, 0 to 1; 0 for no words."""
    words = [word for line in text.lines for word in line.words]
    letters_read = sum(len(word.text) for word in words)
    sure = sum(len(word.text) for word in words if word.confidence > _SURE)
    return sure / letters_read if letters_read else 0.0


def unread_share(frame: Frame, text: ScreenText) -> float:
    """The share of what looks like text in *frame* where *text* has no word, 0 to 1; 0 where hardly anything does.

    Costs about 20 ms on a laptop's screen. Photographs and patterns look like text too: this is a hint, no proof.
    """
    picture = letters(frame.image, QUICK)
    steps = ImageChops.difference(picture, ImageChops.offset(picture, 1, 0)).reduce(_CELL)
    strokes = steps.point([255 if step >= _STROKES else 0 for step in range(256)])
    looks_like_text = strokes.histogram()[255]
    if looks_like_text < _ENOUGH:
        return 0.0
    unread = strokes.copy()
    pen = ImageDraw.Draw(unread)
    for line in text.lines:
        box = line.box
        cells = (box.left // _CELL, box.top // _CELL, (box.right - 1) // _CELL, (box.bottom - 1) // _CELL)
        pen.rectangle(cells, fill=0)
    return unread.histogram()[255] / looks_like_text
