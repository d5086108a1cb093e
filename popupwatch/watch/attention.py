"""Which parts of a screen should be read now: what changed since it was read, has settled, and is not always restless.

No clock and no reading here: each look tells the time and brings a sample of the pixels (see capture.tiles), and who
reads a part says so. All times are seconds of a clock that never goes back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from popupwatch.capture.tiles import TILE, Pixels, Tiles, boxes_of, differing, joined, neighbours, of_box, tile_grid
from popupwatch.model import Box
from popupwatch.watch.budget import Need

# A tile has settled when it looks the same after so long; who types or scrolls pauses longer.
SETTLE = 0.15
# What does not settle is read as it is after so long: a flashing page must not hide.
OVERDUE = 1.0
# Looks about a second apart that are remembered, and of how many a restless tile changed.
TICK = 0.9
TICKS = 6
RESTLESS = 4
# A restless tile is read so seldom.
RESTLESS_EVERY = 6.0
# Shares of the screen are those of so many tiles where it has more: a window is no larger on a larger screen.
FULL_HD = 30 * 17
# What changed at once on less than this share of the screen is small: typing, a caret, a tooltip, a scrolled line.
SMALL = 0.02
# Unless it stays as it is for so long without being read: the words of a window, painted after the window.
STAYS = 1.5
# Rows of tiles that are read at once where the budget does not bear more: a dialog's worth.
BAND = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle to read, in the screen's own pixels. *area* is the share of the screen that changed in it, of a
    full-HD one where the screen is larger; *settled* tells whether most of that stands still, *changed_at* when it last
    moved, what never rests left aside."""

    box: Box
    need: Need
    area: float
    settled: bool
    changed_at: float


