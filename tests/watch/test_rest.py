"""When the reading process gives memory back."""

from __future__ import annotations

import queue
from io import BytesIO
from typing import Any

import pytest

from popupwatch.watch import worker
from popupwatch.watch.worker import GIVE_BACK_EVERY, Loop, Voice


class Looks:
    """A clock, and a watcher that has always just looked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.again = 0.0, None
        self.gave_back: list[float] = []
        monkeypatch.setattr(worker, "give_back", lambda: self.gave_back.append(self.now))
        watcher: Any = self
        self._loop = Loop(watcher, Voice(BytesIO()), queue.SimpleQueue(), lambda: False, 1.0, lambda: self.now)

    def look(self) -> float | None:
        return self.again

    def at(self, now: float, again: float | None) -> None:
        """Look at the second *now*; *again* is in how many seconds another look is worth it."""
        self.now, self.again = now, again
        self._loop._look()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    return Looks(monkeypatch)


def test_an_idle_screen_costs_nothing(looks: Looks) -> None:
    for second in range(60):
        looks.at(second, None)
    assert looks.gave_back == []


def test_as_soon_as_nothing_more_is_read(looks: Looks) -> None:
    for now, again in ((0.0, 0.0), (0.3, 0.0), (0.6, None), (1.0, None), (2.0, 0.0), (2.3, None)):
        looks.at(now, again)
    assert looks.gave_back == [0.6, 2.3]


def test_what_only_moved_leaves_memory_too(looks: Looks) -> None:
    for now, again in ((0.0, None), (1.0, 0.2), (1.2, None), (2.0, None)):
        looks.at(now, again)
    assert looks.gave_back == [1.2]


def test_beside_a_video_now_and_then(looks: Looks) -> None:
    for tick in range(30):
        looks.at(tick, 0.2)
        looks.at(tick + 0.2, 0.2 if tick % 2 else None)
    assert len(looks.gave_back) == pytest.approx(30 / GIVE_BACK_EVERY, abs=1)


def test_where_another_look_is_always_worth_it(looks: Looks) -> None:
    for now, again in ((0.0, 0.0), (0.3, 0.2), (0.5, 0.2), (1.5, 0.2)):
        looks.at(now, again)
    assert looks.gave_back == [1.5]
