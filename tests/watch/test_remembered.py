"""What was read on a screen, and where it stands after things moved."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from popupwatch.capture.strips import strips_of
from popupwatch.capture.tiles import Pixels, Tiles, tile_grid
from popupwatch.model import Box, Word
from popupwatch.watch.remembered import KEPT, Recalled, Remembered

SIZE = (1280, 720)
WHOLE = Box(0, 0, *SIZE)
ALL: Tiles = np.ones(tile_grid(SIZE), dtype=bool)

PixelsOf = Callable[[Image.Image], Pixels]


def word(text: str, left: int, top: int) -> Word:
    return Word(text, Box(left, top, left + 90, top + 24), 0.9)


def places(remembered: Remembered) -> dict[str, tuple[int, int]]:
    """Every word that is known, and where."""
    lines = remembered.text("r").lines
    return {word.text: (word.box.left, word.box.top) for line in lines for word in line.words}


@pytest.fixture
def scrolled(long_page: Image.Image, pixels_of: PixelsOf) -> Callable[[int], Pixels]:
    """The screen when so many pixels of the long page have scrolled out above."""
    return lambda top: pixels_of(long_page.crop((0, top, SIZE[0], top + SIZE[1])))


def tiles(recalled: Recalled | None) -> Tiles | None:
    """Those that are known again."""
    return recalled.tiles if recalled else None


def line_words(top: int) -> list[Word]:
    """One word for each line of the long page that is wholly in sight, named after its place in the page."""
    inside = (20 + number * 48 for number in range(48))
    return [word(f"line{at}", 100, at - top) for at in inside if at >= top and at + 24 <= top + SIZE[1]]


def test_words_become_lines_and_blocks() -> None:
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, [word("now", 200, 50), word("call", 100, 50), word("elsewhere", 900, 600)])
    text = remembered.text("embedded")
    assert [line.text for line in text.lines] == ["call now", "elsewhere"]
    assert (text.size, text.reader) == (SIZE, "embedded")
    assert text.lines[0].block != text.lines[1].block


def test_what_is_read_anew_replaces_what_stood_there() -> None:
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, [word("old", 100, 100), word("stays", 100, 400)])
    remembered.put(Box(0, 64, 1280, 192), [word("new", 300, 100)])
    assert places(remembered) == {"new": (300, 100), "stays": (100, 400)}


def test_a_word_on_the_edge_is_replaced_too() -> None:
    """It would otherwise be known twice: as it was, and as it was read with some room around."""
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, [word("edge", 100, 180)])
    remembered.put(Box(0, 64, 1280, 192), [word("edge!", 100, 180)])
    assert places(remembered) == {"edge!": (100, 180)}


def test_what_was_read_around_the_part_is_left_as_it_was_known() -> None:
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, [word("whole", 100, 200)])
    remembered.put(Box(0, 64, 1280, 192), [word("ole", 130, 200), word("in", 100, 100)])
    assert places(remembered) == {"whole": (100, 200), "in": (100, 100)}


def test_boxes_that_only_touch_do_not_meet() -> None:
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, [word("below", 100, 192)])
    remembered.put(Box(0, 64, 1280, 192), [])
    assert places(remembered) == {"below": (100, 192)}


def test_a_part_is_widened_to_the_words_that_reach_into_it() -> None:
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, [word("reaches", 100, 180), word("beside", 400, 100)])
    assert remembered.with_whole_words(Box(128, 192, 256, 256)) == Box(100, 180, 256, 256)
    assert remembered.with_whole_words(Box(640, 192, 704, 256)) == Box(640, 192, 704, 256)


def test_nothing_comes_back_before_anything_was_kept(scrolled: Callable[[int], Pixels]) -> None:
    assert Remembered(SIZE).recall(strips_of(scrolled(0)), WHOLE) is None


def test_a_page_that_comes_back_brings_its_words(scrolled: Callable[[int], Pixels]) -> None:
    remembered = Remembered(SIZE)
    first, other = strips_of(scrolled(0)), strips_of(scrolled(1500))
    remembered.put(WHOLE, line_words(0))
    remembered.keep(first, ALL)
    remembered.put(WHOLE, [word("other", 100, 100)])
    remembered.keep(other, ALL)
    known = tiles(remembered.recall(first, WHOLE))
    assert known is not None
    assert known.all()
    assert places(remembered) == {word.text: (100, word.box.top) for word in line_words(0)}


def test_a_window_that_comes_back_leaves_the_rest_alone(scrolled: Callable[[int], Pixels]) -> None:
    """Only what stands in the window's place is brought; what was read beside it since is newer."""
    window = Box(0, 0, 640, 720)
    remembered = Remembered(SIZE)
    before = scrolled(0)
    remembered.put(WHOLE, [word("window", 100, 100), word("clock-1", 1100, 600)])
    remembered.keep(strips_of(before), ALL)
    covered = before.copy()
    covered[:, :640] = 7
    remembered.put(window, [])
    remembered.put(Box(1088, 576, 1280, 640), [word("clock-2", 1100, 600)])
    remembered.keep(strips_of(covered), ALL)
    known = tiles(remembered.recall(strips_of(before), window))
    assert known is not None
    assert known[:, :10].all()
    assert not known[:, 10:].any()
    assert places(remembered) == {"window": (100, 100), "clock-2": (1100, 600)}


