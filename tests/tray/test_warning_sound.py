"""The warning silences a siren and reads itself aloud: a real sound server, real programs that sound."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from desktop import NEEDS, Desktop, desktop
from warned import content, warned

if sys.platform != "linux":
    pytest.skip("the sound server is Linux's", allow_module_level=True)

from sounding import Loudspeaker, loudspeaker


@pytest.fixture
def speaker(needs: Callable[[str], None], tmp_path: Path) -> Iterator[Loudspeaker]:
    for program in ("pulseaudio", "espeak-ng"):
        needs(program)
    with loudspeaker(tmp_path) as made:
        yield made
        for process in psutil.process_iter(["name"]):  # it was started by the first word, and goes on
            if process.info["name"] == "speech-dispatcher" and _is_of(process, tmp_path):
                process.terminate()


def _is_of(process: psutil.Process, folder: Path) -> bool:
    try:
        return str(folder) in process.environ().get("XDG_CONFIG_HOME", "")
    except psutil.Error:
        return False


@pytest.fixture
def small(needs: Callable[[str], None], speaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    for program in NEEDS:
        needs(program)
    with desktop((1366, 768)) as made:
        monkeypatch.setenv("DISPLAY", made.name)
        yield made


def test_the_siren_is_silent_until_it_is_wanted_again(small: Desktop, speaker: Loudspeaker) -> None:
    speaker.play("siren")
    assert speaker.is_heard()
    with warned(small, content()) as warning:
        warning.click("mute")
        small.wait(lambda: not speaker.is_heard())
        warning.click("mute")
        small.wait(speaker.is_heard)
        warning.click("mute")
        small.wait(lambda: not speaker.is_heard())
        warning.click("understood")
        warning.wait_until_gone()
    small.wait(speaker.is_heard)  # nothing stays muted


def test_a_warning_that_is_ended_gives_the_sound_back(small: Desktop, speaker: Loudspeaker) -> None:
    speaker.play("siren")
    with warned(small, content()) as warning:
        warning.click("mute")
        small.wait(lambda: not speaker.is_heard())
        warning.child.end()
        assert warning.code == 0
    small.wait(speaker.is_heard)


def test_it_is_read_aloud_over_a_silenced_siren(small: Desktop, speaker: Loudspeaker) -> None:
    speaker.play("siren")
    with warned(small, content(language="fr")) as warning:
        warning.click("mute")
        small.wait(lambda: not speaker.is_heard())
        warning.click("read")
        small.wait(speaker.is_heard)
        warning.click("read")
        small.wait(lambda: not speaker.is_heard())


def test_it_reads_by_itself_where_that_is_set(small: Desktop, speaker: Loudspeaker) -> None:
    with warned(small, content(read_aloud=True)) as warning:
        small.wait(speaker.is_heard)
        warning.click("trusted")
        small.wait(lambda: not speaker.is_heard())
        warning.wait_for("back")
