"""Practising: the harmless alert is shown, and it is told whether the watcher sees it. That proves the installation."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from popupwatch.advice.texts import Texts
from popupwatch.errors import PopupwatchError, TrayError
from popupwatch.tray.child import COMMAND, Child
from popupwatch.watch.state import Doing, error_from

# Seconds in which the watcher must have seen it, and between two times it is asked.
PATIENCE = 20.0
_EVERY = 0.1
# The alert is on the screen a little before its window says so.
_EARLY = 0.2

# What the watcher answers (`State.as_fields`), or nothing where none runs.
Status = Callable[[], Mapping[str, Any] | None]


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
    answer: Mapping[str, Any] | None = None

    def say(self, texts: Texts) -> str:
        """As one or two sentences."""
        if self.sight is Sight.AWAY:
            assert self.answer
            return texts.say("practise.away", line=_line(self.answer, texts))
        seconds = f"{self.seconds:.1f}".replace(".", texts.say("practise.point"))
        return texts.say(f"practise.{self.sight.value}", seconds=seconds, patience=f"{PATIENCE:.0f}")


def practise(
    content: Mapping[str, Any],
    texts: Texts,
    status: Status,
    tell: Callable[[Outcome], object] = lambda outcome: None,
    command: Sequence[str] = COMMAND,
) -> bool:
    """Show the alert, as often as the person wants, until they are done. *tell* gets what came of each. Whether one was
    seen. Raises TrayError where it cannot be shown."""
    messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    child = Child(
        "practise", content, messages.put, lambda code: messages.put({"kind": "ended", "code": code}), command
    )
    watch, was_seen, failure = _Look(status), False, ""
    try:
        while True:
            try:
                message = messages.get(timeout=_EVERY if watch.is_on else None)
            except queue.Empty:
                message = {"kind": ""}
            if message["kind"] == "shown":
                watch.begin(message["at"])
            elif message["kind"] == "failed":
                failure = message["type"]
            elif message["kind"] == "ended":
                if message["code"]:
                    raise _unshown(failure)
                return was_seen
            if outcome := watch.now(is_closed=message["kind"] == "closed"):
                was_seen = was_seen or outcome.sight is Sight.SEEN
                tell(outcome)
                child.send("told", text=outcome.say(texts))
    finally:
        child.end()


class _Look:
    """Whether the watcher has seen the alert that stands on the screen since *begin*."""

    def __init__(self, status: Status) -> None:
        self._status, self._shown_at, self.is_on = status, 0.0, False

    def begin(self, shown_at: float) -> None:
        self._shown_at, self.is_on = shown_at, True

    def now(self, is_closed: bool) -> Outcome | None:
        """What came of it, once that is known."""
        if not self.is_on:
            return None
        outcome = self._found(is_closed, time.time() - self._shown_at > PATIENCE)
        self.is_on = outcome is None
        return outcome

    def _found(self, is_closed: bool, is_late: bool) -> Outcome | None:
        answer = self._status()
        if answer is None:
            return Outcome(Sight.NOT_RUNNING)
        doing = Doing(answer["state"])
        if doing in (Doing.PAUSED, Doing.LOCKED, Doing.BLIND):
            return Outcome(Sight.AWAY, answer=answer)
        if doing is Doing.WARNED and answer["since"] >= self._shown_at - _EARLY:
            return Outcome(Sight.SEEN, max(0.1, answer["since"] - self._shown_at))
        if is_closed or is_late:
            not_seen = Sight.CLOSED if is_closed else Sight.UNSEEN
            return Outcome(Sight.OTHER if doing is Doing.WARNED else not_seen)
        return None


def _line(answer: Mapping[str, Any], texts: Texts) -> str:
    """What the watcher does instead of looking."""
    reason = error_from(answer["reason"])
    return texts.say(
        f"watch.{answer['state']}",
        until=datetime.fromtimestamp(answer["until"]).strftime("%H:%M") if answer["until"] else "",
        reason=texts.error(reason) if reason else "",
    )


def _unshown(failure: str) -> PopupwatchError:
    if failure == "ModuleNotFoundError":
        return TrayError(
            "The window needs tkinter, which is missing. On Debian and Ubuntu: sudo apt install python3-tk"
        )
    return TrayError("The window could not be shown: there is no desktop, or it cannot be reached.")