@pytest.mark.parametrize("rows", [-48, -137, -5, 60, 200])
def test_after_scrolling_the_lines_are_known_where_they_stand_now(rows: int, scrolled: Callable[[int], Pixels]) -> None:
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, line_words(800))
    remembered.keep(strips_of(scrolled(800)), ALL)
    known = tiles(remembered.recall(strips_of(scrolled(800 - rows)), WHOLE))
    assert known is not None
    in_sight = {item.text: (100, item.box.top) for item in line_words(800 - rows)}
    found = places(remembered)
    assert found.items() <= in_sight.items()
    assert len(found) >= len(in_sight) - abs(rows) // 48 - 2
    came = -(-abs(rows) // 64)
    assert known[came:].all() if rows > 0 else known[: -came - 1].all()
    assert not known[0].any() if rows > 0 else not known[-1].any(), "what came into sight must be read"


def test_a_column_that_scrolls_beside_one_that_does_not(scrolled: Callable[[int], Pixels]) -> None:
    before, now = scrolled(800), scrolled(800)
    after = now.copy()
    after[:, 640:] = scrolled(860)[:, 640:]
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, [word("still", 100, 300), word("moves", 700, 312)])
    remembered.keep(strips_of(before), ALL)
    known = tiles(remembered.recall(strips_of(after), Box(640, 0, 1280, 720)))
    assert known is not None
    assert places(remembered) == {"still": (100, 300), "moves": (700, 252)}


def test_what_was_not_known_is_not_known_elsewhere(scrolled: Callable[[int], Pixels]) -> None:
    """Half of the screen had not been read yet when it was scrolled."""
    half = ALL.copy()
    half[6:] = False
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, line_words(800))
    remembered.keep(strips_of(scrolled(800)), half)
    known = tiles(remembered.recall(strips_of(scrolled(928)), WHOLE))
    assert known is not None
    assert known[:4].all()
    assert not known[4:].any()
    assert all(top + 24 <= 6 * 64 - 128 for _, top in places(remembered).values())


def test_what_was_not_known_is_not_known_when_it_comes_back(scrolled: Callable[[int], Pixels]) -> None:
    but_one = ALL.copy()
    but_one[308 // 64, 100 // 64] = False
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, line_words(0))
    remembered.keep(strips_of(scrolled(0)), but_one)
    known = tiles(remembered.recall(strips_of(scrolled(0)), WHOLE))
    assert known is not None
    assert (known == but_one).all()
    assert "line308" not in places(remembered)


def test_what_changed_while_it_was_gone_is_not_known(scrolled: Callable[[int], Pixels]) -> None:
    """One line of the window that comes back says something else now: a number to call."""
    remembered = Remembered(SIZE)
    before = scrolled(0)
    remembered.put(WHOLE, line_words(0))
    remembered.keep(strips_of(before), ALL)
    remembered.keep(strips_of(scrolled(1500)), ALL)
    after = before.copy()
    after[308:332, 100:190] = 0x00FF0000
    known = tiles(remembered.recall(strips_of(after), WHOLE))
    assert known is not None
    assert not known[308 // 64, 100 // 64]
    assert "line308" not in places(remembered)
    assert "line260" in places(remembered)


def test_another_page_is_not_known(scrolled: Callable[[int], Pixels]) -> None:
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, line_words(0))
    remembered.keep(strips_of(scrolled(0)), ALL)
    assert remembered.recall(strips_of(scrolled(1500)), WHOLE) is None
    assert len(places(remembered)) == len(line_words(0))


def test_a_page_on_the_same_ground_is_another_page(scrolled: Callable[[int], Pixels]) -> None:
    """White with one line on it: nearly all strips are the same, and nothing that stands there is."""
    blank = np.full((720, 1280), 0x00FFFFFF, dtype=np.uint32)
    one, other = blank.copy(), blank.copy()
    one[100:124], other[400:424] = scrolled(0)[20:44], scrolled(0)[68:92]
    remembered = Remembered(SIZE)
    remembered.put(WHOLE, [word("one", 100, 100)])
    remembered.keep(strips_of(one), ALL)
    assert remembered.recall(strips_of(other), WHOLE) is None
    assert remembered.recall(strips_of(blank), WHOLE) is None
    assert tiles(remembered.recall(strips_of(one), WHOLE)) is not None


def test_only_the_last_looks_are_kept() -> None:
    noise = np.random.default_rng(5).integers(0, 2**24, (KEPT + 1, 720, 1280), dtype=np.uint32)
    looks = [strips_of(pixels) for pixels in noise]
    remembered = Remembered(SIZE)
    for number, look in enumerate(looks):
        remembered.put(WHOLE, [word(f"look{number}", 100, 100)])
        remembered.keep(look, ALL)
    assert remembered.recall(looks[0], WHOLE) is None
    assert remembered.recall(looks[1], WHOLE) is not None
    assert places(remembered) == {"look1": (100, 100)}


def test_tiles_that_hang_over_the_edge_are_known_too() -> None:
    """1366 x 768 is no whole number of tiles, nor of strips."""
    size = (1366, 768)
    pixels = np.random.default_rng(6).integers(0, 2**24, (768, 1366), dtype=np.uint32)
    remembered = Remembered(size)
    remembered.put(Box(0, 0, *size), [word("corner", 1276, 744)])
    remembered.keep(strips_of(pixels), np.ones(tile_grid(size), dtype=bool))
    known = tiles(remembered.recall(strips_of(pixels), Box(0, 0, *size)))
    assert known is not None
    assert known.shape == tile_grid(size)
    assert known.all()
    assert places(remembered) == {"corner": (1276, 744)}
