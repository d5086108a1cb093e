"""What was read on a screen, and where it stands after things moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from popupwatch.capture.strips import Mask, Strips, moved_by, of_box, same_after, telling
from popupwatch.capture.tiles import TILE, Tiles
from popupwatch.capture.tiles import of_box as of_tiles
from popupwatch.model import Box, ScreenText, Word, enclosing
from popupwatch.ocr.assemble import assemble

# How many looks of the screen are kept to be recognised when they come back: two windows in turn, a page that flashes.
KEPT = 4
# A part of the screen has come back when so much of what stands there is as it was; its plain ground does not count:
# another page may have the same.
COME_BACK = 0.9


@dataclass(frozen=True)
class _Kept:
    """The screen as it once was: its strips, which of them were known, and the words that stood there."""

    strips: Strips
    known: Mask
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Recalled:
    """Which *tiles* are known again, and by how many rows what stands there went down."""

    tiles: Tiles
    shift: int


class Remembered:
    """The words of one screen of *size* (width, height)."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._words: list[Word] = []
        self._kept: list[_Kept] = []

    def text(self, reader: str) -> ScreenText:
        """All that is known of the screen, put together into lines and blocks."""
        return assemble(self._words, self._size, reader)

    def with_whole_words(self, box: Box) -> Box:
        """*box*, and the whole of every word that is known to reach into it."""
        return enclosing([box, *(word.box for word in self._words if word.box.meets(box))])

    def put(self, box: Box, words: list[Word], without: Tiles | None = None) -> None:
        """*words* are what stands in *box* now; those that lie wholly outside it, or in the tiles *without*, are left
        as they were known."""

        def is_in(word: Word) -> bool:
            return word.box.meets(box) and (without is None or not without[of_tiles(word.box)].all())

        self._words = [word for word in self._words if not is_in(word)]
        self._words += [word for word in words if is_in(word)]

    def keep(self, strips: Strips, clean: Tiles) -> None:
        """Keep the screen as it is now, with *strips* as its pixels, of which the *clean* tiles are known."""
        rows, columns = strips.shape
        known = clean.repeat(TILE, axis=0)[:rows].repeat(TILE // 32, axis=1)[:, :columns]
        self._kept = [_Kept(strips, known, tuple(self._words)), *self._kept][:KEPT]

    def recall(self, strips: Strips, box: Box) -> Recalled | None:
        """Where what stands in *box* now was known before, here or higher or lower, put its words there; ``None`` where
        nothing came back."""
        where = of_box(box)
        told = telling(strips)[where]
        if not told.any():
            return None
        for kept in self._kept:
            same = same_after(kept.strips, strips, 0) & kept.known
            if same[where][told].mean() >= COME_BACK:
                return Recalled(self._bring_back(kept, same, 0, box), 0)
        for kept in self._kept[:1]:
            if shift := moved_by(kept.strips, strips, box):
                same = same_after(kept.strips, strips, shift) & same_after(kept.known, _all(kept.known), shift)
                return Recalled(self._bring_back(kept, same, shift, box), shift)
        return None

    def _bring_back(self, kept: _Kept, same: Mask, shift: int, box: Box) -> Tiles:
        self._words = [word for word in self._words if not word.box.meets(box)]
        moved = (replace(word, box=word.box.moved(0, shift)) for word in kept.words)
        self._words += [word for word in moved if word.box.meets(box) and self._is_whole(word.box, same)]
        return _whole_tiles(same, box)

    def _is_whole(self, box: Box, same: Mask) -> bool:
        return box.top >= 0 and box.bottom <= self._size[1] and bool(same[of_box(box)].all())


def _all(mask: Mask) -> Mask:
    return np.ones_like(mask)


def _whole_tiles(same: Mask, box: Box) -> Tiles:
    """The tiles of *box* of which all strips are the *same*."""
    rows, columns = same.shape
    grid = -(-rows // TILE), -(-columns * 32 // TILE)
    padded = np.ones((grid[0] * TILE, grid[1] * (TILE // 32)), dtype=bool)
    padded[:rows, :columns] = same
    tiles: Any = padded.reshape(grid[0], TILE, grid[1], -1).all(axis=(1, 3))
    inside = np.zeros_like(tiles)
    inside[box.top // TILE : -(-box.bottom // TILE), box.left // TILE : -(-box.right // TILE)] = True
    return tiles & inside  # type: ignore[no-any-return]
