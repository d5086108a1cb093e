"""Pictures made easy to read: dark letters on white, whatever the colours were on the screen.

Tesseract looks for lines in one black-and-white version of the whole picture, so white text on red is lost beside black
on white. Here each pixel becomes its distance from the colour around it, which is the same for every pair of colours.
docs/decisions-reading.md has the figures. Pillow alone does it: importing numpy would cost more than the work.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

from popupwatch.model import Box, Frame

_QUICKLY_READ = 1_050_000  # pixels a quick look enlarges to: a laptop's screen as it is, half the naive reading's time
_WELL_READ = 1_640_000  # pixels; text on smaller screens is 10-16 pixels high and reads better enlarged
_CLOSE = 8_300_000  # pixels a closer look enlarges to
_AT_MOST = 2.0
_OVERLAP = 40  # pixels by which bands overlap, so that a line at the cut is whole in one of them
_MARGIN = 4  # empty rows on either side of a clean cut
# Where cuts are looked for, as shares of all ink above them.
_MIDDLE = (0.35, 0.65)
_QUARTERS = ((0.15, 0.35), (0.65, 0.85))
_FAINTEST = 8.0  # of 255: weaker than this is no text but noise
_TILTED = 0.7  # degrees; Tesseract bears less than that


@dataclass(frozen=True, slots=True)
class Fineness:
    """How letters are told from what surrounds them. The colour around a pixel is the median of *window* x *window*
    pixels, every *grain*-th of the screen: wider than letters, narrower than windows. Distances below *texture* (of
    255) are taken for gradients, noise and JPEG dirt."""

    grain: int
    window: int
    texture: int


QUICK = Fineness(grain=6, window=7, texture=16)
CLOSE = Fineness(grain=4, window=9, texture=0)


@dataclass(frozen=True, slots=True)
class View:
    """One prepared picture (grey) and the way back to the frame: the frame, from row *top* on, was enlarged by *scale*
    and then turned by *angle* degrees (anticlockwise, about its centre). *cut_above* and *cut_below* tell that the
    screen goes on there. *polarities*: whether there may be light text on dark."""

    picture: Image.Image
    scale: float = 1.0
    top: int = 0
    angle: float = 0.0
    cut_above: bool = False
    cut_below: bool = False
    polarities: bool = False

    def in_frame(self, box: Box) -> Box:
        """A box of this view in the pixels of the frame. Turned back, it keeps its size and stays upright."""
        across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        if self.angle:
            middle_x, middle_y = self.picture.width / 2, self.picture.height / 2
            turn, x, y = math.radians(self.angle), across - middle_x, down - middle_y
            across = middle_x + x * math.cos(turn) - y * math.sin(turn)
            down = middle_y + x * math.sin(turn) + y * math.cos(turn)
        left = round((across - box.width / 2) / self.scale)
        top = self.top + round((down - box.height / 2) / self.scale)
        width, height = max(1, round(box.width / self.scale)), max(1, round(box.height / self.scale))
        return Box(left, top, left + width, top + height)

    def is_cut(self, box: Box) -> bool:
        """Whether a box of this view touches an edge at which the picture was cut: the next view has it whole."""
        return (self.cut_above and box.top <= 1) or (self.cut_below and box.bottom >= self.picture.height - 1)


Prepare = Callable[[], View]  # made when it is read, so that one is prepared while another is being read


def first_views(frame: Frame, large: bool = False) -> tuple[Prepare, ...]:
    """What the quick look reads: the picture's letters in bands, to be read side by side on two cores. *large* for
    letters of many strokes."""
    scale = _enlargement(frame, _WELL_READ if large else _QUICKLY_READ)
    return bands(letters(frame.image, QUICK), scale)


def closer_views(frame: Frame, tilt: float = 0.0) -> tuple[Prepare, ...]:
    """What the closer look reads, on a core each: the faint letters and the plain grey picture, both large, and upright
    where the lines of the screen fall by *tilt* degrees. Faint letters find colour on colour and the page behind a dark
    veil, grey finds large text and outlines."""
    image, scale = frame.image, _enlargement(frame, _CLOSE)
    angle = tilt if abs(tilt) >= _TILTED else 0.0

    def view(made: Callable[[], Image.Image], polarities: bool = False) -> View:
        picture = _turned(_enlarged(made(), scale), angle)
        return View(picture, scale, angle=angle, polarities=polarities)

    return (
        partial(view, partial(faint_letters, image)),
        partial(view, partial(image.convert, "L"), polarities=True),
    )


def letters(image: Image.Image, fineness: Fineness) -> Image.Image:
    """*image* (any mode) as dark on white: each pixel's distance from the colour around it, grey, of the same size."""
    distances = _distances(image, fineness)
    return distances.point([255 if distance < fineness.texture else 255 - distance for distance in range(256)])


