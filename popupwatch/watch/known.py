"""One monitor as it is known: what changed on it, what was read there, and what that was judged to be."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from popupwatch.capture.screen import Shot, picture_of
from popupwatch.capture.tiles import TILE, Tiles, neighbours, of_box
from popupwatch.model import Box, Frame, Level, ScreenText, Verdict, Word
from popupwatch.ocr.looks import is_poorly_read
from popupwatch.ocr.reader import Reader
from popupwatch.ocr.unread import THINNED, cells_of_text, unread_share
from popupwatch.watch.attention import SMALL, Attention, Part
from popupwatch.watch.budget import Need
from popupwatch.watch.left_out import GREY
from popupwatch.watch.remembered import Remembered

if TYPE_CHECKING:
    from PIL import Image

# Around what changed so much is read with it, so that no word is cut: across and down, in pixels.
AROUND = (96, 24)
# Parts of at least this share of the screen are worth asking whether much of them stayed unread.
LARGE = 0.2
# After something scrolled, what comes into sight counts as small for so long.
SCROLLING = 1.5
# Seconds after which what never rests is counted again; and how many counts are kept.
COUNT_AGAIN, KEPT_COUNTS = 2.0, 8
# Something has gone when less than this share of it stands there unchanged.
UNCHANGED = 0.5
# A page that flashes between two colours is judged once in either.
JUDGED = 4


@dataclass(frozen=True, slots=True)
class Owed:
    """A slower look at *part*, how much it matters, and the CPU seconds it will probably cost; whether it is likely to
    tell a scam."""

    part: Part
    need: Need
    cost: float
    is_likely: bool = False


@dataclass
class KnownScreen:
    """The screen of this *number* (from 1), *monitor* in the pixels of the whole desktop. Times are seconds of a clock
    that never goes back."""

    number: int
    monitor: Box
    attention: Attention
    remembered: Remembered
    verdict: Verdict | None = None
    text: ScreenText | None = None
    scrolled_at: float = float("-inf")
    sought_at: float = float("-inf")
    # A slower look that is to be made up for once it can be afforded.
    owed: Owed | None = None
    # Whether words came or went since it was last judged.
    is_unjudged: bool = False
    _judged: deque[tuple[ScreenText, Verdict]] = field(default_factory=lambda: deque(maxlen=JUDGED))
    _counted: dict[Box, tuple[float, int]] = field(default_factory=dict)

    @classmethod
    def unknown(cls, shot: Shot) -> KnownScreen:
        size = (shot.box.width, shot.box.height)
        return cls(shot.number, shot.box, Attention(size), Remembered(size))

    def crop(self, part: Part) -> Box:
        """What is read for *part*: no word is cut that is known, or that is hardly larger."""
        box = self.remembered.with_whole_words(part.box)
        (width, height), (across, down) = self.attention.size, AROUND
        return Box(
            max(0, box.left - across),
            max(0, box.top - down),
            min(width, box.right + across),
            min(height, box.bottom + down),
        )

    def passed_over(self, part: Part) -> Tiles | None:
        """The tiles that are not read again with *part*: what stands still in the midst of what never rests, as a
        window over a video does, is known. None: all is read."""
        if part.need is not Need.RESTLESS or part.area < LARGE:
            return None
        known = ~neighbours(~self.attention.clean)
        return known if known[of_box(part.box)].any() else None

    def frame(self, shot: Shot, crop: Box, without: Tiles | None = None) -> Frame:
        """What stands in *crop*, with the tiles *without* painted over."""
        return Frame(_picture(shot, crop, without), f"screen {self.number}", self.attention.size)

    def cells(self, shot: Shot, part: Part, now: float) -> int:
        """How many cells of *part* look like text, counted once as long as nothing moves there, and every two seconds
        where something always does."""
        counted_at, cells = self._counted.get(part.box, (float("-inf"), 0))
        good_since = now - COUNT_AGAIN if part.need is Need.RESTLESS else part.changed_at
        if counted_at < good_since:
            cells = cells_of_text(_picture(shot, self.crop(part), self.passed_over(part), THINNED))
            if len(self._counted) >= KEPT_COUNTS:
                self._counted.clear()
            self._counted[part.box] = (now, cells)
        return cells

    def blank(self, part: Part) -> None:
        """Nothing can be read in *part*."""
        self.remembered.put(part.box, [], self.passed_over(part))
        self.no_longer_owes(part)

    def is_scrolling(self, now: float) -> bool:
        return now - self.scrolled_at < SCROLLING

    @property
    def owes(self) -> Owed | None:
        """What is owed, as long as most of it is still what was read."""
        if self.owed and self._has_gone(self.owed.part.box):
            self.owed = None
        return self.owed

    def shows_evidence(self, box: Box) -> bool:
        """Whether in *box* most of something changed that the verdict rests on."""
        if self.verdict is None or self.verdict.level is Level.CLEAR:
            return False
        boxes = (item.box for finding in self.verdict.findings[:1] for item in finding.evidence)
        return any(place.meets(box) and self._has_gone(place) for place in boxes)

    def owe(self, owed: Owed) -> None:
        """One look is owed at a time: the likelier one, else the later. What never rests is soon read again anyway."""
        if self.owed and (owed.part.need is Need.RESTLESS or owed.is_likely < self.owed.is_likely):
            return
        self.owed = owed

    def no_longer_owes(self, part: Part) -> None:
        """What was owed for *part*, or for something that it covers most of, is owed no more."""
        if self.owed and part.box.share_of(self.owed.part.box) > UNCHANGED:
            self.owed = None

    def _has_gone(self, box: Box) -> bool:
        """Whether most of what was read in *box* has changed."""
        return bool(self.attention.clean[of_box(box)].mean() < UNCHANGED)

    def judged(self, text: ScreenText, judge: Callable[[ScreenText], Verdict]) -> Verdict:
        """The verdict on *text*, remembered for some texts."""
        known = next((verdict for other, verdict in self._judged if other == text), None)
        if known is None:
            known = judge(text)
            self._judged.append((text, known))
        return known


def _picture(shot: Shot, crop: Box, without: Tiles | None, every: int = 1) -> Image.Image:
    """*every* so many-th row of *crop*, with the tiles *without* painted over."""
    pixels = shot.pixels[crop.top : crop.bottom : every, crop.left : crop.right]
    if without is not None:
        rows, columns = np.arange(crop.top, crop.bottom, every), np.arange(crop.left, crop.right)
        pixels = np.where(without[np.ix_(rows // TILE, columns // TILE)], np.uint32(GREY), pixels)
    return picture_of(pixels)


@dataclass
class LooksAtPart:
    """The looks at one part of a screen, which is judged with all the rest of it."""

    reader: Reader
    screen: KnownScreen
    part: Part
    crop: Box
    frame: Frame
    read: ScreenText
    without: Tiles | None = None

    def first(self) -> ScreenText:
        return self._put(self.read)

    def unread_share(self, first: ScreenText) -> float:
        return unread_share(self.frame, self.read) if self.part.area >= LARGE else 0.0

    @property
    def are_unsure(self) -> bool:
        """Whether the letters may be others than the reader's own."""
        return self.part.area >= SMALL and is_poorly_read(self.read)

    def other_letters(self) -> ScreenText:
        self.read = self.reader.read_other_letters(self.frame, self.read)
        return self.first()

    def closer(self, first: ScreenText) -> ScreenText:
        return self._put(self.reader.read_closely(self.frame, self.read))

    def _put(self, read: ScreenText) -> ScreenText:
        """All that is known of the screen, with *read* as what stands in this part."""
        self.screen.remembered.put(self.part.box, _words(read, self.crop), self.without)
        return self.screen.remembered.text(self.reader.name)


def _words(text: ScreenText, crop: Box) -> list[Word]:
    """The words of *text*, which was read from *crop*, in the pixels of the screen."""
    return [replace(word, box=word.box.moved(crop.left, crop.top)) for line in text.lines for word in line.words]
