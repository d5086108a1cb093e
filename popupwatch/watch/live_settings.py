"""The settings while the watcher runs: their file is read again whenever it is another one than before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from popupwatch.errors import PopupwatchError, SettingsError
from popupwatch.settings import Settings, load_settings


class LiveSettings:
    """What the file at *path* says, with the *changes* of the command line, as it is *now*; *noted* is told what is
    wrong in the file."""

    def __init__(
        self,
        path: Path,
        changes: Callable[[Settings], Settings] = lambda settings: settings,
        noted: Callable[[PopupwatchError], object] = lambda error: None,
    ) -> None:
        self._path, self._changes, self._noted = path, changes, noted
        self._seen: tuple[float, int] | None = None
        self.now = changes(Settings())

    def read_again(self) -> bool:
        """Whether the settings are others than before. A file that is no TOML, half written perhaps, changes
        nothing."""
        try:
            status = self._path.stat()
            seen: tuple[float, int] | None = (status.st_mtime, status.st_size)
        except OSError:
            seen = None
        if seen == self._seen:
            return False
        settings, problems = load_settings(self._path)
        self._seen = seen
        for problem in problems:
            self._noted(SettingsError("{where}: {problem}", where=problem.where, problem=problem.error))
        if any(problem.kind in ("not-toml", "unreadable") for problem in problems):
            return False
        before, self.now = self.now, self._changes(settings)
        return self.now != before
