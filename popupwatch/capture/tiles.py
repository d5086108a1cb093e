"""What changed on a screen since it was last looked at and since it was last read, tile by tile.

A sample is kept of every fourth pixel of every fourth row, in full colour: red on black cannot be told by its green.
Comparing two samples of a full-HD screen takes under a millisecond.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from popupwatch.model import Box, enclosing

TILE = 64  # pixels
_STEP = 4
_HARDLY_MORE = 1.4
_TOO_MANY = 24  # boxes: then the screen changed all over

Tiles = NDArray[np.bool_]
Pixels = NDArray[np.uint32]


def tile_grid(size: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of tiles that cover *size* (width, height); the last ones may hang over."""
    width, height = size
    return -(-height // TILE), -(-width // TILE)


def sample(pixels: Pixels) -> Pixels:
    """Every fourth pixel of every fourth row of *pixels* (height x width), padded with zeros to whole tiles."""
    height, width = pixels.shape
    rows, columns = tile_grid((width, height))
    step = TILE // _STEP
    kept = np.zeros((rows * step, columns * step), dtype=np.uint32)
    thinned = pixels[::_STEP, ::_STEP]
    kept[: thinned.shape[0], : thinned.shape[1]] = thinned
    return kept


def differing(one: Pixels, other: Pixels) -> Tiles:
    """In which tiles two samples differ: rows x columns of tiles."""
    step = TILE // _STEP
    rows, columns = one.shape[0] // step, one.shape[1] // step
    result: Any = (one != other).reshape(rows, step, columns, step).any(axis=(1, 3))
    return result  # type: ignore[no-any-return]


def of_box(box: Box) -> tuple[slice, slice]:
    """The tiles that *box* touches, as an index into an array of tiles."""
    return slice(box.top // TILE, -(-box.bottom // TILE)), slice(box.left // TILE, -(-box.right // TILE))


def boxes_of(tiles: Tiles, size: tuple[int, int]) -> list[Box]:
    """Rectangles of pixels that hold all of *tiles* and none of each other's: cut apart wherever a whole row or column
    between them is free. *size*: width and height of the screen, beyond which no box goes."""
    return [
        Box(left * TILE, top * TILE, min(right * TILE, size[0]), min(bottom * TILE, size[1]))
        for top, bottom, left, right in _cut(tiles, 0, 0)
    ]


def neighbours(tiles: Tiles) -> Tiles:
    """*tiles* and all that touch one of them, corners included."""
    wide = np.pad(tiles, 1)
    rows = wide[:-2] | wide[1:-1] | wide[2:]
    around: Tiles = rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]
    return around


def joined(boxes: list[Box]) -> list[Box]:
    """*boxes*, those put together that are hardly smaller apart: what belongs to one window is read at once."""
    boxes = list(boxes)
    if len(boxes) > _TOO_MANY:
        return [enclosing(boxes)]
    while pair := next(filter(_belong_together, combinations(boxes, 2)), None):
        boxes = [box for box in boxes if box not in pair] + [pair[0].union(pair[1])]
    return boxes


def _belong_together(pair: tuple[Box, Box]) -> bool:
    one, other = pair
    return _area(one.union(other)) <= _HARDLY_MORE * (_area(one) + _area(other))


def _area(box: Box) -> int:
    return box.width * box.height


def _cut(tiles: Tiles, top: int, left: int) -> list[tuple[int, int, int, int]]:
    rows, columns = _runs(tiles.any(axis=1)), _runs(tiles.any(axis=0))
    if len(rows) <= 1 and len(columns) <= 1:
        return [(top + r0, top + r1, left + c0, left + c1) for r0, r1 in rows for c0, c1 in columns]
    return [
        part
        for r0, r1 in rows
        for c0, c1 in columns
        if tiles[r0:r1, c0:c1].any()
        for part in _cut(tiles[r0:r1, c0:c1], top + r0, left + c0)
    ]


def _runs(flags: Any) -> list[tuple[int, int]]:
    """Beginning and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
