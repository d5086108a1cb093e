"""The watcher with several monitors, with little to spend, and when looking or reading fails."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from popupwatch.capture.strips import strips_of
from popupwatch.errors import CaptureError, ReaderError
from popupwatch.model import Box, Frame, Level, ScreenText, Word
from popupwatch.ocr.unread import THINNED, cells_of_text
from popupwatch.watch import known, watcher
from popupwatch.watch.budget import GATHERED, WINDOW
from popupwatch.watch.watcher import Looked


def test_the_scam_is_on_the_second_monitor(world: Any, page: Image.Image, scam: Image.Image) -> None:
    world.watch(3, lambda: [page, page.crop((0, 0, 1024, 600))])
    world.watch(3, lambda: [page, scam.crop((0, 0, 1024, 600))])
    assert [(screen, level) for _, screen, level in world.told] == [
        (1, Level.CLEAR),
        (2, Level.CLEAR),
        (2, Level.SCAM),
    ]
    assert world.looks[-1].screens == 2
    assert max(box.right for _, screen, box in world.areas if screen == 2) == 1024


def test_a_monitor_that_is_plugged_out_and_in_is_read_anew(world: Any, page: Image.Image, scam: Image.Image) -> None:
    world.watch(3, lambda: [page, scam])
    world.watch(3, page)
    assert world.looks[-1].screens == 1
    world.watch(3, lambda: [page, scam])
    world.watch(3, lambda: [page, scam.crop((0, 0, 1024, 600))])
    assert [level for _, screen, level in world.told if screen == 2] == [Level.SCAM] * 3
    assert len([screen for _, screen, _ in world.areas if screen == 1]) == 1


def test_what_never_rests_leaves_something_for_what_is_new(
    world: Any, page: Image.Image, popup: Image.Image, subtitled: Any
) -> None:
    world.share, world.cost = 0.1, 0.35  # the subtitles alone cost half of that, again and again
    world.watch(60, subtitled(page))
    assert len(world.areas) >= 4
    assert world.cpu < 7.0
    assert world.budget.held(world.now) > 1.2, "half of what can be gathered"
    opened = world.now
    world.watch(6, subtitled(popup))
    assert world.levels(opened)[-1] is Level.SCAM
    assert world.told[-1][0] - opened < 3.0


def test_what_cannot_be_afforded_waits_and_that_is_told(world: Any, page: Image.Image, scam: Image.Image) -> None:
    world.share, world.cost = 0.01, 0.7  # more than a minute has
    world.watch(3, page)
    world.watch(40, scam)
    assert world.levels() == [Level.CLEAR]
    assert world.looks[-1].waiting > 30
    world.watch(160, scam)
    assert world.levels()[-1] is Level.SCAM
    assert world.looks[-1].waiting == 0.0


def test_what_cannot_be_afforded_at_once_is_read_in_bands_from_the_middle(world: Any, page: Image.Image) -> None:
    world.share, world.cost = 0.01, 0.05
    world.budget.spend(world.budget.held(0.0) - 0.17, 0.0)
    world.watch(30, page)
    heights = [(box.top, box.bottom) for _, _, box in world.areas]
    assert heights[0][0] < 360 < heights[0][1]
    assert heights[0][1] - heights[0][0] < 400
    assert sorted(heights)[0][0] == 0
    assert max(bottom for _, bottom in heights) == 720
    assert world.looks[-1].waiting == 0.0
    at_once = world.reader.read_own_letters(Frame(page, "page"))
    words = [{word.text for line in text.lines for word in line.words} for text in (at_once, world.weighed[-1])]
    assert len(words[0] & words[1]) > 0.9 * len(words[0]), "in bands as much is read"


def test_every_second_spent_is_counted(world: Any, page: Image.Image) -> None:
    """Those of the looks at the screen, and of a reading that failed too."""
    world.grabbing = 0.05
    world.fails = ReaderError("Tesseract could not read the picture: {reason}", reason="odd")
    with pytest.raises(ReaderError):
        world.watch(3, page)
    held = GATHERED * world.share * WINDOW
    assert world.cpu > 0.05 * 2 + 0.1
    assert world.budget.held(world.now) == pytest.approx(held - world.cpu, abs=0.3 * world.share)


def test_a_screen_that_cannot_be_captured_is_told_and_the_next_look_goes_on(
    world: Any, page: Image.Image, popup: Image.Image
) -> None:
    world.watch(3, page)
    world.screens = CaptureError("The screen could not be captured: {reason}", reason="gone")
    with pytest.raises(CaptureError, match="gone"):
        world.watcher.look()
    world.watch(3, popup)
    assert world.levels() == [Level.CLEAR, Level.SCAM]
    assert len(world.areas) == 2, "what was known is known still"


def test_what_could_not_be_read_is_read_at_the_next_look(world: Any, page: Image.Image, scam: Image.Image) -> None:
    world.watch(3, page)
    world.fails = ReaderError("Tesseract could not read the picture: {reason}", reason="odd")
    with pytest.raises(ReaderError, match="odd"):
        world.watch(3, scam)
    assert world.levels() == [Level.CLEAR], "a screen that cannot be read is never taken for clear, nor for the old one"
    assert len(world.areas) == 2, "which part it was is told before"
    world.fails = None
    world.watch(2, scam)
    assert world.levels() == [Level.CLEAR, Level.SCAM]


def test_what_was_forgotten_is_read_and_told_anew(world: Any, popup: Image.Image) -> None:
    world.watch(3, popup)
    world.watch(3, popup)
    assert (len(world.areas), world.levels()) == (1, [Level.SCAM])
    world.watcher.forget()
    world.watch(3, popup)
    assert (len(world.areas), world.levels()) == (2, [Level.SCAM, Level.SCAM])


def test_no_screen_at_all_is_no_failure(world: Any) -> None:
    world.screens = []
    assert world.watcher.look() is None
    assert world.looks == [Looked(0, 0.0, 0.0)]


def test_what_is_scrolled_into_sight_is_small_until_the_page_rests(world: Any, long_page: Image.Image) -> None:
    world.share, world.cost = 0.1, 0.4  # after one reading there is too little left for what is small
    world.watch(2, long_page.crop((0, 0, 1280, 720)))
    world.watch(1.2, long_page.crop((0, 100, 1280, 820)))
    assert len(world.areas) == 1
    world.watch(3, long_page.crop((0, 100, 1280, 820)))
    assert len(world.areas) == 2


def test_a_closer_look_that_cannot_be_afforded_is_made_up_for(world: Any, page: Image.Image, pictures: Any) -> None:
    suspicious = Image.open(pictures.suspicious).convert("RGB")
    world.share = 0.1
    world.budget.spend(1.9, 0.0)  # enough is left to read what is new, not to look closely
    world.watch(3, page)
    world.watch(2, suspicious)
    assert world.levels()[-1] is Level.SUSPICIOUS
    assert not world.closely
    world.watch(60, suspicious)
    assert len(world.closely) == 1


@pytest.mark.parametrize("beside", ["video", "words", "window"])
def test_a_closer_look_is_still_owed_when_something_else_was_read(
    world: Any, page: Image.Image, pictures: Any, playing: Any, subtitled: Any, beside: str
) -> None:
    """A video without words, one with some, another window: none of them makes up for it."""
    doubtful = Image.open(pictures.suspicious).convert("RGB").crop((0, 0, 700, 720))
    base = {"video": playing, "words": subtitled}.get(beside, lambda page: lambda: page)(page)

    def shown(window: bool) -> Image.Image:
        image: Image.Image = base()
        image.paste(doubtful, (0, 0))
        if window:
            image.paste(page.crop((0, 0, 500, 600)), (740, 60))
        return image

    world.share = 0.1
    world.watch(20, base)
    world.budget.spend(world.budget.held(world.now) - 0.25, world.now)
    world.watch(2, lambda: shown(False))
    assert world.levels()[-1] is Level.SUSPICIOUS
    assert not world.closely
    world.watch(120, lambda: shown(beside == "window"))
    assert world.closely


def test_a_scam_that_a_video_follows_is_not_believed_any_longer(
    world: Any, page: Image.Image, scam: Image.Image, playing: Any
) -> None:
    """However little is left to spend: that nothing there looks like text costs next to nothing to see."""
    world.share = 0.1
    video = playing(page, (0, 0, 1279, 719))
    world.watch(10, video)
    world.watch(2, scam)
    assert world.levels()[-1] is Level.SCAM
    world.budget.spend(world.budget.held(world.now), world.now)
    gone = world.now
    world.watch(9, video)
    assert [level for at, _, level in world.told if at > gone] == [Level.CLEAR]


def test_other_letters_are_read_when_they_can_be_afforded(world: Any, japanese: Image.Image) -> None:
    world.share = 0.1
    world.budget.spend(world.budget.held(0.0) - 0.4, 0.0)
    world.watch(2, japanese)
    assert not world.others, "judged by what the reader's own letters made of it first"
    assert world.areas
    world.watch(40, japanese)
    assert len(world.others) == 1
    assert world.levels()[-1] is Level.SCAM


def test_a_scam_in_ones_own_letters_is_told_before_others_are_tried(world: Any, scam: Image.Image) -> None:
    world.watch(5, scam)
    assert world.levels() == [Level.SCAM]
    assert not world.others


def test_a_window_over_a_video_is_not_read_again_with_it(
    world: Any, page: Image.Image, scam: Image.Image, playing: Any, before: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read in it with other letters, or closely, would be lost."""
    film = playing(page, (0, 0, 1280, 720))
    world.watch(12, film)
    world.watch(15, lambda: before(film(), scam, (260, 150)))
    known_before = words_in(world)
    counted: list[Image.Image] = []
    monkeypatch.setattr(known, "cells_of_text", lambda rows: counted.append(rows) or cells_of_text(rows))
    world.watch(20, lambda: before(film(), scam, (260, 150)))
    whole = [rows for rows in counted if rows.size == (1280, 720 // THINNED)]
    assert len(whole) >= 2
    assert {image.getpixel((640, 90)) for image in whole} == {(128, 128, 128)}
    assert not {image.getpixel((100, 25)) for image in whole} & {(128, 128, 128)}, "the video is"
    assert words_in(world) == known_before
    assert set(world.levels(15)) == {Level.SCAM}


def words_in(world: Any) -> set[Word]:
    """The words that are known in the midst of the window."""
    text: ScreenText = world.watcher._screens[1].text
    midst = Box(384, 256, 640, 448)
    words = {word for line in text.lines for word in line.words if midst.union(word.box) == midst}
    assert len(words) > 5
    return words


def test_with_nothing_left_to_spend_it_only_looks_once_a_second(
    world: Any, page: Image.Image, popup: Image.Image, playing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what comes in would be spent on waiting, and nothing ever be read."""
    world.share = 0.02
    video = (700, 40, 1270, 710)
    world.watch(10, playing(page, video))
    counted: list[Image.Image] = []
    monkeypatch.setattr(known, "cells_of_text", lambda rows: counted.append(rows) or cells_of_text(rows))
    sought: list[Any] = []
    monkeypatch.setattr(watcher, "strips_of", lambda pixels: sought.append(pixels) or strips_of(pixels))
    world.budget.spend(world.budget.held(world.now) + 0.1, world.now)
    looks = len(world.looks)
    world.watch(8, playing(popup, video))
    assert world.looks[-1].waiting > 6
    assert (len(counted), len(sought), len(world.looks) - looks) == (0, 0, 8)
    world.watch(60, playing(popup, video))
    assert world.levels()[-1] is Level.SCAM
    assert sought, "what may be known is looked for again"
