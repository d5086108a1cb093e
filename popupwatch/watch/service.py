"""The watcher as a whole: the reading process, what it tells, who asks, what is kept, and what state that comes to.

Everything happens in one thread that takes one event after the other; other threads only bring events.
"""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from popupwatch.errors import PopupwatchError, WatchError
from popupwatch.model import Level
from popupwatch.settings import Settings
from popupwatch.watch.audience import Audience
from popupwatch.watch.control import Door
from popupwatch.watch.history import History
from popupwatch.watch.incidents import Incidents
from popupwatch.watch.journal import Journal
from popupwatch.watch.live_settings import LiveSettings
from popupwatch.watch.messages import Sighting, trouble_from
from popupwatch.watch.state import Doing, State
from popupwatch.watch.supervisor import COMMAND, Ending, Supervisor

_LOG = logging.getLogger(__name__)

# Seconds between two checks of everything that nobody tells of.
CHECK = 1.0
# After so many looks in a row that failed, and so many seconds without one, the watcher is blind.
FAILED_LOOKS = 3
UNSEEN = 10.0
# A check that comes so much too late means that the computer slept.
SLEPT = 5.0

_ENDINGS = {
    Ending.DIED: WatchError("The part that reads the screen stopped and is being started again."),
    Ending.HUNG: WatchError("The part that reads the screen got stuck and is being started again."),
    Ending.TOO_LARGE: WatchError("The part that reads the screen took too much memory and is being started again."),
}
_NOT_YET = WatchError("The part that reads the screen does not answer.")


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything lies. *rules*: folders of a person's own rules."""

    settings: Path
    history: Path
    running: Path
    rules: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    question: dict[str, Any]
    answer: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)


