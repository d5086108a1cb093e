"""Starting with a Linux desktop: an entry in the folder ``autostart`` (XDG)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from popupwatch.errors import TrayError
from popupwatch.tray.platform.autostart import NAME

_PLAIN = re.compile(r"[\w./:=@,+-]+")
# Desktops write these where a person switches the entry off.
_OFF = re.compile(r"^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$", re.MULTILINE | re.IGNORECASE)

_ENTRY = """[Desktop Entry]
Type=Application
Name={name}
Exec={command}
Icon={name}
Terminal=false
X-GNOME-Autostart-enabled=true
"""


class DesktopEntry:
    """The entry in the file *path*."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_on(self) -> bool:
        """Whether there is an entry that was not switched off."""
        try:
            return not _OFF.search(self._path.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return False

    def turn_on(self, command: Sequence[str]) -> None:
        """Write the entry."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            text = _ENTRY.format(name=NAME, command=" ".join(map(quoted, command)))
            self._path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise TrayError.unwritable(self._path, error) from error

    def turn_off(self) -> None:
        """Delete the entry."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise TrayError.unwritable(self._path, error) from error


def quoted(word: str) -> str:
    """*word* as it stands behind ``Exec=``: quoted, then escaped once more as every value of such a file is."""
    word = word.replace("%", "%%")
    if _PLAIN.fullmatch(word):
        return word
    inner = re.sub(r'(["`$\\])', r"\\\1", word).replace("\\", "\\\\")
    return f'"{inner}"'