class Attention:
    """What is known of each tile of one screen of *size* (width, height)."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        grid = tile_grid(size)
        self._last: Pixels | None = None
        self._as_read: Pixels | None = None
        self._as_ticked: Pixels | None = None
        self._unread = np.ones(grid, dtype=bool)
        self._dirty = np.zeros(grid, dtype=bool)
        self._moved_at = np.full(grid, -np.inf)
        self._dirty_since = np.full(grid, np.inf)
        self._read_at = np.full(grid, -np.inf)
        # Tiles that moved between two looks close to each other, and at the pair before: a video, no slides.
        self._flows = self._flowed = np.zeros(grid, dtype=bool)
        self._history = np.zeros((TICKS, *grid), dtype=bool)
        self._ticked_at = self._looked_at = self._looked_before = -np.inf

    def look(self, sample: Pixels, now: float) -> Tiles:
        """Take in what the screen looks like *now*. Gives the tiles that changed since the last look."""
        self._looked_before, self._looked_at = self._looked_at, now
        if self._last is None:
            self._last = self._as_read = self._as_ticked = sample
            moved = np.ones_like(self._unread)
        elif np.array_equal(sample, self._last):  # nearly always
            moved = np.zeros_like(self._unread)
        else:
            moved = differing(sample, self._last)
            self._last = sample
        assert self._as_read is not None
        assert self._as_ticked is not None
        if now - self._looked_before < TICK / 2:
            self._flowed, self._flows = self._flows, moved
        if moved.any():
            self._moved_at[moved] = now
            self._dirty = self._unread | differing(sample, self._as_read)
            self._dirty_since = np.where(self._dirty, np.minimum(self._dirty_since, now), np.inf)
        if now - self._ticked_at >= TICK:
            self._history[1:] = self._history[:-1]
            self._history[0] = False if self._as_ticked is self._last else differing(sample, self._as_ticked)
            self._as_ticked, self._ticked_at = self._last, now
        return moved

    @property
    def restless(self) -> Tiles:
        """Tiles that changed at most of the last looks: a video, a blinking caret, a clock with seconds."""
        restless: Tiles = self._history.sum(axis=0) >= RESTLESS
        return restless

    def unsettled(self, now: float) -> Need | None:
        """How much another look soon is needed, because something moved a moment ago that may stand still by now.

        What usually stands still is looked at again until it does, unless it is small: that can wait. Of what is
        restless one look more tells whether something else is there now.
        """
        young = self._dirty & (now - self._moved_at < SETTLE)
        if self._share(young & ~self.restless & (now - self._dirty_since < OVERDUE)) >= SMALL:
            return Need.NEW
        once_more = self._looked_at - self._looked_before > TICK / 2
        return Need.SMALL if once_more and self._share(young) >= SMALL else None

    def due(self, now: float) -> list[Part]:
        """What should be read now, the most important part first."""
        if not self._dirty.any():
            return []
        calm = self._dirty & ~self.restless
        ready = calm & ((now - self._moved_at >= SETTLE) | (now - self._dirty_since >= OVERDUE))
        seldom = self._dirty & self.restless & (now - self._read_at >= RESTLESS_EVERY)
        still = self._dirty & self.restless & (now - self._moved_at >= SETTLE)
        if self._share(still) >= SMALL:  # something stands where a video was
            ready |= still
        # The edge of a window over a video: tiles that are half of the one and half of the other.
        stands = ready.copy()
        ready |= neighbours(ready) & self._dirty & self.restless
        parts = [self._part(box, ready, self._need(box, stands, now)) for box in joined(boxes_of(ready, self.size))]
        parts += [self._part(box, seldom, Need.RESTLESS) for box in boxes_of(seldom & ~ready, self.size)]
        return sorted(parts, key=lambda part: (part.need.value, -part.area))

    def band(self, part: Part) -> Part:
        """A few rows of *part*, those not yet known that are nearest to the middle of the screen: for who cannot afford
        to read it at once."""
        rows, columns = of_box(part.box)
        unknown = np.flatnonzero(self._dirty[rows, columns].any(axis=1)) + rows.start
        nearest = int(unknown[np.abs(unknown - self._dirty.shape[0] // 2).argmin()])
        runs = np.split(unknown, np.flatnonzero(np.diff(unknown) > 1) + 1)
        run = next(run for run in runs if nearest in run)
        first = max(int(run[0]), min(nearest - BAND // 2, int(run[-1]) - BAND + 1))
        last = min(first + BAND, int(run[-1]) + 1)
        box = Box(part.box.left, first * TILE, part.box.right, min(last * TILE, part.box.bottom))
        return self._part(box, self._dirty, part.need)

    def _part(self, box: Box, tiles: Tiles, need: Need) -> Part:
        where = of_box(box)
        inside, moved_at = tiles[where], self._moved_at[where]
        still = inside & (self._looked_at - moved_at >= SETTLE)
        calm = inside & ~self.restless[where]
        changed_at = float(moved_at[calm if calm.any() else inside].max())
        return Part(box, need, self._share(inside), bool(still.sum() * 2 > inside.sum()), changed_at)

    def _need(self, box: Box, tiles: Tiles, now: float) -> Need:
        """How much those of *tiles* matter that lie in *box*, and that have settled."""
        where = of_box(box)
        inside = tiles[where]
        if self._share(inside) < SMALL:
            return Need.NEW if now - self._moved_at[where][inside].max() >= STAYS else Need.SMALL
        # Pictures that change every second are not new each time; what stays is, and what stands where a video was.
        often = inside & self.restless[where] & (now - self._moved_at[where] < TICK) & ~self._flowed[where]
        return Need.SMALL if often.sum() > inside.sum() / 2 else Need.NEW

    def _share(self, tiles: Tiles) -> float:
        return float(tiles.sum()) / min(self._unread.size, FULL_HD)

    def known(self, tiles: Tiles, now: float) -> None:
        """*tiles*, as they were at the last look, have been read, or what stands there is known."""
        assert self._last is not None
        assert self._as_read is not None
        step = self._last.shape[0] // tiles.shape[0]
        mask = tiles.repeat(step, axis=0).repeat(step, axis=1)
        self._as_read = np.where(mask, self._last, self._as_read)
        self._unread &= ~tiles
        self._dirty &= ~tiles
        self._dirty_since[tiles] = np.inf
        self._read_at[tiles] = now

    def tiles_in(self, box: Box) -> Tiles:
        tiles = np.zeros_like(self._unread)
        tiles[of_box(box)] = True
        return tiles

    @property
    def clean(self) -> Tiles:
        """The tiles whose text is known as it stands there now."""
        return ~self._dirty

    def waiting(self, now: float) -> float:
        """For how many seconds the oldest change that should be read has been waiting; 0 where none has."""
        calm = self._dirty & ~self.restless
        return max(0.0, now - float(self._dirty_since[calm].min())) if calm.any() else 0.0
