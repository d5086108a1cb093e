"""Tesseract inside this process (tesserocr): the reader that `pip install` alone makes work, and whose pictures never
leave memory. The only module that imports tesserocr."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from popupwatch.errors import ReaderError
from popupwatch.model import Frame, ScreenText, Word
from popupwatch.ocr.looks import closer_look, first_look
from popupwatch.ocr.poor import illegible
from popupwatch.ocr.prepare import View
from popupwatch.ocr.reader import (
    DEFAULT_LANGUAGES,
    Languages,
    ReaderStatus,
    install_command,
    unusable,
    with_other_scripts,
)
from popupwatch.ocr.tessdata import folder_with, language_files
from popupwatch.ocr.tsv import words_from_tsv

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI  # type: ignore[import-untyped]

NAME = "embedded"

# Tesseract's own threads make it slower. OpenMP reads this once, when the library is loaded: so before the import.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")


# What the English model makes of Japanese is a guess at every letter: all 40 Japanese pictures measured stayed below
# this confidence, and one in nine of 759 others. Those are read again with the Japanese model.
POORLY_READ = 0.75
OTHER_LETTERS = "jpn"
SURER = 0.08
ENOUGH_LETTERS = 12


def probe() -> ReaderStatus:
    """Whether tesserocr is installed and has any language data."""
    try:
        import tesserocr
    except ImportError as error:
        return ReaderStatus(
            NAME, False, problem=f"tesserocr is not installed ({error}).", install="pip install tesserocr"
        )
    version = tesserocr.tesseract_version().split()[1]
    languages = tuple(sorted(language_files()))
    if not languages:
        return ReaderStatus(
            NAME, False, version, problem="No language data was found.", install=install_command(DEFAULT_LANGUAGES)
        )
    return ReaderStatus(NAME, True, version, languages)


class EmbeddedReader:
    """Reads with tesserocr. Engines are made when needed, one a thread that reads at the same time, and used again."""

    name = NAME

    def __init__(self, languages: Sequence[str] = DEFAULT_LANGUAGES) -> None:
        """*languages*: Tesseract's codes. Raises ReaderError when tesserocr or one of them is missing."""
        status = probe()
        if problem := unusable(status, languages):
            raise ReaderError(problem)
        self._languages = tuple(languages)
        self._all_scripts = with_other_scripts(languages, status.languages)
        self._idle: defaultdict[Languages, SimpleQueue[PyTessBaseAPI]] = defaultdict(SimpleQueue)

    def read(self, frame: Frame) -> ScreenText:
        return first_look(frame, partial(self._recognise, self._languages), self.name)

    def read_closely(self, frame: Frame, first: ScreenText) -> ScreenText:
        languages = self._all_scripts if illegible(first) else self._languages
        return closer_look(frame, first, partial(self._recognise, languages))

    def _recognise(self, languages: Languages, view: View) -> tuple[Word, ...]:
        width, height = view.picture.size
        with self._engine(languages) as engine:
            engine.SetVariable("tessedit_do_invert", "1" if view.polarities else "0")
            engine.SetImageBytes(view.picture.tobytes(), width, height, 1, width)
            engine.SetSourceResolution(96)
            table = engine.GetTSVText(0)
        return words_from_tsv(table, view)

    @contextmanager
    def _engine(self, languages: Languages) -> Iterator[PyTessBaseAPI]:
        """An engine for one thread at a time. What Tesseract complains of is raised as ReaderError."""
        try:
            try:
                engine = self._idle[languages].get_nowait()
            except Empty:
                engine = _new_engine(languages)
            yield engine
        except RuntimeError as error:
            raise ReaderError("Tesseract could not read the picture: {reason}", reason=error) from error
        self._idle[languages].put(engine)  # not after an error: its state is unknown


def _new_engine(languages: Languages) -> PyTessBaseAPI:
    import tesserocr

    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)  # it prints to stderr about harmless odd boxes
    folder = folder_with(languages, language_files())
    return tesserocr.PyTessBaseAPI(path=f"{folder}{os.sep}", lang="+".join(languages))
