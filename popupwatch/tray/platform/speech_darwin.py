"""The voice of a Mac: ``say``, which comes with it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

from popupwatch.tray.platform.speech_command import CommandVoice


def voice() -> CommandVoice | None:
    """``say``, with the first voice there is for the language."""
    return CommandVoice(_speaking) if shutil.which("say") else None


def _speaking(language: str) -> Sequence[str]:
    try:
        listed = subprocess.run(["say", "-v", "?"], capture_output=True, text=True, timeout=5.0, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        listed = ""
    name = voice_for(language, listed)
    return ("say", "-f", "-", *(("-v", name) if name else ()))


def voice_for(language: str, listed: str) -> str | None:
    """The first voice for *language* of those that ``say -v ?`` listed: ``Thomas   fr_FR    # Bonjour``."""
    for line in listed.splitlines():
        name, _, locale = line.partition("#")[0].rstrip().rpartition(" ")
        if locale.replace("-", "_").split("_")[0] == language:
            return name.strip()
    return None
