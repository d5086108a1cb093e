"""Pixels as numbers that can be found again: after scrolling, or when a window comes back, the same lines stand
elsewhere, and what was read in them need not be read again.

A screen is taken apart into strips, one pixel high and ``WIDTH`` wide; each becomes one number. Equal pixels give equal
numbers; unequal ones hardly ever do (one in four thousand million).
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from popupwatch.capture.tiles import Pixels
from popupwatch.model import Box

WIDTH = 32  # pixels
_ROWS_AT_ONCE = 128  # keeps what lies in memory meanwhile small
# A move is believed when so many strips that stand nowhere else tell of it, and this share of them.
_ENOUGH = 60
_SHARE = 0.4

Strips = NDArray[np.uint32]
Mask = NDArray[np.bool_]

# Odd, and without a pattern: powers of 2^32 over the golden ratio. numpy.random would take 3 MB.
_WEIGHTS = np.array([pow(0x9E3779B1, power, 2**32) for power in range(1, WIDTH + 1)], dtype=np.uint32)


def strips_of(pixels: Pixels) -> Strips:
    """One number for each strip of *pixels* (height x width): height x number of columns, the last perhaps narrower.
    Costs about 1.5 ms for a full-HD screen."""
    height, width = pixels.shape
    starts = np.arange(0, width, WIDTH)
    weights = np.resize(_WEIGHTS, width)
    result = np.empty((height, len(starts)), dtype=np.uint32)
    for top in range(0, height, _ROWS_AT_ONCE):
        part = pixels[top : top + _ROWS_AT_ONCE] * weights
        result[top : top + _ROWS_AT_ONCE] = np.add.reduceat(part, starts, axis=1)
    return result


def telling(strips: Strips) -> Mask:
    """Which *strips* are not the same as the one above: letters are, a plain ground is not."""
    result = np.zeros(strips.shape, dtype=bool)
    result[1:] = strips[1:] != strips[:-1]
    return result


def of_box(box: Box) -> tuple[slice, slice]:
    """The strips that *box* touches, as an index."""
    return slice(box.top, box.bottom), slice(box.left // WIDTH, -(-box.right // WIDTH))


def moved_by(before: Strips, now: Strips, box: Box) -> int | None:
    """By how many rows the contents of *box* went down (up: negative) from *before* to *now*; ``None`` if they did not
    simply go up or down."""
    rows, columns = of_box(box)
    votes: Counter[int] = Counter()
    for column in range(columns.start, columns.stop):
        old, old_at = _single(before[rows, column])
        new, new_at = _single(now[rows, column])
        _, in_old, in_new = np.intersect1d(old, new, assume_unique=True, return_indices=True)
        shifts, counts = np.unique(new_at[in_new] - old_at[in_old], return_counts=True)
        votes.update(dict(zip(shifts.tolist(), counts.tolist(), strict=True)))
    if not votes:
        return None
    shift, count = votes.most_common(1)[0]
    return shift if count >= max(_ENOUGH, _SHARE * votes.total()) else None


def _single(column: Strips) -> tuple[Strips, NDArray[np.intp]]:
    """The numbers that stand only once in *column*, sorted, and where."""
    numbers, at, counts = np.unique(column, return_index=True, return_counts=True)
    return numbers[counts == 1], at[counts == 1]


def same_after(before: Strips | Mask, now: Strips | Mask, shift: int) -> Mask:
    """Which strips of *now* equal those of *before* that stood *shift* rows higher (lower: negative)."""
    same = np.zeros(now.shape, dtype=bool)
    height = now.shape[0]
    if abs(shift) < height:
        target, source = slice(max(0, shift), height + min(0, shift)), slice(max(0, -shift), height - max(0, shift))
        same[target] = now[target] == before[source]
    return same
