"""Muting a Mac: the whole output, as macOS tells no program how to mute another."""

from __future__ import annotations

import subprocess

from popupwatch.tray.platform.sound import Muted, Note

_OUTPUT = Muted(programs=frozenset({"output"}))


class MacSound:
    """The loudspeaker as a whole, our own voice with it."""

    silences_voice = True

    def __init__(self, note: Note) -> None:
        self._note = note

    def mute(self) -> None:
        """Mute the output, unless the person did."""
        if _script("output muted of (get volume settings)") == "false":
            self._note.write(_OUTPUT)
            _script("set volume with output muted")

    def restore(self) -> None:
        """Unmute the output if `mute` muted it."""
        if self._note.read() == _OUTPUT:
            _script("set volume without output muted")
            self._note.write(Muted())


def _script(line: str) -> str:
    try:
        return subprocess.run(
            ["/usr/bin/osascript", "-e", line], capture_output=True, text=True, timeout=5.0, check=False
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
