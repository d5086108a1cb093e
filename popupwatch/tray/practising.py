"""Whether the watcher sees the practice alert, which proves the installation; no window yet."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from popupwatch.advice.texts import Texts
from popupwatch.errors import WatchError
from popupwatch.settings import running_folder
from popupwatch.watch.state import Doing, error_from

# Seconds in which the watcher must have seen it, and between two times it is asked.
PATIENCE = 20.0
_EVERY = 0.1
# The alert is on the screen a little before its window says so.
_EARLY = 0.2

# What the watcher answers (`State.as_fields`), or nothing where none runs.
Answer = Mapping[str, Any]
Status = Callable[[], Answer | None]


class Sight(Enum):
    """What came of one alert."""

    SEEN = "seen"
    UNSEEN = "unseen"
    CLOSED = "closed"  # before the watcher saw it
    OTHER = "other"  # the watcher is warning of something else
    AWAY = "away"  # the watcher does not look now
    NOT_RUNNING = "not-running"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one alert: how many *seconds* the watcher took to see it, or what it does instead (*answer*)."""

    sight: Sight
    seconds: float = 0.0
    answer: Answer | None = None

    def say(self, texts: Texts) -> str:
        """As one or two sentences."""
        return texts.say(
            f"practise.{self.sight.value}",
            seconds=f"{self.seconds:.1f}".replace(".", texts.say("practise.point")),
            patience=f"{PATIENCE:.0f}",
            line=_line(self.answer, texts) if self.answer else "",
        )


def outcome_of(answer: Answer | None, shown_at: float, is_over: Sight | None) -> Outcome | None:
    """What came of an alert shown at *shown_at* (seconds since 1970), as far as the watcher's *answer* tells.
    *is_over*: what it is if it was not seen by now; while there still is time, that is not known."""
    if answer is None:
        return Outcome(Sight.NOT_RUNNING)
    doing = Doing(answer["state"])
    if doing in (Doing.PAUSED, Doing.LOCKED, Doing.BLIND):
        return Outcome(Sight.AWAY, answer=answer)
    if doing is Doing.WARNED and answer["since"] >= shown_at - _EARLY:
        return Outcome(Sight.SEEN, max(0.1, answer["since"] - shown_at))
    if is_over is None:
        return None
    return Outcome(Sight.OTHER if doing is Doing.WARNED else is_over)


class Lookout:
    """Asks the watcher, in a thread of its own, whether it sees the alert that is shown from now on."""

    def __init__(self, status: Status | None = None) -> None:
        self._status = status or _status
        self._closed = threading.Event()
        self._found: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._shown_at = time.time()
        threading.Thread(target=self._ask, daemon=True).start()

    def now(self, patience: float = 0.0) -> Outcome | None:
        """What came of it, once: when it is first known."""
        try:
            return self._found.get(timeout=patience) if patience else self._found.get_nowait()
        except queue.Empty:
            return None

    def close(self) -> None:
        """The alert was closed."""
        self._closed.set()

    def _ask(self) -> None:
        while True:
            is_late = time.time() - self._shown_at > PATIENCE
            is_over = Sight.CLOSED if self._closed.is_set() else Sight.UNSEEN if is_late else None
            if outcome := outcome_of(self._status(), self._shown_at, is_over):
                self._found.put(outcome)
                return
            self._closed.wait(_EVERY)


def _status() -> Answer | None:
    """What the watcher of this session answers."""
    from popupwatch.watch.control import ask

    try:
        return ask(running_folder(), kind="status")
    except WatchError:
        return None


def _line(answer: Answer, texts: Texts) -> str:
    """What the watcher does instead of looking."""
    reason = error_from(answer["reason"])
    return texts.say(
        f"watch.{answer['state']}",
        until=datetime.fromtimestamp(answer["until"]).strftime("%H:%M") if answer["until"] else "",
        reason=texts.error(reason) if reason else "",
    )
