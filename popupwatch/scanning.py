"""Read and judge: the one path that scan, watch, workshop and benchmarks share."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from popupwatch.model import Frame, Level, ScreenText, Verdict
from popupwatch.ocr.reader import Reader
from popupwatch.ocr.unread import unread_share

if TYPE_CHECKING:
    from popupwatch.rules.load import RuleBook

# A scenario that gets this far towards its bar smells. Of 405 ordinary screens 55 do at the first look, and 10 of the
# 12 scams that only a second look told; of the other two, one left much without a word.
SMELLS = 0.6
# More than this of what looks like text got no word.
MUCH_UNREAD = 0.6


Judge = Callable[[ScreenText], Verdict]


@dataclass(frozen=True, slots=True)
class Scan:
    """One picture, read and judged. *seconds* is the wall time both took."""

    source: str
    text: ScreenText
    verdict: Verdict
    seconds: float


class Looks(Protocol):
    """The looks at one picture, taken when they are asked for, or kept from before."""

    def first(self) -> ScreenText:
        """The quick look. Raises ReaderError."""
        ...

    def unread_share(self, first: ScreenText) -> float:
        """The share of what looks like text that the first look left without a word."""
        ...

    def closer(self, first: ScreenText) -> ScreenText:
        """*first* and what a slower look adds to it. Raises ReaderError."""
        ...


def scan_frame(
    frame: Frame,
    reader: Reader,
    rules: RuleBook | Callable[[], RuleBook],
    clock: Callable[[], float] = time.perf_counter,
) -> Scan:
    """Read *frame* and judge its text; look a second time, slower, where the first look leaves a doubt.

    *rules* may be a function that gives them: it is called once the text is read, so they can load in the meantime.

    Raises ReaderError when the frame cannot be read.
    """

    def judged(text: ScreenText) -> Verdict:
        from popupwatch.rules.judge import judge  # not before the text is read: this too loads in the meantime

        return judge(text, rules() if callable(rules) else rules)

    start = clock()
    text, verdict = look_and_judge(_LooksAtFrame(frame, reader), judged)
    return Scan(frame.source, text, verdict, clock() - start)


@dataclass(frozen=True, slots=True)
class _LooksAtFrame:
    frame: Frame
    reader: Reader

    def first(self) -> ScreenText:
        return self.reader.read(self.frame)

    def unread_share(self, first: ScreenText) -> float:
        return unread_share(self.frame, first)

    def closer(self, first: ScreenText) -> ScreenText:
        return self.reader.read_closely(self.frame, first)


def look_and_judge(looks: Looks, judge: Judge) -> tuple[ScreenText, Verdict]:
    """The text that decides, and the verdict on it: that of the closer look, where one is taken and says no less."""
    text = looks.first()
    verdict = judge(text)
    return look_closer(looks, text, verdict, judge) if wants_closer_look(looks, text, verdict) else (text, verdict)


def look_closer(looks: Looks, first: ScreenText, verdict: Verdict, judge: Judge) -> tuple[ScreenText, Verdict]:
    """What a closer look tells, where that is no less than the first one told."""
    closer = looks.closer(first)
    if closer is not first:
        again = judge(closer)
        if again.level.rank >= verdict.level.rank:
            return closer, again
    return first, verdict


def wants_closer_look(looks: Looks, first: ScreenText, verdict: Verdict) -> bool:
    """Whether something smells of a scam without being one, or much got no word: then what is missing may only be hard
    to read."""
    if verdict.level is Level.SCAM:
        return False
    return smells(verdict) or looks.unread_share(first) > MUCH_UNREAD


def smells(verdict: Verdict) -> bool:
    """Whether some scenario got far towards its bar."""
    return any(finding.reach >= SMELLS for finding in verdict.considered)
