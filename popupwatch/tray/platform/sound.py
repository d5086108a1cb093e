"""Silencing a siren: other programs are muted, and heard again later. One way for each platform."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from popupwatch.settings import running_folder


class Sound(Protocol):
    """What can be heard of other programs."""

    @property
    def silences_voice(self) -> bool:
        """Whether `mute` silences our own voice as well, so that sound must be restored before it speaks."""

    def mute(self) -> None:
        """Silence every other program now, and those that begin to sound until `restore`."""

    def restore(self) -> None:
        """Let be heard what `mute` silenced: also what a process silenced that ended without restoring. What the person
        had muted stays so."""


def sound_of_this_system(folder: Path | None = None) -> Sound | None:
    """The sound of this system, or ``None`` where there is none that can be muted. What is muted is noted in *folder*,
    by default that of this session: a later process can restore it."""
    note = Note((folder or running_folder()) / "muted.json")
    for name, begin in _PLATFORMS.items():
        if sys.platform.startswith(name):
            return begin(note)
    return None


def to_install() -> str | None:
    """The command that brings sound that can be muted to a system that has none, where there is one."""
    return "sudo apt install pulseaudio" if sys.platform.startswith("linux") else None


@dataclass(frozen=True, slots=True)
class Muted:
    """What was muted: *streams* by the system's number, and *programs* by the name under which the system keeps, beyond
    the life of their streams, that they are mute."""

    streams: frozenset[int] = field(default_factory=frozenset)
    programs: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Muted) -> Muted:
        return Muted(self.streams | other.streams, self.programs | other.programs)


class Note:
    """What is muted now, in a file: whoever muted may be killed before restoring."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Muted:
        """What is noted; nothing where there is no file, or one that cannot be read."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            return Muted(frozenset(map(int, kept["streams"])), frozenset(map(str, kept["programs"])))
        return Muted()

    def write(self, muted: Muted) -> None:
        """Note *muted*, or nothing any more. A disk that is full does not keep a siren going."""
        with suppress(OSError):
            if muted == Muted():
                self._path.unlink(missing_ok=True)
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fields = {name: sorted(values) for name, values in asdict(muted).items()}
            self._path.write_text(json.dumps(fields), encoding="utf-8")


def _linux(note: Note) -> Sound | None:
    from popupwatch.tray.platform.sound_linux import PulseSound

    return PulseSound.reached(note)


def _win32(note: Note) -> Sound | None:
    from popupwatch.tray.platform.sound_win32 import WindowsSound

    return WindowsSound.reached(note)


def _darwin(note: Note) -> Sound:
    from popupwatch.tray.platform.sound_darwin import MacSound

    return MacSound(note)


_PLATFORMS: Mapping[str, Callable[[Note], Sound | None]] = {"linux": _linux, "win32": _win32, "darwin": _darwin}