def faint_letters(image: Image.Image) -> Image.Image:
    """*image* as dark on white like :func:`letters`, with every spot's contrast stretched to the full: text two shades
    from its background comes out as black as any."""
    import numpy

    distances = _distances(image, CLOSE)
    coarse = distances.filter(ImageFilter.MaxFilter(3)).resize(
        (max(1, image.width // CLOSE.grain), max(1, image.height // CLOSE.grain)), Image.Resampling.NEAREST
    )
    around = coarse.filter(ImageFilter.MaxFilter(17)).filter(ImageFilter.BoxBlur(3))
    strongest = numpy.asarray(around.resize(image.size, Image.Resampling.BILINEAR), dtype=numpy.float32)
    share = numpy.asarray(distances, dtype=numpy.float32) / numpy.maximum(strongest, _FAINTEST)
    return Image.fromarray((255 * (1 - numpy.minimum(1, share))).astype(numpy.uint8))


def _distances(image: Image.Image, fineness: Fineness) -> Image.Image:
    """Each pixel's distance from the colour around it, in the channel where it is greatest."""
    colours = image.convert("RGB")
    away = ImageChops.difference(colours, _background(colours, fineness))
    red, green, blue = away.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _background(image: Image.Image, fineness: Fineness) -> Image.Image:
    """The colour around each pixel: the median, which at a window's edge changes where the window does."""
    small = (max(1, image.width // fineness.grain), max(1, image.height // fineness.grain))
    coarse = image.resize(small, Image.Resampling.NEAREST).filter(ImageFilter.MedianFilter(fineness.window))
    return coarse.resize(image.size, Image.Resampling.NEAREST)


def _enlargement(frame: Frame, pixels: int) -> float:
    """By how much *frame* is enlarged so that its screen comes to about so many pixels; never shrunk."""
    width, height = frame.screen or frame.image.size
    return max(1.0, min(_AT_MOST, math.sqrt(pixels / (width * height))))


def _enlarged(picture: Image.Image, scale: float) -> Image.Image:
    if scale == 1.0:
        return picture
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)


def _turned(picture: Image.Image, angle: float) -> Image.Image:
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else picture


def bands(picture: Image.Image, scale: float) -> tuple[Prepare, ...]:
    """*picture* (dark on white) cut where it is emptiest near the middle of its ink, and the halves again where a row
    between lines allows it, so that two cores have equally much to read; each band enlarged. Small pictures stay whole.
    """
    if picture.height < 4 * _OVERLAP:
        return (partial(_band, picture, scale, 0, picture.height, False, False),)
    ink = [255 - value for value in picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()]
    middle = _emptiest_row(ink, *_MIDDLE) or picture.height // 2
    quarters = [row for around in _QUARTERS if (row := _emptiest_row(ink, *around)) and _is_clean(ink, row)]
    torn = None if _is_clean(ink, middle) else middle
    rows = sorted({0, *quarters, middle, picture.height})
    return tuple(partial(_band, picture, scale, top, end, top == torn, end == torn) for top, end in pairwise(rows))


def _band(picture: Image.Image, scale: float, top: int, end: int, cut_above: bool, cut_below: bool) -> View:
    """Rows *top* to *end* and, where a cut goes through lines, some more."""
    top, end = max(0, top - _OVERLAP * cut_above), min(picture.height, end + _OVERLAP * cut_below)
    part = _enlarged(picture.crop((0, top, picture.width, end)), scale)
    return View(part, scale, top, cut_above=cut_above, cut_below=cut_below)


def _emptiest_row(ink: Sequence[int], low: float, high: float) -> int | None:
    """Of the rows that have between *low* and *high* of all ink above them the one with least, and of those the nearest
    to the middle. ``None`` where there is none."""
    total, middle = sum(ink), (low + high) / 2
    above, best, least = 0, None, (math.inf, math.inf)
    for row, amount in enumerate(ink):
        above += amount
        if low * total <= above <= high * total:
            emptiness = (_around(ink, row), abs(above - middle * total))
            if emptiness < least:
                best, least = row, emptiness
    return best


def _around(ink: Sequence[int], row: int) -> int:
    return sum(ink[max(0, row - _MARGIN) : row + _MARGIN + 1])


def _is_clean(ink: Sequence[int], row: int) -> bool:
    return _around(ink, row) == 0
