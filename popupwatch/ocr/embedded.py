"""Tesseract inside this process (tesserocr): the reader that `pip install` alone makes work, and whose pictures never
leave memory. The only module that imports tesserocr."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from popupwatch.errors import ReaderError
from popupwatch.model import Frame, ScreenText, Word
from popupwatch.ocr.looks import closer_look, first_look, is_poorly_read
from popupwatch.ocr.prepare import View
from popupwatch.ocr.reader import ALL_CORES, DEFAULT_LANGUAGES, ReaderStatus, install_command, unusable
from popupwatch.ocr.tessdata import folder_with, language_files
from popupwatch.ocr.tsv import words_from_tsv

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI  # type: ignore[import-untyped]

NAME = "embedded"

# Tesseract's own threads make it slower. OpenMP reads this once, when the library is loaded: so before the import.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")


# Alone: with the English model beside it, it takes half as long again, and tells none of 24 pictures otherwise.
OTHER_LETTERS = "jpn"
SURER = 0.08
ENOUGH_LETTERS = 12


def probe() -> ReaderStatus:
    """Whether tesserocr is installed and has any language data."""
    try:
        import tesserocr
    except ImportError as error:
        problem = ReaderError("tesserocr is not installed ({reason}).", reason=error)
        return ReaderStatus(NAME, False, problem=problem, install="pip install tesserocr")
    version = tesserocr.tesseract_version().split()[1]
    languages = tuple(sorted(language_files()))
    if not languages:
        problem = ReaderError("Tesseract has no language data.")
        return ReaderStatus(NAME, False, version, problem=problem, install=install_command(DEFAULT_LANGUAGES))
    return ReaderStatus(NAME, True, version, languages)


class EmbeddedReader:
    """Reads with tesserocr. Engines are made when needed, one a thread that reads at the same time, and used again."""

    name = NAME

    def __init__(self, languages: Sequence[str] = DEFAULT_LANGUAGES, cores: int = ALL_CORES) -> None:
        """*languages*: Tesseract's codes. Raises ReaderError when tesserocr or one of them is missing."""
        if problem := unusable(probe(), languages):
            raise problem
        self._languages, self._cores = "+".join(languages), cores
        self._folder = folder_with(languages, language_files())
        self._idle: queue.SimpleQueue[PyTessBaseAPI] = queue.SimpleQueue()
        self._other: EmbeddedReader | None = None

    def read(self, frame: Frame) -> ScreenText:
        text = self.read_own_letters(frame)
        return self.read_other_letters(frame, text) if is_poorly_read(text) else text

    def read_own_letters(self, frame: Frame) -> ScreenText:
        return first_look(frame, self._recognise, self.name, self._cores)

    def read_other_letters(self, frame: Frame, first: ScreenText) -> ScreenText:
        try:
            if other := self._for_other_letters():
                again = first_look(frame, other._recognise, self.name, self._cores, large=True)
                if again.confidence > first.confidence + SURER and _other_letters(again) >= ENOUGH_LETTERS:
                    return again
            return first
        finally:
            self._let_go()

    def read_closely(self, frame: Frame, first: ScreenText) -> ScreenText:
        other = self._for_other_letters() if _other_letters(first) >= ENOUGH_LETTERS else None
        try:
            return closer_look(frame, first, (other or self)._recognise, self._cores)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Whoever reads on one core wants little memory: the other letters' engine takes 45 MB, and 0.15 s to make."""
        if self._cores == 1:
            self._other = None

    def _for_other_letters(self) -> EmbeddedReader | None:
        """A reader for letters the chosen languages do not have, where its data is installed. Made when needed."""
        if self._other is None and OTHER_LETTERS not in self._languages and OTHER_LETTERS in language_files():
            self._other = EmbeddedReader((OTHER_LETTERS,), self._cores)
        return self._other

    def _recognise(self, view: View) -> tuple[Word, ...]:
        width, height = view.picture.size
        with self._engine() as engine:
            engine.SetVariable("tessedit_do_invert", "1" if view.polarities else "0")
            engine.SetImageBytes(view.picture.tobytes(), width, height, 1, width)
            engine.SetSourceResolution(96)
            table = engine.GetTSVText(0)
            engine.Clear()  # gives the picture's memory back
        return words_from_tsv(table, view)

    @contextmanager
    def _engine(self) -> Iterator[PyTessBaseAPI]:
        """An engine for one thread at a time. What Tesseract complains of is raised as ReaderError."""
        try:
            try:
                engine = self._idle.get_nowait()
            except queue.Empty:
                engine = self._new_engine()
            yield engine
        except RuntimeError as error:
            raise ReaderError("Tesseract could not read the picture: {reason}", reason=error) from error
        self._idle.put(engine)  # not after an error: its state is unknown

    def _new_engine(self) -> PyTessBaseAPI:
        import tesserocr

        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)  # it prints to stderr on harmless odd boxes
        return tesserocr.PyTessBaseAPI(path=f"{self._folder}{os.sep}", lang=self._languages)


def _other_letters(text: ScreenText) -> int:
    """How many Japanese or Chinese letters were read with some confidence."""
    words = (word for line in text.lines for word in line.words if word.confidence >= 0.6)
    return sum(
        "\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" for word in words for letter in word.text
    )
