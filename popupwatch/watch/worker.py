"""The process that looks, reads and judges. Started by the supervisor, told what to do over standard input, telling
what it sees over standard output; when its input ends, so does it. Pictures of the screen exist only in its memory.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from popupwatch.errors import PopupwatchError
from popupwatch.model import Box, Verdict
from popupwatch.rules.model import Scenario
from popupwatch.watch.messages import Sighting, encode, trouble_fields
from popupwatch.watch.platform.memory import give_back
from popupwatch.watch.watcher import Looked, Watcher

# So long nothing is looked at after a failure that the next look would only repeat.
FAILED_PAUSE = 1.0
# Of what may be used the supervisor needs some too.
SHARE = 0.92
# Seconds without reading after which memory is given back, whatever moves on the screen.
RESTED = 1.0
# What was looked at and not read leaves memory too, 11 MB on full HD; giving that back takes 3 ms, so not every second.
GIVE_BACK_EVERY = 5.0
# Seconds between two questions whether the screen is locked.
LOCK_EVERY = 3.0


class Voice:
    """Tells the supervisor, one message a line."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.scenarios: Sequence[Scenario] = ()

    def tell(self, kind: str, **fields: Any) -> None:
        self._out.write(encode(kind, **fields))
        self._out.flush()

    def looked(self, looked: Looked) -> None:
        self.tell("looked", screens=looked.screens, waiting=looked.waiting, read=looked.read, cpu=_cpu())

    def reading(self, screen: int, box: Box) -> None:
        self.tell("reading", screen=screen, box=box.as_list())

    def judged(self, screen: int, verdict: Verdict, monitor: Box) -> None:
        self.tell("judged", **Sighting.of(screen, verdict, self.scenarios, monitor).as_fields())


class Loop:
    """Ticks at the interval, and sooner where the watcher asks for it; obeys what comes in meanwhile."""

    def __init__(
        self,
        watcher: Watcher,
        voice: Voice,
        orders: queue.SimpleQueue[dict[str, Any]],
        locked: Callable[[], bool],
        interval: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watcher, self._voice, self._orders = watcher, voice, orders
        self._locked, self._interval, self._clock = locked, interval, clock
        self._held_since: float | None = None  # since something was read, or moved, after memory was given back
        self._gave_back_at = float("-inf")
        self._asked_at, self._answered = float("-inf"), False
        self._paused = self._stopped = self._was_locked = False

    def run(self) -> None:
        """Until told to stop."""
        tick = self._clock()
        wait: float | None = 0.0
        while not self._stopped:
            self._obey(wait)
            if self._paused or self._stopped:
                wait = None
                continue
            now = self._clock()
            if now >= tick:
                tick = max(tick + self._interval, now)
            again = self._look()
            now = self._clock()
            wait = max(0.0, min(tick, now + again) - now) if again is not None else max(0.0, tick - now)

    def _look(self) -> float | None:
        if self._is_locked():
            if not self._was_locked:
                self._watcher.forget()
            self._was_locked = True
            self._voice.tell("locked")
            return None
        self._was_locked = False
        try:
            again = self._watcher.look()
            self._rest(again)
            return again
        except PopupwatchError as error:
            self._voice.tell("trouble", **trouble_fields(error))
            return FAILED_PAUSE

    def _rest(self, again: float | None) -> None:
        """Give memory back once nothing more is read; beside a video, where another look always comes soon, too."""
        now = self._clock()
        if again == 0.0:
            self._held_since, self._gave_back_at = now, float("-inf")
        elif self._held_since is None:
            self._held_since = None if again is None else now
        elif (again is None or now - self._held_since >= RESTED) and now - self._gave_back_at >= GIVE_BACK_EVERY:
            give_back()
            self._held_since, self._gave_back_at = None, now

    def _is_locked(self) -> bool:
        """Asked only every few seconds: it costs as much as a look at an idle screen."""
        now = self._clock()
        if now - self._asked_at >= LOCK_EVERY:
            self._asked_at, self._answered = now, self._locked()
        return self._answered

    def _obey(self, wait: float | None) -> None:
        """Carry out what was ordered, and wait so long for more; for ever where *wait* is None."""
        try:
            while True:
                order = self._orders.get(timeout=wait)
                self._carry_out(order["kind"])
                wait = 0.0
        except queue.Empty:
            return

    def _carry_out(self, kind: str) -> None:
        if kind == "pause":
            self._paused = True
            self._voice.tell("paused")
        elif kind in ("resume", "look"):
            self._paused = False
            self._watcher.forget()
        elif kind == "stop":
            self._stopped = True


def _cpu() -> float:
    return round(time.process_time(), 3)


def _listen(source: BinaryIO, orders: queue.SimpleQueue[dict[str, Any]]) -> None:
    for line in source:
        orders.put(json.loads(line))
    os._exit(0)  # whoever started us is gone


def _watcher(start: dict[str, Any], voice: Voice) -> Watcher:
    from popupwatch.capture.screen import Screens, Shot
    from popupwatch.ocr.reader import choose_reader
    from popupwatch.rules.judge import judge
    from popupwatch.rules.load import load_rules
    from popupwatch.watch.budget import Budget
    from popupwatch.watch.left_out import LeftOut
    from popupwatch.watch.platform.windows import windows_of_this_session

    rules = load_rules([Path(folder) for folder in start["rules"]])
    voice.scenarios = rules.scenarios
    reader = choose_reader(languages=start["languages"], cores=1)
    left_out = LeftOut(windows_of_this_session(), start["leave_out_titles"], start["leave_out_programs"])
    screens = Screens()

    def grab() -> list[Shot]:
        shots = screens.grab()
        left_out.blank(shots)
        return shots

    budget = Budget(SHARE * start["cpu_share"], time.monotonic())
    budget.spend(time.process_time(), time.monotonic())  # starting is part of the cost
    return Watcher(grab, reader, lambda text: judge(text, rules), budget, voice, time.monotonic, time.process_time)


def main() -> None:
    """Read how to begin from the first line of standard input, then look until told to stop."""
    from popupwatch.watch.platform.presence import lock_of_this_session
    from popupwatch.watch.platform.priority import step_back

    voice = Voice(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # what a library prints must not stand between the messages
    step_back()
    start = json.loads(sys.stdin.buffer.readline())
    orders: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders), daemon=True).start()
    try:
        while True:
            try:
                watcher = _watcher(start, voice)
                break
            except PopupwatchError as error:
                voice.tell("trouble", **trouble_fields(error))
                time.sleep(FAILED_PAUSE)
        voice.tell("ready")
        Loop(watcher, voice, orders, lock_of_this_session(), start["interval"]).run()
    except Exception as error:
        # Only where, never what: a message may hold words of the screen.
        last = traceback.extract_tb(error.__traceback__)[-1]
        voice.tell("failed", type=type(error).__name__, where=f"{Path(last.filename).name}:{last.lineno}")
        os._exit(1)


if __name__ == "__main__":
    main()
