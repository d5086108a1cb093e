"""The voice of Windows: SAPI, which comes with it, in this process. PowerShell's takes a second to begin."""

from __future__ import annotations

import locale
from contextlib import suppress
from typing import Any

_AT_ONCE = 1 | 2 | 16  # SVSFlagsAsync, SVSFPurgeBeforeSpeak, SVSFIsNotXML
_SPEAKING = 2  # SRSEIsSpeaking
_PRIMARY = 0x3FF  # the part of a language's number that is the same in all countries


def voice() -> WindowsVoice | None:
    """The voice of this system, or ``None`` where Windows came without one."""
    try:
        import comtypes.client

        return WindowsVoice(comtypes.client.CreateObject("SAPI.SpVoice", dynamic=True))
    except (ImportError, OSError):
        return None


class WindowsVoice:
    """Speaks from the thread that made it."""

    def __init__(self, speaker: Any) -> None:
        self._speaker = speaker

    def say(self, text: str, language: str) -> None:
        """Begin to say *text*, in the voice the person chose where it speaks *language*."""
        import comtypes

        with suppress(comtypes.COMError):  # the sound device is gone
            voices = self._speaker.GetVoices()
            tokens = [self._speaker.Voice, *(voices.Item(number) for number in range(voices.Count))]
            fitting = [token for token in tokens if speaks(language, token.GetAttribute("Language"))]
            if fitting:
                self._speaker.Voice = fitting[0]
            self._speaker.Speak(text, _AT_ONCE)

    def stop(self) -> None:
        """Be silent now."""
        import comtypes

        with suppress(comtypes.COMError):
            self._speaker.Speak("", _AT_ONCE)

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said."""
        import comtypes

        try:
            return bool(self._speaker.Status.RunningState == _SPEAKING)
        except comtypes.COMError:
            return False


def speaks(language: str, numbers: str) -> bool:
    """Whether *language* (``fr``) is among *numbers*, Windows's own in hexadecimal: ``40c;c0c``."""
    wanted = {number & _PRIMARY for number, name in locale.windows_locale.items() if name.split("_")[0] == language}
    return any(int(number, 16) & _PRIMARY in wanted for number in numbers.split(";") if number)
