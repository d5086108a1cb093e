"""One tree of errors. Each carries a sentence for a person: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self


class ExitCode(IntEnum):
    """What a command ends with. The values are part of the interface."""

    CLEAR = 0
    SCAM = 1
    FAILED = 2
    SUSPICIOUS = 3


class PopupwatchError(Exception):
    """Anything that went wrong and that a person should be told about.

    *sentence* is English and may hold ``{names}`` for which *values* are put in, other errors among them; the
    translations in ``advice/texts/<language>.toml`` are found by it. ``str()`` gives the whole English sentence.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values

    def as_fields(self) -> dict[str, Any]:
        """It in plain values, errors in it too, so that another process can say it in any language."""
        return {"sentence": self.sentence, "values": {name: _plain(value) for name, value in self.values.items()}}

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """The inverse of `as_fields`; what was in it comes back as plain PopupwatchErrors."""
        return cls(fields["sentence"], **{name: _whole(value) for name, value in fields["values"].items()})

    @classmethod
    def unwritable(cls, path: Path | str, error: OSError) -> Self:
        """That *path* cannot be written, and why the system says so."""
        return cls("{path} cannot be written: {reason}.", path=path, reason=error.strerror or error)


def _plain(value: object) -> Any:
    if isinstance(value, PopupwatchError):
        return value.as_fields()
    return list(map(_plain, value)) if isinstance(value, Errors) else str(value)


def _whole(value: Any) -> object:
    if isinstance(value, dict):
        return PopupwatchError.from_fields(value)
    return Errors(map(PopupwatchError.from_fields, value)) if isinstance(value, list) else value


class Errors(tuple[PopupwatchError, ...]):
    """Several errors as one value of another: their sentences one after the other."""

    def __new__(cls, errors: Iterable[PopupwatchError]) -> Errors:
        return super().__new__(cls, errors)

    def __str__(self) -> str:
        return " ".join(map(str, self))


class PictureError(PopupwatchError):
    """A picture could not be opened: missing, damaged, too large, or no picture at all."""


class CaptureError(PopupwatchError):
    """The screen or the clipboard could not be captured."""


class ReaderError(PopupwatchError):
    """Text could not be read: no reader installed, a language missing, or the reader failed."""


class RuleError(PopupwatchError):
    """A rule file is wrong. The message holds every problem, each with path and line."""


class FixtureError(PopupwatchError):
    """A fixture is wrong, cannot be rendered or tried: the message says which file and line, and what to write."""


class TrialError(PopupwatchError):
    """An example or a fixture does not get its verdict, or could not be tried; also each sentence that explains why."""


class CorpusError(PopupwatchError):
    """A corpus, or what is kept of it or compared with it, cannot be used: the message says what is wrong where."""


class HistoryError(PopupwatchError):
    """The history could not be read or written. *damaged*: the file is no database any more."""

    def __init__(self, sentence: str, damaged: bool = False, **values: object) -> None:
        super().__init__(sentence, **values)
        self.damaged = damaged


class SettingsError(PopupwatchError):
    """A setting is unknown or wrong, or the file cannot be read or written."""


class WatchError(PopupwatchError):
    """The watcher does not run, runs already, or does not answer."""


class TrayError(PopupwatchError):
    """The tray, one of its windows, or what the system should do for them does not work."""
