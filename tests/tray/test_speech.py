"""Reading aloud: real voices, and what can be heard of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from sounding import Loudspeaker, loudspeaker

from popupwatch.tray.platform import speech_linux
from popupwatch.tray.platform.closing import within
from popupwatch.tray.platform.sound import sound_of_this_system
from popupwatch.tray.platform.speech import Voice, voice_of_this_system
from popupwatch.tray.platform.speech_darwin import voice_for
from popupwatch.tray.platform.speech_win32 import speaks

linux = pytest.mark.skipif(sys.platform != "linux", reason="the voices are Linux's")
LONG = "Vous êtes en sécurité. Prenez votre temps, et n'appelez pas ce numéro.\n" * 2000


@pytest.fixture
def speaker(needs: Callable[[str], None], tmp_path: Path) -> Iterator[Loudspeaker]:
    for program in ("pulseaudio", "espeak-ng", "spd-say"):
        needs(program)
    with loudspeaker(tmp_path) as made:
        yield made
        for process in psutil.process_iter(["name"]):  # it was started by the first word, and goes on
            if process.info["name"] == "speech-dispatcher" and _is_of(process, made):
                process.terminate()


def _is_of(process: psutil.Process, speaker: Loudspeaker) -> bool:
    import os

    try:
        return process.environ().get("XDG_RUNTIME_DIR") == os.environ["XDG_RUNTIME_DIR"]
    except psutil.Error:
        return False


@pytest.fixture(params=["spd-say", "espeak-ng"])
def voice(request: pytest.FixtureRequest, speaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch) -> Voice:
    """Each voice there is on Linux."""
    if request.param == "espeak-ng":
        found = shutil.which
        monkeypatch.setattr(speech_linux.shutil, "which", lambda name: None if name == "spd-say" else found(name))
    made = voice_of_this_system()
    assert made is not None
    return made


@linux
def test_it_is_heard_and_ends(voice: Voice, speaker: Loudspeaker) -> None:
    assert not voice.is_speaking
    voice.say("Vous êtes en sécurité.", "fr")
    assert voice.is_speaking
    assert within(10.0, speaker.is_heard)
    assert within(15.0, lambda: not voice.is_speaking)


@linux
def test_a_long_text_stops_at_once(voice: Voice, speaker: Loudspeaker) -> None:
    voice.say(LONG, "fr")
    assert within(10.0, speaker.is_heard)
    voice.stop()
    assert not voice.is_speaking
    assert within(2.0, lambda: not speaker.is_heard())
    assert not speaker.is_heard()


@linux
def test_it_says_one_thing_at_a_time(voice: Voice, speaker: Loudspeaker) -> None:
    voice.say(LONG, "fr")
    assert within(10.0, speaker.is_heard)
    voice.say("You are safe.", "en")
    assert within(15.0, lambda: not voice.is_speaking)
    assert within(3.0, lambda: not speaker.is_heard())


@linux
def test_it_is_heard_while_others_are_mute(voice: Voice, speaker: Loudspeaker, tmp_path: Path) -> None:
    speaker.play("siren")
    sound = sound_of_this_system(tmp_path / "running")
    assert sound is not None
    sound.mute()
    assert not speaker.is_heard()
    voice.say(LONG, "en")
    assert within(10.0, speaker.is_heard)
    assert speaker.streams()["siren"]
    voice.stop()
    sound.restore()


@linux
def test_without_a_program_there_is_no_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert voice_of_this_system() is None


def test_which_voice_of_a_mac() -> None:
    listed = "Daniel (English (UK)) en_GB    # Hello.\nThomas              fr_FR    # Bonjour.\nAudrey   fr_FR   # Oui"
    assert voice_for("fr", listed) == "Thomas"
    assert voice_for("en", listed) == "Daniel (English (UK))"
    assert voice_for("ja", listed) is None


@pytest.mark.parametrize(
    ("language", "numbers", "does"),
    [("fr", "40c", True), ("fr", "409;c0c", True), ("en", "809", True), ("fr", "409", False), ("fr", "", False)],
)
def test_which_voice_of_windows(language: str, numbers: str, does: bool) -> None:
    assert speaks(language, numbers) is does
