"""One look after the other at all screens: what changed is read, what was read is judged, what was found is reported.

Everything from outside is passed in: how to grab, read, judge, report, the clocks. It runs in the reading process (see
worker), and in tests and benchmarks without one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from popupwatch.capture.screen import Shot
from popupwatch.capture.strips import strips_of
from popupwatch.capture.tiles import TILE, sample
from popupwatch.model import Box, Level, ScreenText, Verdict
from popupwatch.ocr.reader import Reader
from popupwatch.scanning import look_closer, smells, wants_closer_look
from popupwatch.watch.attention import SMALL, Part
from popupwatch.watch.budget import Budget, Need
from popupwatch.watch.cost import CLOSER, OTHER_LETTERS, Cost
from popupwatch.watch.known import LARGE, KnownScreen, LooksAtPart, Owed

# A moment ago something moved: so soon another look tells whether it stands still now.
SOON = 0.2
# The share of the screen that a window or a page has, and hardly anything else.
WINDOW_LIKE = 0.1


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look came to. *waiting* is for how many seconds a change has been waiting to be read; *read* the share
    of a screen (see `Part.area`), all of it at most, that was read, or found again, at this look."""

    screens: int
    waiting: float
    read: float


class Report(Protocol):
    """Whom the watcher tells what it sees."""

    def looked(self, looked: Looked) -> None: ...

    def reading(self, screen: int, box: Box) -> None:
        """Reading of *box* of *screen* begins: if it never ends, this is what it was."""
        ...

    def judged(self, screen: int, verdict: Verdict, monitor: Box) -> None:
        """The verdict on *screen* (its number, from 1) changed; *monitor* is where that is in the whole desktop."""
        ...


@dataclass(frozen=True)
class _Choice:
    """What to read: *part* of *screen* as it stands in *shot*. *cells* of it look like text. *owed*: for a slower look
    that can be afforded now."""

    screen: KnownScreen
    shot: Shot
    part: Part
    cells: int = 0
    owed: Owed | None = None

    @property
    def need(self) -> Need:
        return self.owed.need if self.owed else self.part.need

    @property
    def pixels(self) -> int:
        return self.part.box.width * self.part.box.height

    @property
    def is_blank(self) -> bool:
        """Whether it need not be read: a large part, or one that never rests and is not small, in which nothing looks
        like text."""
        large = SMALL if self.part.need is Need.RESTLESS else LARGE
        return not self.owed and self.cells == 0 and self.part.area >= large


Screens = Sequence[tuple[KnownScreen, Shot]]


