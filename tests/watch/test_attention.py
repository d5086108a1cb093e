"""Which parts of a screen should be read now: what changed, has settled, and is not always restless."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from popupwatch.capture.tiles import Pixels, sample
from popupwatch.model import Box
from popupwatch.watch.attention import BAND, OVERDUE, RESTLESS_EVERY, SETTLE, Attention, Part
from popupwatch.watch.budget import Need

# Ten tiles across and six down.
SIZE = (640, 384)
WHOLE = Box(0, 0, *SIZE)
VIDEO = Box(64, 64, 384, 320)
SPOT = Box(192, 128, 256, 192)
PAGE = np.full((96, 160), 7, dtype=np.uint32)


def painted(screen: Pixels, box: Box, colour: int) -> Pixels:
    """A sample of *screen* on which *box* has that colour."""
    changed = screen.copy()
    changed[box.top // 4 : box.bottom // 4, box.left // 4 : box.right // 4] = colour
    return changed


def reads(attention: Attention, now: float) -> list[Part]:
    """What is due *now*, all of it read."""
    parts = attention.due(now)
    for part in parts:
        attention.known(attention.tiles_in(part.box), now)
    return parts


def looks(attention: Attention, frames: Iterable[tuple[float, Pixels]]) -> list[tuple[float, Part]]:
    """Look at each frame at its time and read what is due: when what was read."""
    done = []
    for now, frame in frames:
        attention.look(frame, now)
        done += [(now, part) for part in reads(attention, now)]
    return done


@pytest.fixture
def known() -> Attention:
    """A page that was read at 0 and has stood still since."""
    attention = Attention(SIZE)
    for now in (-1.0, 0.0):
        attention.look(PAGE, now)
    assert [part.box for part in reads(attention, 0.0)] == [WHOLE]
    return attention


def test_a_new_screen_is_read_once_it_has_settled() -> None:
    attention = Attention(SIZE)
    assert attention.look(PAGE, 0.0).all()
    assert attention.due(0.0) == []
    assert attention.unsettled(0.0) is Need.NEW
    assert not attention.clean.any()
    assert not attention.look(PAGE, SETTLE).any()
    assert not attention.unsettled(SETTLE)
    assert attention.due(SETTLE) == [Part(WHOLE, Need.NEW, 1.0, settled=True, changed_at=0.0)]
    attention.known(attention.tiles_in(WHOLE), SETTLE)
    assert attention.clean.all()
    assert attention.due(100.0) == []


def test_a_screen_that_stands_still_is_never_due_again(known: Attention) -> None:
    assert looks(known, [(float(now), PAGE) for now in range(1, 100)]) == []
    assert not known.unsettled(100.0)


def test_a_window_that_opens_is_due_when_it_has_settled(known: Attention) -> None:
    popup = painted(PAGE, VIDEO, 1)
    moved = known.look(popup, 1.0)
    assert moved.sum() == 20
    assert known.due(1.0) == []
    known.look(popup, 1.2)
    assert known.due(1.2) == [Part(VIDEO, Need.NEW, pytest.approx(1 / 3), settled=True, changed_at=1.0)]


def test_a_single_letter_is_small(known: Attention) -> None:
    known.look(painted(PAGE, SPOT, 1), 1.0)
    assert known.due(1.2) == [Part(SPOT, Need.SMALL, pytest.approx(1 / 60), settled=False, changed_at=1.0)]


def test_what_is_small_and_stays_matters_in_the_end(known: Attention) -> None:
    written = painted(PAGE, SPOT, 1)
    for now in (1.0, 1.2, 2.0):
        known.look(written, now)
        small = known.due(now)
    known.look(written, 2.6)
    assert [part.need for part in (*small, *known.due(2.6))] == [Need.SMALL, Need.NEW]


def test_what_is_large_comes_first(known: Attention) -> None:
    both = painted(painted(PAGE, Box(0, 320, 64, 384), 1), Box(256, 0, 640, 192), 1)
    known.look(both, 1.0)
    assert [part.need for part in known.due(1.2)] == [Need.NEW, Need.SMALL]
    three = painted(both, Box(320, 320, 640, 384), 1)
    known.look(three, 2.0)
    assert [round(part.area * 60) for part in known.due(2.2)] == [18, 5, 1]


def test_who_types_is_read_in_the_pauses(known: Attention) -> None:
    """A letter every tenth of a second is read when the hand rests, or after a second."""
    line = [painted(PAGE, Box(128, 128, 132 + 4 * letter, 192), 1) for letter in range(40)]
    typing = [(1.0 + letter / 10, frame) for letter, frame in enumerate(line[:6])]
    done = looks(known, [*typing, (1.7, line[5])])
    assert [(now, part.need) for now, part in done] == [(1.7, Need.SMALL)]
    without_pause = [(3.0 + letter / 10, frame) for letter, frame in enumerate(line[6:26])]
    done = looks(known, without_pause)
    assert [round(now, 1) for now, _ in done] == [4.0]
    assert known.clean.sum() < known.clean.size


def test_what_came_and_went_is_not_read(known: Attention) -> None:
    """A tooltip."""
    known.look(painted(PAGE, SPOT, 1), 1.0)
    assert not known.clean.all()
    known.look(PAGE, 2.0)
    assert known.clean.all()
    assert known.due(3.0) == []
    assert known.waiting(3.0) == 0.0


def test_a_blinking_caret_becomes_restless(known: Attention) -> None:
    blinking = [(float(now), painted(PAGE, SPOT, now % 2)) for now in range(1, 61)]
    done = looks(known, blinking)
    assert known.restless.sum() == 1
    assert known.restless[2, 3]
    since = [(now, part.need) for now, part in done if now > 10]
    assert {need for _, need in since} == {Need.RESTLESS}
    gaps = np.diff([now for now, _ in since])
    assert gaps.min() >= RESTLESS_EVERY
    assert gaps.max() <= RESTLESS_EVERY + 2
    known.look(painted(PAGE, SPOT, 9), 61.0)
    assert not known.unsettled(61.0), "a caret is no reason to look again at once"


def test_looking_often_makes_nothing_restless(known: Attention) -> None:
    """Ten looks within a second are one moment of its history."""
    for look in range(10):
        known.look(painted(PAGE, VIDEO, look), 1.0 + look / 10)
    assert not known.restless.any()


def test_what_rests_again_is_no_longer_restless(known: Attention) -> None:
    frames = [painted(PAGE, VIDEO, now) for now in range(1, 11)]
    looks(known, [(float(now), frame) for now, frame in enumerate(frames, 1)])
    assert known.restless.sum() == 20
    still = [(10.0 + now, frames[-1]) for now in range(1, 6)]
    done = looks(known, still)
    assert [part.need for _, part in done] == [Need.NEW]
    assert done[0][0] <= 14.0
    assert not known.restless.any()


def test_a_popup_that_reaches_beyond_a_video_is_new_at_once(known: Attention) -> None:
    for now in range(1, 20):
        known.look(painted(PAGE, VIDEO, now), float(now))
    popup = Box(0, 0, 448, 384)
    covered = painted(painted(PAGE, VIDEO, 99), popup, 5)
    known.look(covered, 20.0)
    known.look(covered, 20.2)
    (part,) = known.due(20.2)
    assert (part.box, part.need) == (popup, Need.NEW)


def test_a_popup_over_a_part_of_a_video_is_due_as_new(known: Attention) -> None:
    """The video goes on around it, and what is restless can not be afforded. One look more tells what stands now."""
    popup = Box(128, 128, 320, 256)
    for now in range(1, 20):
        known.look(painted(PAGE, VIDEO, now), float(now))
    due: dict[float, list[tuple[Box, Need]]] = {}
    for now in (20.0, 20.2, 21.0, 22.0):
        known.look(painted(painted(PAGE, VIDEO, int(now * 10)), popup, 5), now)
        due[now] = [(part.box, part.need) for part in known.due(now) if part.need is not Need.RESTLESS]
    around = VIDEO  # the tiles at its edge, half of it and half of the video, are read with it
    assert due == {20.0: [], 20.2: [(around, Need.SMALL)], 21.0: [(around, Need.NEW)], 22.0: [(around, Need.NEW)]}


def test_a_video_is_looked_at_once_more_a_tick(known: Attention) -> None:
    for now in range(1, 20):
        known.look(painted(PAGE, VIDEO, now), float(now))
    assert known.unsettled(19.0) is Need.SMALL
    known.look(painted(PAGE, VIDEO, 100), 19.2)
    assert known.unsettled(19.2) is None


def test_what_is_small_is_not_looked_at_again_before_the_next_tick(known: Attention) -> None:
    """Who types changes a tile or two five times a second."""
    letter = Box(320, 320, 340, 340)
    known.look(painted(PAGE, letter, 9), 1.0)
    assert known.unsettled(1.0) is None
    known.look(painted(PAGE, letter, 9), 2.0)
    assert len(known.due(2.0)) == 1


def test_pictures_that_change_every_second_are_not_new_each_time(known: Attention) -> None:
    """Each stands still between two looks, and is read as what is small is."""
    shown = [(now + soon, painted(PAGE, VIDEO, now)) for now in range(1, 30) for soon in (0.0, 0.2)]
    needs = [part.need for now, part in looks(known, shown) if now > 10]
    assert set(needs) == {Need.SMALL}


def test_a_popup_beside_a_video_does_not_wait_for_it(known: Attention) -> None:
    beside = Box(448, 64, 640, 320)
    frames = [(float(now), painted(PAGE, VIDEO, now)) for now in range(1, 20)]
    frames += [
        (20.0, painted(painted(PAGE, VIDEO, 20), beside, 5)),
        (20.2, painted(painted(PAGE, VIDEO, 21), beside, 5)),
    ]
    done = [(now, part.box, part.need) for now, part in looks(known, frames) if now >= 20 and part.need is Need.NEW]
    assert done == [(20.2, beside, Need.NEW)]


def test_what_is_restless_waits_for_the_rest(known: Attention) -> None:
    for now in range(1, 20):
        known.look(painted(PAGE, VIDEO, now), float(now))
    known.look(painted(PAGE, VIDEO, 100), 19.2)
    assert [part.need for part in known.due(19.2)] == [Need.RESTLESS]
    known.look(painted(painted(PAGE, VIDEO, 20), Box(576, 320, 640, 384), 1), 20.0)
    known.look(painted(painted(PAGE, VIDEO, 21), Box(576, 320, 640, 384), 1), 20.2)
    assert [part.need for part in known.due(20.2)] == [Need.SMALL, Need.RESTLESS]


def test_a_flashing_page_is_overdue(known: Attention) -> None:
    """It never settles, and is read as it is after a second."""
    done = looks(known, [(1.0 + look / 5, painted(PAGE, WHOLE, 20 + look % 2)) for look in range(8)])
    assert [(now, part.box, part.need) for now, part in done] == [(1.0 + OVERDUE, WHOLE, Need.NEW)]


def test_a_page_that_flashes_on_is_read_now_and_then(known: Attention) -> None:
    done = looks(known, [(float(now), painted(PAGE, WHOLE, 20 + now % 2)) for now in range(1, 61)])
    assert 9 <= len(done) <= 16
    assert max(np.diff([now for now, _ in done])) <= RESTLESS_EVERY + 2


def test_how_long_the_oldest_change_has_been_waiting(known: Attention) -> None:
    assert known.waiting(5.0) == 0.0
    for now in (6.0, 7.0, 8.0):
        known.look(painted(PAGE, SPOT, 1), now)
    later = painted(painted(PAGE, SPOT, 1), VIDEO, 2)
    known.look(later, 9.0)
    assert known.waiting(10.0) == pytest.approx(4.0)
    known.known(known.tiles_in(SPOT), 10.0)
    assert known.waiting(10.0) == pytest.approx(1.0)
    known.known(known.tiles_in(WHOLE), 10.0)
    assert known.waiting(11.0) == 0.0


def test_a_video_waits_for_nothing(known: Attention) -> None:
    for now in range(1, 20):
        known.look(painted(PAGE, VIDEO, now), float(now))
    assert known.waiting(20.0) == 0.0


def test_what_changes_after_it_was_read_is_due_again(known: Attention) -> None:
    known.look(painted(PAGE, VIDEO, 1), 1.0)
    reads(known, 1.2)
    known.look(painted(PAGE, VIDEO, 2), 2.0)
    known.look(painted(PAGE, VIDEO, 2), 2.2)
    assert [part.box for part in known.due(2.2)] == [VIDEO]


def test_only_what_was_read_is_known(known: Attention) -> None:
    known.look(painted(PAGE, VIDEO, 1), 1.0)
    known.known(known.tiles_in(SPOT), 1.2)
    assert known.clean[2, 3]
    assert (~known.clean).sum() == 19


def test_the_tiles_of_a_box(known: Attention) -> None:
    tiles = known.tiles_in(Box(63, 64, 65, 128))
    assert np.argwhere(tiles).tolist() == [[1, 0], [1, 1]]


def test_a_screen_that_is_no_whole_number_of_tiles_is_held_to_its_edge() -> None:
    attention = Attention((100, 70))
    sample = np.zeros((32, 32), dtype=np.uint32)
    attention.look(sample, 0.0)
    assert [part.box for part in attention.due(1.0)] == [Box(0, 0, 100, 70)]


def test_a_band_is_what_is_nearest_to_the_middle_and_not_yet_known() -> None:
    tall = Attention((640, 1280))
    tall.look(sample(np.full((1280, 640), 5, dtype=np.uint32)), 0.0)
    (whole,) = tall.due(0.2)
    boxes = []
    while tall.due(0.2):
        band = tall.band(whole)
        assert (band.need, band.area) == (Need.NEW, pytest.approx((band.box.bottom - band.box.top) / 1280))
        boxes.append((band.box.top // 64, band.box.bottom // 64))
        tall.known(tall.tiles_in(band.box), 0.2)
    assert boxes[0] == (10 - BAND // 2, 10 - BAND // 2 + BAND)
    assert sorted(row for top, bottom in boxes for row in range(top, bottom)) == list(range(20))
    assert len(boxes) == 5


def test_a_window_is_as_large_on_a_larger_screen() -> None:
    for size in ((1920, 1080), (3840, 2160)):
        page = np.zeros((size[1] // 64 * 16 + 16, -(-size[0] // 64) * 16), dtype=np.uint32)
        attention = Attention(size)
        for now in (-1.0, 0.0):
            attention.look(page, now)
        reads(attention, 0.0)
        attention.look(painted(page, Box(640, 320, 1536, 1024), 3), 1.0)
        assert attention.unsettled(1.0) is Need.NEW
        (part,) = attention.due(1.2)
        assert (part.need, round(part.area, 2)) == (Need.NEW, 0.3)
