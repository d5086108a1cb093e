"""Read and judge: the one path that scan, watch, workshop and benchmarks share."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popupwatch.model import Frame, Level, ScreenText, Verdict
from popupwatch.ocr.reader import Reader
from popupwatch.ocr.unread import unread_share

if TYPE_CHECKING:
    from popupwatch.rules.load import RuleBook

# A scenario that gets this far towards its bar smells. Of 405 ordinary screens 59 do at the first look; of 44 pages
# that only a second look told, every one that had been well read did.
SMELLS = 0.55
# More than this of what looks like text got no word.
MUCH_UNREAD = 0.6


@dataclass(frozen=True, slots=True)
class Scan:
    """One picture, read and judged. *seconds* is the wall time both took."""

    source: str
    text: ScreenText
    verdict: Verdict
    seconds: float


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
    start = clock()
    text = reader.read(frame)
    from popupwatch.rules.judge import judge  # not before the text is read: this too loads in the meantime

    book = rules() if callable(rules) else rules
    verdict = judge(text, book)
    if wants_closer_look(frame, text, verdict):
        closer = reader.read_closely(frame, text)
        if closer is not text:
            again = judge(closer, book)
            if again.level.rank >= verdict.level.rank:
                text, verdict = closer, again
    return Scan(frame.source, text, verdict, clock() - start)


def wants_closer_look(frame: Frame, text: ScreenText, verdict: Verdict) -> bool:
    """Whether something smells of a scam without being one, or much got no word: then what is missing may only be hard
    to read."""
    if verdict.level is Level.SCAM:
        return False
    if any(finding.reach >= SMELLS for finding in verdict.considered):
        return True
    return unread_share(frame, text) > MUCH_UNREAD
