"""Muting a siren: a real PulseAudio server, real programs that sound, and what can be heard of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pulsectl
import pytest
from sounding import Loudspeaker, loudspeaker

from popupwatch.tray.platform.sound import Muted, Note, Sound, sound_of_this_system

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sound server is Linux's")


@pytest.fixture
def speaker(needs: Callable[[str], None], tmp_path: Path) -> Iterator[Loudspeaker]:
    for program in ("pulseaudio", "paplay"):
        needs(program)
    with loudspeaker(tmp_path) as made:
        yield made


def sound(tmp_path: Path) -> Sound:
    found = sound_of_this_system(tmp_path / "running")
    assert found is not None
    return found


def test_a_siren_stops_at_once_and_is_restored(speaker: Loudspeaker, tmp_path: Path) -> None:
    speaker.play("siren")
    assert speaker.is_heard()
    muting = sound(tmp_path)
    muting.mute()
    assert speaker.streams() == {"siren": True}
    assert not speaker.is_heard()
    muting.restore()
    assert speaker.streams() == {"siren": False}
    assert speaker.is_heard()


def test_what_begins_while_muted_is_mute(speaker: Loudspeaker, tmp_path: Path) -> None:
    muting = sound(tmp_path)
    muting.mute()
    speaker.play("siren")
    assert wait_until(lambda: speaker.streams() == {"siren": True})
    muting.restore()
    assert speaker.streams() == {"siren": False}


def test_the_voice_is_heard(speaker: Loudspeaker, tmp_path: Path) -> None:
    """It is a child of this process."""
    speaker.play("siren")
    muting = sound(tmp_path)
    muting.mute()
    voice = subprocess.Popen(["paplay", "--client-name=voice", str(tmp_path / "tone.wav")])
    try:
        speaker.wait_for(2)
        assert speaker.is_heard()
        assert speaker.streams() == {"siren": True, "voice": False}
    finally:
        voice.kill()
        voice.wait()
        muting.restore()


def test_a_browser_closed_while_mute_is_heard_the_next_time(speaker: Loudspeaker, tmp_path: Path) -> None:
    siren = speaker.play("siren")
    muting = sound(tmp_path)
    muting.mute()
    assert speaker.kept()["siren"]
    speaker.end(siren)
    muting.restore()
    speaker.play("siren")
    assert speaker.streams() == {"siren": False}


def test_and_as_loud_as_it_was(speaker: Loudspeaker, tmp_path: Path) -> None:
    siren = speaker.play("siren")
    with pulsectl.Pulse("test") as server:
        server.volume_set_all_chans(server.sink_input_list()[0], 0.5)
    muting = sound(tmp_path)
    muting.mute()
    speaker.end(siren)
    muting.restore()
    assert speaker.kept() == {"siren": False}
    speaker.play("siren")
    with pulsectl.Pulse("test") as server:
        (stream,) = server.sink_input_list()
        assert (stream.mute, round(stream.volume.value_flat, 2)) == (0, 0.5)


def test_what_the_person_muted_stays_mute(speaker: Loudspeaker, tmp_path: Path) -> None:
    speaker.play("radio")
    with pulsectl.Pulse("test") as server:
        server.mute(server.sink_input_list()[0], True)
    speaker.play("siren")
    muting = sound(tmp_path)
    muting.mute()
    muting.restore()
    assert speaker.streams() == {"radio": True, "siren": False}


def test_the_next_process_restores_what_a_killed_one_muted(speaker: Loudspeaker, tmp_path: Path) -> None:
    speaker.play("siren")
    code = (
        "import os, pathlib, sys; from popupwatch.tray.platform.sound import sound_of_this_system\n"
        "sound_of_this_system(pathlib.Path(sys.argv[1])).mute(); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "running")], check=False).returncode == 9
    assert speaker.streams() == {"siren": True}
    sound(tmp_path).restore()
    assert speaker.streams() == {"siren": False}
    assert not list((tmp_path / "running").iterdir())


def test_without_a_server_there_is_no_sound(tmp_path: Path) -> None:
    assert sound_of_this_system(tmp_path) is None


def test_a_damaged_note_notes_nothing(tmp_path: Path) -> None:
    note = Note(tmp_path / "muted.json")
    note.write(Muted(frozenset({3}), frozenset({"x"})))
    assert note.read() == Muted(frozenset({3}), frozenset({"x"}))
    (tmp_path / "muted.json").write_text('{"streams": 3}')
    assert note.read() == Muted()


def wait_until(condition: Callable[[], bool]) -> bool:
    from popupwatch.tray.platform.closing import within

    return within(5.0, condition)
