"""What changed on a screen, tile by tile, and the rectangles that come of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from popupwatch.capture.tiles import TILE, Tiles, boxes_of, differing, joined, of_box, sample, tile_grid
from popupwatch.model import Box

SIZE = (1366, 768)
GRID = (12, 22)
some_tiles = some.sets(some.tuples(some.integers(0, GRID[0] - 1), some.integers(0, GRID[1] - 1)), max_size=60)


def tiles_at(places: set[tuple[int, int]]) -> Tiles:
    tiles = np.zeros(GRID, dtype=bool)
    for place in places:
        tiles[place] = True
    return tiles


@pytest.mark.parametrize(
    ("size", "grid"), [((1366, 768), (12, 22)), ((1920, 1080), (17, 30)), ((64, 64), (1, 1)), ((65, 1), (1, 2))]
)
def test_the_grid_covers_the_screen(size: tuple[int, int], grid: tuple[int, int]) -> None:
    assert tile_grid(size) == grid


def test_a_sample_is_whole_tiles_of_every_fourth_pixel() -> None:
    pixels = np.arange(100 * 70, dtype=np.uint32).reshape(70, 100)
    thinned = sample(pixels)
    assert thinned.shape == (2 * TILE // 4, 2 * TILE // 4)
    assert thinned[3, 5] == pixels[12, 20]
    assert (thinned[:18, :25] == pixels[::4, ::4]).all()
    assert not thinned[18:].any()
    assert not thinned[:, 25:].any()


@pytest.mark.parametrize(("row", "column"), [(0, 0), (767, 1365), (64, 127), (63, 128), (400, 700)])
def test_a_spot_of_four_pixels_is_found_in_its_tile_alone(row: int, column: int) -> None:
    before = np.zeros((768, 1366), dtype=np.uint32)
    after = before.copy()
    top, left = row // 4 * 4, column // 4 * 4
    after[top : top + 4, left : left + 4] = 1
    changed = differing(sample(before), sample(after))
    assert changed.shape == GRID
    assert np.argwhere(changed).tolist() == [[row // TILE, column // TILE]]


def test_colours_of_the_same_green_differ() -> None:
    red, black = (np.full((64, 64), colour, dtype=np.uint32) for colour in (0x00FF0000, 0))
    assert differing(sample(red), sample(black)).all()
    assert not differing(sample(red), sample(red.copy())).any()


@pytest.mark.parametrize(
    ("box", "rows", "columns"),
    [
        (Box(0, 0, 64, 64), (0, 1), (0, 1)),
        (Box(63, 64, 65, 128), (1, 2), (0, 2)),
        (Box(10, 700, 1366, 768), (10, 12), (0, 22)),
    ],
)
def test_the_tiles_that_a_box_touches(box: Box, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    assert of_box(box) == (slice(*rows), slice(*columns))


@given(some_tiles)
def test_boxes_hold_every_tile_once_and_stay_on_the_screen(places: set[tuple[int, int]]) -> None:
    tiles = tiles_at(places)
    held = np.zeros(GRID, dtype=int)
    for box in boxes_of(tiles, SIZE):
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= SIZE[0]
        assert box.bottom <= SIZE[1]
        held[of_box(box)] += 1
        rows, columns = tiles[of_box(box)].any(axis=1), tiles[of_box(box)].any(axis=0)
        assert rows.all(), "a free row between two parts"
        assert columns.all(), "a free column between two parts"
    assert held.max(initial=0) <= 1
    assert (held[tiles] == 1).all()


def test_windows_apart_are_boxes_apart() -> None:
    tiles = tiles_at({(1, 1), (1, 2), (2, 1), (2, 2), (9, 20), (10, 21)})
    assert boxes_of(tiles, SIZE) == [Box(64, 64, 192, 192), Box(1280, 576, 1366, 704)]


def test_boxes_are_cut_again_where_a_cut_frees_a_row() -> None:
    """Left and right of a free column stand two and one: only the left side has a free row."""
    tiles = tiles_at({(0, 0), (2, 0), (1, 2)})
    assert sorted(box.as_list() for box in boxes_of(tiles, SIZE)) == [
        [0, 0, 64, 64],
        [0, 128, 64, 192],
        [128, 64, 192, 128],
    ]


def test_nothing_changed_gives_no_box() -> None:
    assert boxes_of(tiles_at(set()), SIZE) == []
    assert joined([]) == []


def test_parts_of_one_window_are_joined_and_others_are_not() -> None:
    title, text, far = Box(0, 0, 640, 64), Box(0, 128, 640, 448), Box(1280, 704, 1344, 768)
    assert sorted(joined([title, far, text]), key=lambda box: box.top) == [Box(0, 0, 640, 448), far]


def test_what_was_joined_is_joined_on() -> None:
    steps = [Box(number * 128, 0, number * 128 + 64, 64) for number in range(2)]
    assert joined(steps) == steps  # a hole as large as half of both is too much
    rows = [Box(0, number * 80, 640, number * 80 + 64) for number in range(6)]
    assert joined(rows) == [Box(0, 0, 640, 464)]


def test_a_screen_that_changed_all_over_is_one_box() -> None:
    crumbs = [Box(x * 256, y * 192, x * 256 + 64, y * 192 + 64) for x in range(5) for y in range(5)]
    assert joined(crumbs[:24]) == crumbs[:24]
    assert joined(crumbs) == [Box(0, 0, 1088, 832)]


@given(some_tiles)
def test_joining_loses_nothing(places: set[tuple[int, int]]) -> None:
    tiles = tiles_at(places)
    held = np.zeros(GRID, dtype=bool)
    for box in joined(boxes_of(tiles, SIZE)):
        held[of_box(box)] = True
    assert held[tiles].all()
