"""Tesseract inside this process (tesserocr): the reader that `pip install` alone makes work, and whose pictures never
leave memory. The only module that imports tesserocr."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from popupwatch.errors import ReaderError
from popupwatch.model import Frame, ScreenText, Word
from popupwatch.ocr.looks import closer_look, first_look
from popupwatch.ocr.prepare import View
from popupwatch.ocr.reader import DEFAULT_LANGUAGES, ReaderStatus, install_command, unusable
from popupwatch.ocr.tessdata import folder_with, language_files
from popupwatch.ocr.tsv import words_from_tsv

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI  # type: ignore[import-untyped]

NAME = "embedded"
_LEPTONICA_SILENT = 6

# Tesseract's own threads make it slower. OpenMP reads this once, when the library is loaded: so before the import.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")


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
        if problem := unusable(probe(), languages):
            raise ReaderError(problem)
        _hush_leptonica()
        self._languages = "+".join(languages)
        self._folder = folder_with(languages, language_files())
        self._idle: queue.SimpleQueue[PyTessBaseAPI] = queue.SimpleQueue()

    def read(self, frame: Frame) -> ScreenText:
        return first_look(frame, self._recognise, self.name)

    def read_closely(self, frame: Frame, first: ScreenText) -> ScreenText:
        return closer_look(frame, first, self._recognise)

    def _recognise(self, view: View) -> tuple[Word, ...]:
        width, height = view.picture.size
        with self._engine() as engine:
            engine.SetVariable("tessedit_do_invert", "1" if view.polarities else "0")
            engine.SetImageBytes(view.picture.tobytes(), width, height, 1, width)
            engine.SetSourceResolution(96)
            table = engine.GetTSVText(0)
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
            raise ReaderError(f"Tesseract could not read the picture: {error}") from error
        self._idle.put(engine)  # not after an error: its state is unknown

    def _new_engine(self) -> PyTessBaseAPI:
        import tesserocr

        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)  # it prints to stderr on harmless odd boxes
        return tesserocr.PyTessBaseAPI(path=f"{self._folder}{os.sep}", lang=self._languages)
