"""The voice of a Linux desktop: speech-dispatcher, which screen readers speak through, or espeak-ng itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from popupwatch.tray.platform.speech_command import CommandVoice, Way

# spd-say ends at once where the person's locale is not installed.
_SPD_SAY = ("env", "LC_ALL=C.UTF-8", "spd-say")


def voice() -> CommandVoice | None:
    """speech-dispatcher where there is one, for it has the voice and the speed the person chose; espeak-ng where there
    is none or it fails."""
    ways = tuple(_ways())
    return CommandVoice(*ways) if ways else None


def _ways() -> Iterator[Way]:
    if shutil.which("spd-say") and shutil.which("speech-dispatcher"):
        # In pipe mode it reads its standard input, and prints it as well: to nowhere.
        yield Way(lambda language: (*_SPD_SAY, "-e", "-w", "-l", language), hush=(*_SPD_SAY, "-S"))
    if shutil.which("espeak-ng"):
        yield Way(lambda language: ("espeak-ng", "-v", language, "--stdin"))
