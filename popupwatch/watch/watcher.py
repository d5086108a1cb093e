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
from popupwatch.capture.tiles import sample
from popupwatch.model import Box, Frame, Level, ScreenText, Verdict, Word
from popupwatch.ocr.reader import Reader
from popupwatch.ocr.unread import has_text, unread_share
from popupwatch.scanning import look_and_judge, wants_closer_look
from popupwatch.watch.attention import SMALL, Attention, Part
from popupwatch.watch.budget import WINDOW, Budget, Need
from popupwatch.watch.remembered import Remembered

# A moment ago something moved: so soon another look tells whether it stands still now.
SOON = 0.2
# Around what changed so much is read with it, so that no word is cut: across and down, in pixels.
AROUND = (96, 24)
# After something scrolled, what comes into sight counts as small for so long.
SCROLLING = 1.5
# Parts of at least this share of the screen are worth asking whether much of them stayed unread.
LARGE = 0.2
# CPU seconds that reading a million pixels costs, before it is known of this machine, and how fast that is learned.
COST, LEARN = 0.2, 0.2
# How many times as much a closer look costs.
CLOSER = 4.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look came to. *waiting* is for how many seconds a change has been waiting to be read; *read* the share
    of a screen that was read, or found again, at this look."""

    screens: int
    waiting: float
    read: float


class Report(Protocol):
    """Whom the watcher tells what it sees."""

    def looked(self, looked: Looked) -> None: ...

    def reading(self, screen: int, box: Box) -> None:
        """Reading of *box* of *screen* begins: if it never ends, this is what it was."""
        ...

    def judged(self, screen: int, verdict: Verdict) -> None:
        """The verdict on *screen* (its number, from 1) changed."""
        ...


@dataclass
class _Screen:
    """One monitor, as it is known."""

    number: int
    attention: Attention
    remembered: Remembered
    verdict: Verdict | None = None
    text: ScreenText | None = None
    scrolled_at: float = float("-inf")
    sought_at: float = float("-inf")
    owed: Part | None = None


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
        self._screens: dict[int, _Screen] = {}
        self._cost = COST

    def look(self) -> float | None:
        """Look once, and read one part at most. Gives in how many seconds another look is worth it before the next
        tick; ``None`` where the tick will do.

        Raises CaptureError when the screen cannot be captured and ReaderError when a part cannot be read.
        """
        began = self._cpu()
        shots = self._grab()
        now = self._clock()
        screens = [(self._screen(shot), shot) for shot in shots]
        self._screens = {screen.number: screen for screen, _ in screens}
        for screen, shot in screens:
            screen.attention.look(sample(shot.pixels), now)
        read = 0.0
        try:
            read = self._recall(screens, now)
            if not read and (chosen := self._choose(screens, now)):
                read = self._attend(*chosen, now)
        finally:
            self._budget.spend(self._cpu() - began, now)
        waiting = max((screen.attention.waiting(now) for screen, _ in screens), default=0.0)
        self._report.looked(Looked(len(shots), round(waiting, 1), round(read, 3)))
        if read:
            return 0.0
        return SOON if any(screen.attention.unsettled(now) for screen, _ in screens) else None

    def forget(self) -> None:
        """Know nothing any more, as after a pause: everything is read anew."""
        self._screens = {}

    def _screen(self, shot: Shot) -> _Screen:
        known = self._screens.get(shot.number)
        size = (shot.box.width, shot.box.height)
        if known and known.attention.size == size:
            return known
        return _Screen(shot.number, Attention(size), Remembered(size))

    def _recall(self, screens: Sequence[tuple[_Screen, Shot]], now: float) -> float:
        """Find again what moved, here or elsewhere, as it was known. Costs next to nothing, so no budget is asked;
        tried once for each change. Gives the share of the screen that was found again."""
        for screen, shot in screens:
            for part in screen.attention.due(now):
                changed_at = screen.attention.moved_at(part.box)
                if (
                    part.need is Need.RESTLESS
                    or part.area < 2 / screen.attention.clean.size
                    or changed_at <= screen.sought_at
                ):
                    continue
                screen.sought_at = changed_at
                strips = strips_of(shot.pixels)
                known = screen.remembered.recall(strips, part.box)
                if known is not None and known.any():
                    screen.scrolled_at = now
                    screen.attention.known(known, now)
                    screen.remembered.keep(strips, screen.attention.clean)
                    self._judge_screen(screen, None)
                    return part.area
        return 0.0

    def _choose(self, screens: Sequence[tuple[_Screen, Shot]], now: float) -> tuple[_Screen, Shot, Part] | None:
        """What to read now: the part that matters most among those that the budget still allows."""
        parts = [
            (screen, shot, self._weighed(screen, part, now))
            for screen, shot in screens
            for part in screen.attention.due(now)
        ]
        parts = [choice for choice in parts if self._is_allowed(choice[2], now)]
        if not parts:
            owed = [(screen, shot, screen.owed) for screen, shot in screens if screen.owed]
            parts = [(screen, shot, part) for screen, shot, part in owed if part and self._may_look_closely(part)]
        return max(parts, key=lambda choice: (choice[2].need.value, choice[2].area), default=None)

    def _is_allowed(self, part: Part, now: float) -> bool:
        """Whether *part* can be read for what it will probably cost, or for all there ever is."""
        cost = self._cost * part.box.width * part.box.height / 1e6
        return self._budget.allows(part.need, now, min(cost, self._budget.share * WINDOW * part.need.value))

    def _weighed(self, screen: _Screen, part: Part, now: float) -> Part:
        if part.need is Need.NEW and now - screen.scrolled_at < SCROLLING:
            return replace(part, need=Need.SMALL)
        return part

    def _attend(self, screen: _Screen, shot: Shot, part: Part, now: float) -> float:
        """Read *part* and judge the screen. Gives the share of the screen that was read."""
        self._report.reading(screen.number, part.box)
        crop = _around(screen.remembered.with_whole_words(part.box), screen.attention.size)
        frame = Frame(shot.picture(crop), f"screen {screen.number}", screen.attention.size)
        text = self._read(frame, part)
        screen.remembered.put(part.box, _words(text, crop))
        screen.attention.known(screen.attention.tiles_in(part.box), now)
        self._judge_screen(screen, _Looks(self._reader, screen, part, crop, frame, text))
        if part.need is not Need.RESTLESS and part.area >= SMALL:
            screen.remembered.keep(strips_of(shot.pixels), screen.attention.clean)
        return part.area

    def _may_look_closely(self, part: Part) -> bool:
        cost = CLOSER * self._cost * part.box.width * part.box.height / 1e6
        return self._budget.allows(Need.SMALL, self._clock(), cost)

    def _read(self, frame: Frame, part: Part) -> ScreenText:
        """The text of *frame*; a large part, or one that never rests, is read only if anything there is like text."""
        if (part.area >= LARGE or part.need is Need.RESTLESS) and not has_text(frame):
            return ScreenText((), frame.image.size, self._reader.name)
        began = self._cpu()
        text = self._reader.read(frame)
        if part.area >= LARGE:
            cost = (self._cpu() - began) / (frame.image.width * frame.image.height / 1e6)
            self._cost += LEARN * (cost - self._cost)
        return text

    def _judge_screen(self, screen: _Screen, looks: _Looks | None) -> None:
        text = screen.remembered.text(self._reader.name)
        if text == screen.text and not screen.owed:
            return
        if looks and looks.part.settled and self._may_look_closely(looks.part):
            screen.owed = None
            text, verdict = look_and_judge(looks, self._judge)
        else:
            verdict = self._judge(text)
            if looks and looks.part.settled:  # a closer look that cannot be afforded now is made up for later
                screen.owed = looks.part if wants_closer_look(looks, text, verdict) else None
        screen.text = text
        if screen.verdict is None or _told(verdict) != _told(screen.verdict):
            self._report.judged(screen.number, verdict)
        screen.verdict = verdict


@dataclass
class _Looks:
    """The looks at one part of a screen, which is judged with all the rest of it."""

    reader: Reader
    screen: _Screen
    part: Part
    crop: Box
    frame: Frame
    read: ScreenText

    def first(self) -> ScreenText:
        return self.screen.remembered.text(self.reader.name)

    def unread_share(self, first: ScreenText) -> float:
        return unread_share(self.frame, self.read) if self.part.area >= LARGE else 0.0

    def closer(self, first: ScreenText) -> ScreenText:
        closer = self.reader.read_closely(self.frame, self.read)
        self.screen.remembered.put(self.part.box, _words(closer, self.crop))
        return self.first()


def _told(verdict: Verdict) -> tuple[Level, tuple[tuple[str, tuple[str, ...]], ...]]:
    """What of a verdict is worth telling anew when it differs."""
    return verdict.level, tuple((f.rule, tuple(sorted(e.text for e in f.evidence))) for f in verdict.findings[:1])


def _around(box: Box, size: tuple[int, int]) -> Box:
    across, down = AROUND
    return Box(
        max(0, box.left - across),
        max(0, box.top - down),
        min(size[0], box.right + across),
        min(size[1], box.bottom + down),
    )


def _words(text: ScreenText, crop: Box) -> list[Word]:
    """The words of *text*, which was read from *crop*, in the pixels of the screen."""
    return [
        replace(
            word,
            box=Box(
                word.box.left + crop.left,
                word.box.top + crop.top,
                word.box.right + crop.left,
                word.box.bottom + crop.top,
            ),
        )
        for line in text.lines
        for word in line.words
    ]
