"""The two looks at a frame: a quick one at everything, a thorough one at what the first left unread."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from popupwatch.model import Frame, ScreenText, Word
from popupwatch.ocr.assemble import assemble, merge, tilt
from popupwatch.ocr.prepare import Prepare, View, closer_views, first_views

# What the English model makes of Japanese is a guess at every letter: all 40 Japanese pictures measured stayed below
# this confidence, and one in nine of 759 others. Those are read again with the Japanese model. It told 16 scams that
# did not even smell of one before; of what is read poorly but is not Japanese, a closer look told none.
POORLY_READ = 0.75
FEW_WORDS = 5

Recognise = Callable[[View], tuple[Word, ...]]


def first_look(frame: Frame, recognise: Recognise, reader: str, cores: int, large: bool = False) -> ScreenText:
    """Everything that can be read at once in a fraction of a second; *large* for letters of many strokes."""
    return assemble(_read_all(first_views(frame, large), recognise, cores), frame.image.size, reader)


def is_poorly_read(text: ScreenText) -> bool:
    """Whether its letters may be others than those of the languages it was read in."""
    return text.words_read >= FEW_WORDS and text.confidence < POORLY_READ


def closer_look(frame: Frame, first: ScreenText, recognise: Recognise, cores: int) -> ScreenText:
    """*first* and what a second look, two to three times slower, adds to it or reads more surely."""
    found = [word for line in first.lines for word in line.words]
    more = _read_all(closer_views(frame, tilt(first)), recognise, cores)
    return assemble(merge(found, more), first.size, first.reader)


def _read_all(views: Sequence[Prepare], recognise: Recognise, cores: int) -> list[Word]:
    """The words of all views, prepared and read on so many *cores*, none doubled."""
    if cores == 1:
        return functools.reduce(merge, (recognise(prepare()) for prepare in views), [])
    with ThreadPoolExecutor(cores) as threads:
        return functools.reduce(merge, threads.map(lambda prepare: recognise(prepare()), views), [])
