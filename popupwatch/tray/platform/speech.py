"""Reading aloud with the system's own voice, without the internet. One way for each platform."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Protocol


class Voice(Protocol):
    """One voice. It says one thing at a time."""

    def say(self, text: str, language: str) -> None:
        """Begin to say *text* in *language* (``fr``) instead of whatever is being said, and return at once."""

    def stop(self) -> None:
        """Be silent now."""

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said."""


def voice_of_this_system() -> Voice | None:
    """The voice of this system, or ``None`` where there is none."""
    for name, find in _PLATFORMS.items():
        if sys.platform.startswith(name):
            return find()
    return None


def to_install() -> str | None:
    """The command that brings a voice to a system that has none, where there is one."""
    return "sudo apt install speech-dispatcher espeak-ng" if sys.platform.startswith("linux") else None


def _linux() -> Voice | None:
    from popupwatch.tray.platform.speech_linux import voice

    return voice()


def _win32() -> Voice | None:
    from popupwatch.tray.platform.speech_win32 import voice

    return voice()


def _darwin() -> Voice | None:
    from popupwatch.tray.platform.speech_darwin import voice

    return voice()


_PLATFORMS: Mapping[str, Callable[[], Voice | None]] = {"linux": _linux, "win32": _win32, "darwin": _darwin}
