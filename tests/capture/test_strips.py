"""Pixels that are found again: after scrolling, and when a window comes back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from popupwatch.capture.strips import WIDTH, Strips, moved_by, of_box, same_after, strips_of
from popupwatch.capture.tiles import Pixels
from popupwatch.model import Box

SCREEN = (1280, 720)
WHOLE = Box(0, 0, *SCREEN)

PixelsOf = Callable[[Image.Image], Pixels]


@pytest.fixture
def strips_at(long_page: Image.Image, pixels_of: PixelsOf) -> Callable[[int], Strips]:
    """The strips of the screen when so many pixels of the long page have scrolled out above."""
    return lambda top: strips_of(pixels_of(long_page.crop((0, top, SCREEN[0], top + SCREEN[1]))))


@pytest.mark.parametrize(("size", "columns"), [((1280, 720), 40), ((1366, 768), 43), ((20, 5), 1)])
def test_there_is_a_strip_for_every_row_and_column(size: tuple[int, int], columns: int) -> None:
    width, height = size
    assert strips_of(np.ones((height, width), dtype=np.uint32)).shape == (height, columns)


def test_equal_pixels_give_equal_numbers_wherever_they_stand() -> None:
    noise = np.random.default_rng(7).integers(0, 2**24, (20, WIDTH), dtype=np.uint32)
    pixels = np.zeros((300, 5 * WIDTH), dtype=np.uint32)
    pixels[3:23, :WIDTH] = noise
    pixels[120:140, 3 * WIDTH : 4 * WIDTH] = noise  # across the 128th row, where strips are taken apart
    strips = strips_of(pixels)
    assert (strips[3:23, 0] == strips[120:140, 3]).all()
    assert len(np.unique(strips[3:23, 0])) == 20


@pytest.mark.parametrize("column", [0, 31, 32, 1365])
def test_one_other_pixel_is_one_other_number(column: int) -> None:
    before = np.full((200, 1366), 0x00FFFFFF, dtype=np.uint32)
    after = before.copy()
    after[150, column] ^= 1
    assert np.argwhere(strips_of(before) != strips_of(after)).tolist() == [[150, column // WIDTH]]


def test_pixels_that_change_places_are_other_numbers() -> None:
    one, other = np.zeros((2, 1, WIDTH), dtype=np.uint32)
    one[0, 3], other[0, 4] = 255, 255
    assert strips_of(one) != strips_of(other)


@pytest.mark.parametrize("rows", [-500, -137, -48, -5, -1, 1, 33, 64, 300])
def test_scrolling_is_told_by_its_rows(strips_at: Callable[[int], Strips], rows: int) -> None:
    before, now = strips_at(800), strips_at(800 - rows)
    assert moved_by(before, now, WHOLE) == rows
    same = same_after(before, now, rows)
    came = slice(0, rows) if rows > 0 else slice(SCREEN[1] + rows, SCREEN[1])
    assert not same[came].any()
    assert np.delete(same, came, axis=0).all()


def test_a_jump_to_another_place_is_no_move(strips_at: Callable[[int], Strips]) -> None:
    assert moved_by(strips_at(0), strips_at(1500), WHOLE) is None


def test_what_stands_still_moved_by_nothing(strips_at: Callable[[int], Strips]) -> None:
    assert moved_by(strips_at(400), strips_at(400), WHOLE) == 0


def test_of_two_columns_one_scrolls(long_page: Image.Image, pixels_of: PixelsOf) -> None:
    """The left half stands still, in the right one a list is scrolled."""
    page = long_page.crop((90, 0, 730, 2400))

    def screen(top: int) -> Strips:
        image = Image.new("RGB", SCREEN, "white")
        image.paste(page.crop((0, 900, 640, 1620)), (0, 0))
        image.paste(page.crop((0, top, 640, top + 720)), (640, 0))
        return strips_of(pixels_of(image))

    before, now = screen(200), screen(290)
    right = Box(640, 0, 1280, 720)
    assert moved_by(before, now, right) == -90
    assert moved_by(before, now, Box(0, 0, 640, 720)) == 0
    same = same_after(before, now, -90)[of_box(right)]
    assert same[:-90].all()
    assert not same_after(before, now, 0)[of_box(right)].all()
    assert same_after(before, now, 0)[:, : 640 // WIDTH].all()


def test_a_uniform_background_tells_of_no_move() -> None:
    plain = strips_of(np.full((720, 1280), 0x00204060, dtype=np.uint32))
    assert moved_by(plain, plain, WHOLE) is None


@pytest.mark.parametrize("rows", [2, 20])
def test_stripes_that_repeat_tell_of_no_move(rows: int) -> None:
    """Ruled paper looks the same after any number of lines."""
    ruled = np.repeat(np.resize(np.arange(rows, dtype=np.uint32), 720)[:, None], 1280, axis=1)
    assert moved_by(strips_of(ruled), strips_of(np.roll(ruled, 7, axis=0)), WHOLE) is None


def test_a_few_strips_are_not_enough(strips_at: Callable[[int], Strips]) -> None:
    """One line of 24 rows in one column of strips tells nothing for sure."""
    assert moved_by(strips_at(0), strips_at(8), Box(128, 60, 160, 110)) is None


def test_a_move_too_far_leaves_nothing_the_same(strips_at: Callable[[int], Strips]) -> None:
    strips = strips_at(0)
    for rows in (720, -720, 5000):
        assert not same_after(strips, strips, rows).any()


def test_a_mask_moves_like_strips() -> None:
    mask = np.zeros((6, 2), dtype=bool)
    mask[1] = True
    moved = same_after(mask, np.ones_like(mask), 3)
    assert np.argwhere(moved.all(axis=1)).ravel().tolist() == [4]


def test_a_window_that_comes_back_is_the_same(strips_at: Callable[[int], Strips]) -> None:
    page, other, again = strips_at(0), strips_at(1300), strips_at(0)
    assert not same_after(page, other, 0).all()
    assert same_after(page, again, 0).all()


@pytest.mark.parametrize(
    ("box", "columns"), [(Box(0, 3, 32, 9), (0, 1)), (Box(31, 3, 33, 9), (0, 2)), (Box(1344, 3, 1366, 9), (42, 43))]
)
def test_the_strips_that_a_box_touches(box: Box, columns: tuple[int, int]) -> None:
    assert of_box(box) == (slice(3, 9), slice(*columns))
