"""The voice of a Linux desktop: speech-dispatcher, which screen readers speak through, or espeak-ng itself."""

from __future__ import annotations

import shutil

from popupwatch.tray.platform.speech_command import CommandVoice


def voice() -> CommandVoice | None:
    """speech-dispatcher where there is one, for it has the voice and the speed the person chose."""
    if shutil.which("spd-say") and shutil.which("speech-dispatcher"):
        # In pipe mode it would print the text as well, and does so to nowhere.
        return CommandVoice(lambda language: ("spd-say", "-e", "-w", "-l", language), hush=("spd-say", "-S"))
    for program in ("espeak-ng", "espeak"):
        if shutil.which(program):
            return CommandVoice(lambda language, program=program: (program, "-v", language, "--stdin"))  # type: ignore[misc]
    return None
