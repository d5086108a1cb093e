"""Pictures made easy to read: dark letters on white, whatever the colours were on the screen.

Tesseract looks for lines in one black-and-white version of the whole picture, so white text on red is lost beside black
on white. Here each pixel becomes its distance from the colour around it, which is the same for every pair of colours.
docs/decisions-reading.md has the figures. Pillow alone does it: importing numpy would cost more than the work.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

from PIL import Image, ImageChops, ImageFilter

from popupwatch.model import Box

_GRAIN = 6  # the background is looked for on every 6th pixel of every 6th row ...
_SURROUNDINGS = 7  # ... as the median of 7 x 7 of those: wider than letters, narrower than windows
_TEXTURE = 16  # distances below this (of 255) are gradients, noise and JPEG dirt
_WELL_READ = 1_640_000  # pixels; text on smaller screens is 10-16 pixels high and reads better enlarged
_AT_MOST = 2.0
_OVERLAP = 40  # pixels by which bands overlap, so that a line at the cut is whole in one of them


class Layout(IntEnum):
    """What Tesseract is told to expect; the values are its page segmentation modes."""

    PAGE = 3
    SPARSE = 11


@dataclass(frozen=True, slots=True)
class View:
    """One prepared picture (grey) and the way back to the frame: *scale* is the view's size over the frame's, *left*
    and *top* the frame's pixel where the view begins. *cut_above* and *cut_below* tell that the picture goes on there."""

    picture: Image.Image
    layout: Layout = Layout.PAGE
    scale: float = 1.0
    left: int = 0
    top: int = 0
    cut_above: bool = False
    cut_below: bool = False

    def in_frame(self, box: Box) -> Box:
        """A box of this view in the pixels of the frame."""
        return Box(
            self.left + round(box.left / self.scale),
            self.top + round(box.top / self.scale),
            self.left + round(box.right / self.scale),
            self.top + round(box.bottom / self.scale),
        )

    def is_cut(self, box: Box) -> bool:
        """Whether a box of this view touches an edge at which the picture was cut: the next view has it whole."""
        return (self.cut_above and box.top <= 1) or (self.cut_below and box.bottom >= self.picture.height - 1)


def first_views(image: Image.Image) -> tuple[View, ...]:
    """What the quick look reads: the picture's letters in two bands, to be read side by side on two cores."""
    return bands(letters(image), enlargement(image))


def enlargement(image: Image.Image) -> float:
    """By how much a screen of this size is enlarged before it is read."""
    return max(1.0, min(_AT_MOST, math.sqrt(_WELL_READ / (image.width * image.height))))


def letters(image: Image.Image) -> Image.Image:
    """*image* (any mode) as dark on white: each pixel's distance from the colour around it, in the channel where it is
    greatest, grey, of the same size."""
    colours = image.convert("RGB")
    away = ImageChops.difference(colours, background(colours))
    red, green, blue = away.split()
    greatest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return greatest.point([255 if distance < _TEXTURE else 255 - distance for distance in range(256)])


def background(image: Image.Image) -> Image.Image:
    """The colour around each pixel: the median, which at a window's edge changes where the window does."""
    small = (max(1, image.width // _GRAIN), max(1, image.height // _GRAIN))
    coarse = image.resize(small, Image.Resampling.NEAREST).filter(ImageFilter.MedianFilter(_SURROUNDINGS))
    return coarse.resize(image.size, Image.Resampling.NEAREST)


def bands(picture: Image.Image, scale: float, layout: Layout = Layout.PAGE) -> tuple[View, ...]:
    """*picture* (dark on white) cut in two where it is emptiest near the middle of its ink, each half enlarged."""
    cut = _emptiest_row(picture)
    views = []
    for top, bottom in ((0, min(picture.height, cut + _OVERLAP)), (max(0, cut - _OVERLAP), picture.height)):
        part = picture.crop((0, top, picture.width, bottom))
        if scale != 1.0:
            part = part.resize((round(part.width * scale), round(part.height * scale)), Image.Resampling.BICUBIC)
        views.append(View(part, layout, scale, 0, top, cut_above=top > 0, cut_below=bottom < picture.height))
    return tuple(views)


def _emptiest_row(picture: Image.Image) -> int:
    """The row with least ink, of those that have between 35 and 65 hundredths of all ink above them."""
    ink = [255 - value for value in picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()]
    total = sum(ink)
    above, best, least = 0, picture.height // 2, float("inf")
    for row, amount in enumerate(ink):
        above += amount
        if 0.35 * total <= above <= 0.65 * total and amount < least:
            best, least = row, amount
    return best
