"""Tesseract as a command, for machines without tesserocr. The picture goes to it over stdin, never to a file.
The only module that imports pytesseract, which finds the command and asks it for its version and languages."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence

from popupwatch.errors import ReaderError
from popupwatch.model import Frame, ScreenText, Word
from popupwatch.ocr.looks import closer_look, first_look
from popupwatch.ocr.prepare import View
from popupwatch.ocr.reader import ALL_CORES, DEFAULT_LANGUAGES, ReaderStatus, unusable
from popupwatch.ocr.tsv import words_from_tsv

NAME = "command"
_TIMEOUT_SECONDS = 60.0
_INSTALL = "sudo apt install tesseract-ocr"


def probe() -> ReaderStatus:
    """Whether pytesseract and the `tesseract` command are installed, and which languages the command has."""
    try:
        import pytesseract  # type: ignore[import-untyped]
    except ImportError as error:
        problem = ReaderError("pytesseract is not installed ({reason}).", reason=error)
        return ReaderStatus(NAME, False, problem=problem, install="pip install pytesseract")
    try:
        version = str(pytesseract.get_tesseract_version())
        languages = tuple(sorted(set(pytesseract.get_languages()) - {"osd", "equ"}))
    except pytesseract.TesseractNotFoundError:
        return ReaderStatus(NAME, False, problem=ReaderError("The command tesseract was not found."), install=_INSTALL)
    if not languages:
        problem = ReaderError("Tesseract has no language data.")
        return ReaderStatus(NAME, False, version, problem=problem, install=_INSTALL)
    return ReaderStatus(NAME, True, version, languages)


class CommandReader:
    """Reads by starting the `tesseract` command for each picture."""

    name = NAME

    def __init__(
        self,
        languages: Sequence[str] = DEFAULT_LANGUAGES,
        cores: int = ALL_CORES,
        timeout_seconds: float = _TIMEOUT_SECONDS,
    ) -> None:
        """*languages*: Tesseract's codes. Raises ReaderError when the command or one of them is missing."""
        if problem := unusable(probe(), languages):
            raise problem
        self._languages, self._cores = "+".join(languages), cores
        self._timeout = timeout_seconds

    def read(self, frame: Frame) -> ScreenText:
        return first_look(frame, self._recognise, self.name, self._cores)

    def read_own_letters(self, frame: Frame) -> ScreenText:
        return self.read(frame)

    def read_other_letters(self, frame: Frame, first: ScreenText) -> ScreenText:
        return first

    def read_closely(self, frame: Frame, first: ScreenText) -> ScreenText:
        return closer_look(frame, first, self._recognise, self._cores)

    def _recognise(self, view: View) -> tuple[Word, ...]:
        from pytesseract import pytesseract

        command = [pytesseract.tesseract_cmd, "stdin", "stdout", "-l", self._languages]
        command += ["--dpi", "96", "-c", f"tessedit_do_invert={int(view.polarities)}", "tsv"]
        # subprocess_args keeps a console window from flashing up on Windows.
        options = pytesseract.subprocess_args()
        del options["stdin"]
        try:
            done = subprocess.run(command, input=_png(view), timeout=self._timeout, check=False, **options)
        except OSError as error:
            raise ReaderError("The command tesseract could not be started: {reason}", reason=error) from error
        except subprocess.TimeoutExpired as error:
            raise ReaderError(
                "The command tesseract took longer than {seconds:.0f} seconds.", seconds=self._timeout
            ) from error
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise ReaderError("The command tesseract failed with code {code}: {said}", code=done.returncode, said=said)
        return words_from_tsv(done.stdout.decode("utf-8", "replace"), view)


def _png(view: View) -> bytes:
    buffer = io.BytesIO()
    view.picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
