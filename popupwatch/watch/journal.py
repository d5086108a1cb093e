"""Keeps incidents in the history, and what cannot be written yet in memory until it can."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from popupwatch.errors import HistoryError
from popupwatch.watch.history import History, Record
from popupwatch.watch.incidents import Fingerprint, Incident

_LOG = logging.getLogger(__name__)
_DAY = 86_400.0
# Seconds until what could not be written is tried again.
RETRY = 5.0
# What is old is deleted only when the wall clock has gone like the other one for so long, give or take: a clock that
# was set wrong for a while must not make everything old.
TRUSTED, TOLERANCE = 600.0, 60.0


class Journal:
    """Writes to *history*; *wall* gives the seconds since 1970. No trouble with the file gets past here: *problem* says
    what it is, *unkept* how many entries wait."""

    def __init__(self, history: History, wall: Callable[[], float]) -> None:
        self._history, self._wall = history, wall
        # By id() of the incident, which is kept here too so that no other gets the same.
        self._rows: dict[int, tuple[Incident, int]] = {}
        self._waiting: dict[int, tuple[Incident, Record]] = {}
        self._changes: list[Callable[[], object]] = []
        self._tried_at = float("-inf")
        self._clean_at, self._offset = float("inf"), float("-inf")
        self.problem: HistoryError | None = None

    @property
    def unkept(self) -> int:
        return len(self._waiting) + len(self._changes)

    def row(self, incident: Incident) -> int | None:
        """The number of *incident* in the history, once it is written."""
        return self._rows[id(incident)][1] if id(incident) in self._rows else None

    def began(self, incident: Incident) -> None:
        seen = incident.sighting
        evidence = tuple((item.clue, item.text) for item in seen.evidence)
        now = self._wall()
        record = Record(now, seen.level.value, seen.rule, seen.score, seen.screen, evidence, incident.fingerprint)
        self._waiting[id(incident)] = incident, record
        self.write()

    def ended(self, incident: Incident) -> None:
        self._end(incident, self._wall())

    def is_back(self, incident: Incident) -> None:
        """It was gone for a moment only."""
        self._end(incident, None)

    def _end(self, incident: Incident, at: float | None) -> None:
        if id(incident) in self._waiting:
            self._change_waiting(incident, ended_at=at)
        elif row := self.row(incident):
            self._changes.append(lambda: self._history.end(row, at))
        self.write()

    def chose(self, incident: Incident, choice: str) -> None:
        """The person answered the warning of *incident* with *choice*, one of history.CHOICES."""
        now = self._wall()
        if id(incident) in self._waiting:
            self._change_waiting(incident, choice=choice, chosen_at=now)
        elif row := self.row(incident):
            self._changes.append(lambda: self._history.choose(row, choice, now))
        self.write()

    def no_scams(self) -> list[Fingerprint]:
        """What the person once said was no scam; nothing where the history cannot be read."""
        found: list[Fingerprint] = []
        self._tried(lambda: found.extend(self._history.no_scams()))
        return found

    def keep_up(self, now: float, days: int) -> None:
        """Write what waits, from time to time, and delete once a day what is older than so many *days*. *now*: seconds
        of a clock that never goes back. To be called every few seconds."""
        if self.unkept and now - self._tried_at > RETRY:
            self._tried_at = now
            self.write()
        offset = self._wall() - now
        if abs(offset - self._offset) > TOLERANCE:
            self._offset, self._clean_at = offset, now + TRUSTED
        if now >= self._clean_at:
            self._clean_at = now + _DAY
            self._tried(lambda: self._history.delete(before=self._wall() - days * _DAY))

    def write(self) -> None:
        """Write all that waits, as far as that is possible now."""
        while self._waiting:
            incident, record = next(iter(self._waiting.values()))
            rows: list[int] = []
            if not self._tried(lambda record=record, rows=rows: rows.append(self._history.add(record))):  # type: ignore[misc]
                return
            self._rows[id(incident)] = incident, rows[0]
            del self._waiting[id(incident)]
        while self._changes:
            if not self._tried(self._changes[0]):
                return
            self._changes = self._changes[1:]

    def _change_waiting(self, incident: Incident, **changes: Any) -> None:
        self._waiting[id(incident)] = incident, replace(self._waiting[id(incident)][1], **changes)

    def _tried(self, work: Callable[[], object]) -> bool:
        """Do *work*. A damaged file is set aside and a new one begun."""
        for _ in range(2):
            try:
                work()
            except HistoryError as error:
                if self.problem is None or self.problem.sentence != error.sentence:
                    _LOG.warning("%s", error)
                self.problem = error
                if not (error.damaged and self._set_aside()):
                    return False
            else:
                if self.problem is not None and not self.problem.damaged:
                    self.problem = None
                return True
        return False

    def _set_aside(self) -> bool:
        try:
            aside = self._history.set_aside(self._wall())
        except HistoryError as error:
            self.problem = error
            return False
        self._rows.clear()  # the numbers are those of the file that is gone
        self._changes.clear()
        self.problem = HistoryError(
            "The history was damaged. It was kept as {path}, and a new one was begun.", damaged=True, path=aside
        )
        _LOG.warning("%s", self.problem)
        return True