class Service:
    """Watches until told to stop. The caller holds the `OneInstance` of this session."""

    def __init__(
        self,
        places: Places,
        audience: Audience,
        changes: Callable[[Settings], Settings] = lambda settings: settings,
        command: Sequence[str] = COMMAND,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """*changes* are what the command line says besides the file; *clock* never goes back, *wall* gives seconds
        since 1970."""
        self._places, self._audience = places, audience
        self._command, self._clock, self._wall = command, clock, wall
        self._events: queue.SimpleQueue[tuple[int, dict[str, Any]] | _Asked] = queue.SimpleQueue()
        self._stopping = False
        self._settings = LiveSettings(places.settings, changes, self._settings_are_wrong)
        self._journal = Journal(History(places.history), wall)
        self._scams, self._odd = Incidents(Level.SCAM), Incidents(Level.SUSPICIOUS)
        self._supervisor = self._new_supervisor()
        self._paused_until: float | None = None
        self._trouble: PopupwatchError | None = None
        self._failed_looks = 0
        self._locked = False
        self._looked: tuple[float, float] | None = None  # clock and wall
        self._screens, self._waiting = 0, 0.0
        self._began_at = self._checked_at = clock()
        self.state = State(Doing.STARTING, wall())

    def run(self) -> None:
        """Watch, until :meth:`stop`."""
        self._settings.read_again()
        for incidents in (self._scams, self._odd):
            incidents.are_no_scams(self._journal.no_scams())
        self._supervisor = self._new_supervisor()
        door = Door(self._places.running, self.ask)
        _LOG.info("watching begins")
        try:
            self._supervisor.begin(self._clock())
            while not self._stopping:
                self._take(max(0.0, self._checked_at + CHECK - self._clock()))
                if self._clock() >= self._checked_at + CHECK:
                    self._check()
                self._tell_state()
        finally:
            door.close()
            self._supervisor.stop()
            for incident in (*self._scams.nothing_seen(self._clock()), *self._odd.nothing_seen(self._clock())):
                self._journal.ended(incident)
            _LOG.info("watching ends")

    def stop(self) -> None:
        """End :meth:`run` soon; may be called from a signal handler or another thread."""
        self._stopping = True
        self._events.put((-1, {"kind": "wake"}))

    def _take(self, patience: float) -> None:
        """One event, if there is one in time."""
        try:
            event = self._events.get(timeout=patience)
        except queue.Empty:
            return
        if isinstance(event, _Asked):
            event.answer.put(self._answer(event.question))
        elif self._supervisor.heard(*event, self._clock()):
            self._hear(event[1])

    def _hear(self, message: dict[str, Any]) -> None:
        kind = message["kind"]
        if kind == "looked":
            self._looked = self._clock(), self._wall()
            self._screens, self._waiting = message["screens"], message["waiting"]
            self._failed_looks, self._trouble, self._locked = 0, None, False
            if message["read"]:
                _LOG.debug("read %.0f %% of a screen", 100 * message["read"])
            for screen in {s for i in (*self._scams.present, *self._odd.present) for s in i.screens}:
                if screen > self._screens:
                    self._see(Sighting(screen, Level.CLEAR))
        elif kind == "judged":
            self._see(Sighting.from_fields(message))
        elif kind == "locked":
            self._looked, self._locked, self._trouble = None, True, None
        elif kind == "trouble":
            self._failed_looks += 1
            error = trouble_from(message)
            if self._trouble is None or str(self._trouble) != str(error):
                _LOG.warning("a look failed: %s", error)
            self._trouble = error
        elif kind == "failed":
            _LOG.error("the reading process failed: %s at %s", message["type"], message["where"])

    def _see(self, sighting: Sighting) -> None:
        now = self._clock()
        for incidents in (self._scams, self._odd):
            begun, ended, back = incidents.seen(sighting, now)
            for incident in ended:
                self._journal.ended(incident)
            if back:
                self._journal.is_back(back)
            if begun:
                _LOG.info(
                    "%s on screen %d: %s, %.1f points",
                    sighting.level.value,
                    sighting.screen,
                    sighting.rule,
                    sighting.score,
                )
                if incidents is self._scams:
                    self._audience.warned(begun)  # first the warning, then the book-keeping
                self._journal.began(begun)

    def _check(self) -> None:
        now = self._clock()
        if now - self._checked_at > CHECK + SLEPT:
            _LOG.info("%.0f seconds passed unnoticed: the computer slept", now - self._checked_at)
            self._supervisor.slept(now)
        self._checked_at = now
        if self._paused_until is not None and now >= self._paused_until:
            self._resume()
        failures = self._supervisor.failures
        self._supervisor.check(now)
        if self._supervisor.failures > failures and self._supervisor.ending:
            _LOG.error("the reading process %s, for the %d. time", self._supervisor.ending.value, failures + 1)
            self._looked = None
            if self._paused_until is not None:
                self._supervisor.order("pause")
        for incident in self._scams.not_seen_again(now):
            self._journal.ended(incident)
        if self._settings.read_again():
            _LOG.info("settings changed")
            self._supervisor.stop()
            self._supervisor = self._new_supervisor(self._supervisor.number)
            self._supervisor.begin(self._clock())
        self._journal.keep_up(now, self._settings.now.keep_days)

    def _settings_are_wrong(self, error: PopupwatchError) -> None:
        _LOG.warning("%s", error)
        self._audience.noted(error)

    def _new_supervisor(self, number: int = 0) -> Supervisor:
        settings = self._settings.now
        start = {
            "interval": settings.interval,
            "cpu_share": settings.cpu_share,
            "languages": settings.languages,
            "rules": [str(folder) for folder in self._places.rules],
            "leave_out_titles": settings.leave_out_titles,
            "leave_out_programs": settings.leave_out_programs,
        }
        return Supervisor(
            start,
            lambda number, message: self._events.put((number, message)),
            settings.memory_mb,
            self._command,
            number=number,
        )

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Bring a *question* (`control.ask`) from another thread to the one that knows; the state after it."""
        asked = _Asked(question)
        self._events.put(asked)
        return asked.answer.get(timeout=5)

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        kind = question.get("kind")
        if kind == "pause":
            self._pause(float(question["seconds"]))
        elif kind == "answered":
            self._scams.answered(self._clock())
        elif kind == "resume":
            self._resume()
        elif kind == "reload":
            self._scams.are_no_scams(self._journal.no_scams())
            self._odd.are_no_scams(self._journal.no_scams())
        elif kind == "look":
            _LOG.info("asked to look at once")
            self._supervisor.order("look")
            for incident in self._scams.present:  # whoever asks is told again
                if incident.screens and not incident.is_open:
                    self._audience.warned(incident)
        elif kind == "chose":
            self._chose(int(question["incident"]), str(question["choice"]))
        elif kind == "show":
            self._audience.called()
        elif kind == "stop":
            self._stopping = True
        self._tell_state()
        return self.state.as_fields()

    def _chose(self, number: int, choice: str) -> None:
        if incident := self._scams.known(number):
            self._journal.chose(incident, choice)
            if choice == "no-scam":
                self._scams.are_no_scams([*self._journal.no_scams(), incident.fingerprint])

    def _pause(self, seconds: float) -> None:
        self._paused_until = self._clock() + seconds
        self._supervisor.order("pause")
        for incident in (*self._scams.nothing_seen(self._clock()), *self._odd.nothing_seen(self._clock())):
            self._journal.ended(incident)
        _LOG.info("paused for %.0f seconds", seconds)

    def _resume(self) -> None:
        if self._paused_until is not None:
            _LOG.info("watching goes on")
            self._began_at = self._clock()
        self._paused_until, self._looked = None, None
        self._supervisor.order("resume")

    def _tell_state(self) -> None:
        before, self.state = self.state, self._state_now()
        if (before.doing, before.scenario, before.suspicious) != (
            self.state.doing,
            self.state.scenario,
            self.state.suspicious,
        ):
            _LOG.info("state: %s", self.state.doing.value)
            self._audience.changed(self.state)
        if self.state.problem and str(self.state.problem) != str(before.problem):
            self._audience.noted(self.state.problem)

    def _state_now(self) -> State:
        now, wall = self._clock(), self._wall()
        doing, reason = self._doing(now)
        scams, odd = self._scams.present, self._odd.present
        until = wall + self._paused_until - now if self._paused_until is not None else None
        return State(
            doing,
            self.state.since if doing is self.state.doing else wall,
            until,
            reason,
            self._looked[1] if self._looked else self.state.looked_at,
            self._screens,
            self._waiting,
            scams[-1].sighting.rule if scams else "",
            odd[-1].sighting.rule if odd else "",
            {known.sighting.rule: known.sighting.title for known in (*scams, *odd) if known.sighting.title},
            self._supervisor.failures,
            self._journal.unkept,
            self._journal.problem,
        )

    def _doing(self, now: float) -> tuple[Doing, PopupwatchError | None]:
        if self._paused_until is not None:
            return Doing.PAUSED, None
        if self._locked:
            return Doing.LOCKED, None
        if self._trouble and (self._failed_looks >= FAILED_LOOKS or self._looked is None):
            return Doing.BLIND, self._trouble
        if self._looked is None or now - self._looked[0] > UNSEEN:
            if self._supervisor.ending and self._supervisor.failures:
                return Doing.BLIND, _ENDINGS[self._supervisor.ending]
            young = now - self._began_at < UNSEEN * 3 and self._looked is None
            return (Doing.STARTING, None) if young else (Doing.BLIND, _NOT_YET)
        return (Doing.WARNED if self._scams.present else Doing.WATCHING), None
