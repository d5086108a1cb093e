"""What the watcher reads and tells, with a real reader and the real rules, on screens drawn on the spot."""

from __future__ import annotations

from typing import Any

from PIL import Image

from popupwatch.model import Box, Level
from popupwatch.watch.watcher import SOON

WHOLE = Box(0, 0, 1280, 720)


def test_an_ordinary_screen_is_read_once(world: Any, page: Image.Image) -> None:
    world.watch(30, page)
    assert world.levels() == [Level.CLEAR]
    assert [box for _, _, box in world.areas] == [WHOLE]
    assert len(world.texts) == 1
    assert "sunny" in world.texts[0][1].lines[1].text
    assert (world.looks[-1].screens, world.looks[-1].waiting, world.looks[-1].read) == (1, 0.0, 0.0)


def test_how_soon_another_look_is_worth_it(world: Any, page: Image.Image) -> None:
    world.screens = [page]
    assert world.watcher.look() == SOON, "everything is new: does it stand still?"
    world.now += SOON
    assert world.watcher.look() == 0.0, "something was read: is there more?"
    assert world.watcher.look() is None
    assert [looked.read for looked in world.looks] == [0.0, 1.0, 0.0]


def test_a_scam_that_appears_is_told_at_once_and_that_it_is_gone(
    world: Any, page: Image.Image, popup: Image.Image
) -> None:
    world.watch(5, page)
    opened = world.now
    world.watch(5, popup)
    assert world.levels() == [Level.CLEAR, Level.SCAM]
    assert world.told[-1][0] - opened < 1.0
    reads = len(world.texts)
    closed = world.now
    world.watch(5, page)
    assert world.levels() == [Level.CLEAR, Level.SCAM, Level.CLEAR]
    assert world.told[-1][0] - closed < 1.0
    assert len(world.texts) == reads, "what comes into sight again need not be read again"


def test_only_the_window_that_appeared_is_read(world: Any, page: Image.Image, popup: Image.Image) -> None:
    world.watch(3, page)
    world.watch(3, popup)
    (_, _, box) = world.areas[-1]
    assert len(world.areas) == 2
    assert box.left == 0
    assert 256 <= box.top <= 285
    assert 780 <= box.right <= 832
    assert box.bottom >= 704


def test_a_scam_on_the_whole_screen(world: Any, page: Image.Image, scam: Image.Image) -> None:
    world.watch(3, page)
    world.watch(3, scam)
    world.watch(3, page)
    assert world.levels() == [Level.CLEAR, Level.SCAM, Level.CLEAR]


def test_a_scam_that_was_there_first(world: Any, popup: Image.Image) -> None:
    world.watch(2, popup)
    assert world.levels() == [Level.SCAM]


def test_a_scam_beside_a_video_is_told_at_once(world: Any, page: Image.Image, popup: Image.Image, playing: Any) -> None:
    world.watch(12, playing(page))
    opened = world.now
    world.watch(6, playing(popup))
    assert world.levels() == [Level.CLEAR, Level.SCAM]
    assert world.told[-1][0] - opened < 1.5


def test_a_scam_beside_words_that_never_rest_is_told_at_once(
    world: Any, page: Image.Image, popup: Image.Image, subtitled: Any
) -> None:
    world.watch(12, subtitled(page))
    opened = world.now
    world.watch(6, subtitled(popup))
    assert world.levels(opened) == [Level.SCAM]
    assert world.told[-1][0] - opened < 1.5


def test_a_scam_over_a_video_is_told_at_once(
    world: Any, page: Image.Image, scam: Image.Image, playing: Any, before: Any
) -> None:
    """The window stands before a part of a video that fills the screen."""
    film = playing(page, (0, 0, 1280, 720))
    world.watch(12, film)
    opened = world.now
    world.watch(6, lambda: before(film(), scam, (260, 150)))
    assert Level.SCAM in world.levels(opened)
    assert next(now for now, _, level in world.told if level is Level.SCAM) - opened < 2.5


def test_a_page_that_flashes_does_not_hide(world: Any, scam: Image.Image) -> None:
    """Black on white and white on red at every look in turn."""
    red = Image.eval(scam, lambda value: 255 - value)
    red.paste((200, 0, 0), mask=scam.convert("L"))
    turns = iter(range(10_000))
    world.watch(20, lambda: (scam, red)[next(turns) % 2])
    assert world.levels()[0] is Level.SCAM
    assert world.told[0][0] < 2.0
    assert set(world.levels()) == {Level.SCAM}, "it is never taken for gone"
    assert len(world.texts) <= 6


def test_a_scam_that_builds_up_line_by_line_is_judged_as_a_whole(world: Any, scam: Image.Image) -> None:
    for bottom in range(100, 560, 50):
        shown = Image.new("RGB", scam.size, "white")
        shown.paste(scam.crop((0, 0, 1280, bottom)))
        world.watch(2, shown)
    assert world.levels()[-1] is Level.SCAM
    lines = [box.height for _, _, box in world.areas[1:]]
    assert max(lines) <= 192, "each time only what is new is read"


def test_after_scrolling_only_new_lines_are_read(world: Any, long_page: Image.Image) -> None:
    world.watch(2, long_page.crop((0, 0, 1280, 720)))
    assert len(world.areas) == 1
    for top in (96, 210, 300, 417):
        before = len(world.areas)
        world.watch(3, long_page.crop((0, top, 1280, top + 720)))
        new = [box for _, _, box in world.areas[before:]]
        assert len(new) == 1
        assert new[0].top >= 720 - 120 - 2 * 64
        assert new[0].bottom == 720
    assert world.looks[-1].waiting == 0.0


def test_a_scam_that_is_scrolled_into_sight_is_told(world: Any, long_page: Image.Image, scam: Image.Image) -> None:
    tall = long_page.copy()
    tall.paste(scam.crop((0, 60, 1280, 480)), (0, 1400))
    for top in range(0, 1500, 150):
        world.watch(2, tall.crop((0, top, 1280, top + 720)))
    assert Level.SCAM in world.levels()
    assert {box for _, _, box in world.areas[1:]}.isdisjoint({WHOLE})


def test_a_word_of_which_a_part_changed_is_read_whole(world: Any, draw: Any) -> None:
    world.watch(3, draw("Our number is 555 and our\nbooking reference is 17023456789 today"))
    world.watch(3, draw("Our number is 555 and our\nbooking reference is 17023456112 today"))
    (_, _, box) = world.areas[-1]
    assert box.width <= 128, "that part is smaller than the word"
    assert [line.text for line in world.weighed[-1].lines] == [
        "Our number is 555 and our",
        "booking reference is 17023456112 today",
    ]