class Watcher:
    """Looks at all screens, whenever :meth:`look` is called."""

    def __init__(
        self,
        grab: Callable[[], Sequence[Shot]],
        reader: Reader,
        judge: Callable[[ScreenText], Verdict],
        budget: Budget,
        report: Report,
        clock: Callable[[], float],
        cpu: Callable[[], float],
    ) -> None:
        """*clock* and *cpu* give seconds: of a clock that never goes back, and of this process's CPU time."""
        self._grab, self._reader, self._judge = grab, reader, judge
        self._budget, self._report, self._clock, self._cpu = budget, report, clock, cpu
        self._screens: dict[int, KnownScreen] = {}
        self._cost = Cost()
        self._began = 0.0  # CPU seconds when this look began

    def look(self) -> float | None:
        """Look once, and read one part at most. Gives in how many seconds another look is worth it before the next
        tick; ``None`` where the tick will do.

        Raises CaptureError when the screen cannot be captured and ReaderError when a part cannot be read.
        """
        self._began = self._cpu()
        shots = self._grab()
        now = self._clock()
        screens = [(self._known(shot), shot) for shot in shots]
        self._screens = {screen.number: screen for screen, _ in screens}
        for screen, shot in screens:
            screen.attention.look(sample(shot.pixels), now)
        read = 0.0
        try:
            read = self._recall(screens, now)
            if not read and (choice := self._choose(screens, now)):
                read = self._attend(choice, now)
            if not read:
                self._catch_up(screens, now)
        finally:
            self._budget.spend(self._cpu() - self._began, now)
        waiting = max((screen.attention.waiting(now) for screen, _ in screens), default=0.0)
        self._report.looked(Looked(len(shots), round(waiting, 1), round(min(1.0, read), 3)))
        if read:
            return 0.0
        return SOON if any(self._is_worth_it_soon(screen, now) for screen, _ in screens) else None

    def _is_worth_it_soon(self, screen: KnownScreen, now: float) -> bool:
        """Whether something may stand still soon on *screen*, and there is something left to read it with."""
        need = screen.attention.unsettled(now)
        if need and screen.is_scrolling(now):
            return self._budget.allows(Need.SMALL, now)
        # A video moves at every look: on it only that is spent which is not kept for what is new.
        return need is not None and self._budget.allows(Need.NEW, now, in_part=need is Need.SMALL)

    def forget(self) -> None:
        """Know nothing any more, as after a pause: everything is read anew."""
        self._screens = {}

    def _known(self, shot: Shot) -> KnownScreen:
        known = self._screens.get(shot.number)
        if known and known.monitor == shot.box:
            return known
        return KnownScreen.unknown(shot)

    def _recall(self, screens: Screens, now: float) -> float:
        """Find again what moved, here or elsewhere, as it was known. Costs little, so it is tried wherever the budget
        has anything left, once for each change. Gives the share of the screen that was found again."""
        for screen, shot in screens:
            for part in screen.attention.due(now):
                if (
                    part.need is Need.RESTLESS
                    or part.box.width * part.box.height <= TILE * TILE
                    or part.changed_at <= screen.sought_at
                    or not self._budget.allows(self._weighed(screen, part, now).need, now)
                ):
                    continue
                screen.sought_at = part.changed_at
                strips = strips_of(shot.pixels)
                recalled = screen.remembered.recall(strips, part.box)
                if recalled and recalled.tiles.any():
                    screen.attention.known(recalled.tiles, now)
                    screen.remembered.keep(strips, screen.attention.clean)
                    screen.is_unjudged = True
                    if recalled.shift:
                        screen.scrolled_at = now
                    # Scrolling brings no words that were not there: where all was well, judging can wait until it ends.
                    if not recalled.shift or (screen.verdict and screen.verdict.level is not Level.CLEAR):
                        self._judge_again(screen)
                    return part.area
        return 0.0

    def _choose(self, screens: Screens, now: float) -> _Choice | None:
        """What to read now: the part that matters most among those that the budget still allows."""
        due = [
            _Choice(screen, shot, self._weighed(screen, part, now))
            for screen, shot in screens
            for part in screen.attention.due(now)
        ]
        due += [
            _Choice(screen, shot, replace(owed.part, settled=True), owed=owed)
            for screen, shot in screens
            if (owed := screen.owes)
        ]
        due.sort(key=lambda choice: (choice.need.value, bool(choice.owed), -choice.part.area))
        affordable = (self._affordable(choice, now) for choice in due)
        return next(filter(None, affordable), None)

    def _weighed(self, screen: KnownScreen, part: Part, now: float) -> Part:
        if part.need is Need.NEW and screen.is_scrolling(now):
            return replace(part, need=Need.SMALL)
        if part.need is Need.RESTLESS and screen.shows_evidence(part.box):  # is the scam still there?
            return replace(part, need=Need.SMALL)
        return part

    def _affordable(self, choice: _Choice, now: float) -> _Choice | None:
        """*choice*, or as much of it as the budget allows."""
        if not self._budget.allows(Need.NEW, now):  # not even counting
            return None
        if owed := choice.owed:
            return choice if self._budget.allows(owed.need, now, owed.cost, is_likely=owed.is_likely) else None
        choice, cost = self._counted(choice, now)
        small = choice.part.area < WINDOW_LIKE
        if choice.is_blank or self._budget.allows(choice.part.need, now, cost, in_part=small):
            return choice
        if choice.part.need is not Need.NEW:
            return None
        band, cost = self._counted(replace(choice, part=choice.screen.attention.band(choice.part)), now)
        return band if self._budget.allows(Need.NEW, now, cost, in_part=True) else None

    def _counted(self, choice: _Choice, now: float) -> tuple[_Choice, float]:
        """*choice* and the CPU seconds it will probably cost."""
        cells = choice.screen.cells(choice.shot, choice.part, now)
        return replace(choice, cells=cells), self._cost.expect(choice.pixels, cells)

    def _attend(self, choice: _Choice, now: float) -> float:
        """Read what was chosen and judge the screen. Gives the share of the screen that was read."""
        screen, part = choice.screen, choice.part
        self._report.reading(screen.number, part.box)
        tiles = screen.attention.tiles_in(part.box)
        if choice.is_blank:
            screen.blank(part)
            screen.attention.known(tiles, now)
            self._judge_again(screen)
        else:
            looks = self._read(choice)
            screen.attention.known(tiles, now)
            self._judge_looks(choice, looks)
        if part.need is not Need.RESTLESS and part.area >= SMALL:
            screen.remembered.keep(strips_of(choice.shot.pixels), screen.attention.clean)
        return part.area

    def _read(self, choice: _Choice) -> LooksAtPart:
        screen, part = choice.screen, choice.part
        crop, without = screen.crop(part), screen.passed_over(part)
        frame = screen.frame(choice.shot, crop, without)
        began = self._cpu()
        text = self._reader.read_own_letters(frame)
        self._cost.learn(choice.pixels, choice.cells, self._cpu() - began)
        return LooksAtPart(self._reader, screen, part, crop, frame, text, without)

    def _judge_looks(self, choice: _Choice, looks: LooksAtPart) -> None:
        screen = choice.screen
        text = looks.first()
        if text == screen.text and not choice.owed:
            return
        verdict = screen.judged(text, self._judge)
        text, verdict = self._look_again(choice, looks, text, verdict)
        self._tell(screen, text, verdict)

    def _look_again(
        self, choice: _Choice, looks: LooksAtPart, text: ScreenText, verdict: Verdict
    ) -> tuple[ScreenText, Verdict]:
        """What slower looks tell, where the first one leaves a doubt. One that cannot be afforded now is owed, as is
        one at what has not settled."""
        screen, now = choice.screen, self._clock()
        if choice.part.area < SMALL:  # what was doubted stands elsewhere
            return text, verdict
        screen.no_longer_owes(choice.part)
        _, cost = self._counted(choice, now)
        if looks.are_unsure and verdict.level is not Level.SCAM:
            if not self._may(choice, Owed(choice.part, Need.NEW, OTHER_LETTERS * cost)):
                return text, verdict
            text = looks.other_letters()
            verdict = screen.judged(text, self._judge)
        if wants_closer_look(looks, text, verdict):
            is_likely = smells(verdict)
            need = Need.NEW if is_likely else Need.SMALL
            if self._may(choice, Owed(choice.part, need, CLOSER * cost, is_likely)):
                return look_closer(looks, text, verdict, self._judge)
        return text, verdict

    def _may(self, choice: _Choice, owed: Owed) -> bool:
        """Whether *owed* can be had now, after all that this look has cost already; otherwise it is owed."""
        cost = owed.cost + (0.0 if choice.owed else self._cpu() - self._began)
        if choice.part.settled and self._budget.allows(owed.need, self._clock(), cost, is_likely=owed.is_likely):
            return True
        choice.screen.owe(owed)
        return False

    def _catch_up(self, screens: Screens, now: float) -> None:
        """Judge what was left unjudged while something scrolled."""
        for screen, _ in screens:
            if screen.is_unjudged and not screen.is_scrolling(now):
                self._judge_again(screen)

    def _judge_again(self, screen: KnownScreen) -> None:
        text = screen.remembered.text(self._reader.name)
        self._tell(screen, text, screen.judged(text, self._judge))

    def _tell(self, screen: KnownScreen, text: ScreenText, verdict: Verdict) -> None:
        screen.text, screen.is_unjudged = text, False
        if screen.verdict is None or _told(verdict) != _told(screen.verdict):
            self._report.judged(screen.number, verdict, screen.monitor)
        screen.verdict = verdict


def _told(verdict: Verdict) -> tuple[Level, tuple[tuple[str, tuple[str, ...]], ...]]:
    """What of a verdict is worth telling anew when it differs."""
    return verdict.level, tuple((f.rule, tuple(sorted(e.text for e in f.evidence))) for f in verdict.findings[:1])
