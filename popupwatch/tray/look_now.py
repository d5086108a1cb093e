"""The answer to somebody who asked to look now, once all that the screen shows was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from popupwatch.advice.texts import Texts
from popupwatch.tray import menu
from popupwatch.watch.state import Doing

# Seconds after the question from which a look counts: at the first one something may still be moving.
FRESH = 1.5
# After so many seconds it is said that reading takes longer.
PATIENCE = 20.0
# What a warning covered is known to be gone only after some seconds (`incidents.UNCOVERED`).
GOING = 8.0
# So long the answer stands in the control window.
STANDS = 30.0


class LookNow:
    """From the question to the answer. Times are seconds since 1970."""

    def __init__(self) -> None:
        self._asked_at: float | None = None
        self._answer, self._answered_at = "", float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._asked_at is not None

    def ask(self, now: float) -> None:
        self._asked_at, self._answer = now, ""

    def answer(self, fields: Mapping[str, Any], texts: Texts, now: float) -> str:
        """What is to be told now, once; empty as long as nothing can be said. *fields*: `State.as_fields`."""
        if self._asked_at is None:
            return ""
        said = self._found(fields, texts, now - self._asked_at, (fields["looked_at"] or 0.0) - self._asked_at)
        if said is None:
            return ""
        self._asked_at, self._answer, self._answered_at = None, said, now
        return said

    def standing(self, now: float) -> str:
        """The last answer, for a while."""
        return self._answer if now - self._answered_at < STANDS else ""

    @staticmethod
    def _found(fields: Mapping[str, Any], texts: Texts, waited: float, looked: float) -> str | None:
        doing = Doing(fields["state"])
        if doing is Doing.WARNED:
            return "" if waited > GOING else None  # the warning says it, where it is still there
        if doing in (Doing.PAUSED, Doing.LOCKED):
            return ""  # nobody looks any more
        if doing is Doing.BLIND:
            return menu.details(fields, texts)
        if doing is Doing.WATCHING and looked >= FRESH and not fields["waiting"]:
            return menu.details(fields, texts) or texts.say("tray.nothing-found")
        return texts.say("tray.still-reading") if waited > PATIENCE else None
