"""A sound server of one's own with a loudspeaker nobody hears, programs that sound, and what can be heard of them."""

from __future__ import annotations

import math
import os
import signal
import struct
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pulsectl

_MODULES = ("module-native-protocol-unix", "module-null-sink sink_name=unheard", "module-stream-restore")


@dataclass
class Loudspeaker:
    """Where everything ends that is played in this session."""

    folder: Path
    players: list[int] = field(default_factory=list)

    def play(self, program: str) -> int:
        """A tone, played by a program called so that is no child of this process; its number. It sounds when this
        returns."""
        tone, before = self.folder / "tone.wav", len(self.streams())
        if not tone.exists():
            _write_tone(tone)
        shell = f"paplay --client-name={program} {tone} >/dev/null 2>&1 & echo $!"
        told = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True, start_new_session=True)
        self.players.append(int(told.stdout))
        self.wait_for(before + 1)
        return self.players[-1]

    def end(self, player: int) -> None:
        """End what `play` began."""
        before = len(self.streams())
        os.kill(player, signal.SIGTERM)
        self.wait_for(before - 1)

    def streams(self) -> dict[str, bool]:
        """Which programs sound, and whether they are muted."""
        with pulsectl.Pulse("test") as server:
            return {stream.proplist["application.name"]: bool(stream.mute) for stream in server.sink_input_list()}

    def kept(self) -> dict[str, bool]:
        """Which programs the server will mute when they sound again."""
        with pulsectl.Pulse("test") as server:
            return {kept.name.rpartition(":")[2]: bool(kept.mute) for kept in server.stream_restore_list()}

    def is_heard(self) -> bool:
        """Whether anything can be heard now."""
        with pulsectl.Pulse("test") as server:
            return bool(server.get_peak_sample("unheard.monitor", 0.4) > 0.01)

    def wait_for(self, count: int) -> None:
        """Wait until so many programs sound."""
        end = time.monotonic() + 10
        while len(self.streams()) != count:
            assert time.monotonic() < end, self.streams()
            time.sleep(0.02)


@contextmanager
def loudspeaker(folder: Path) -> Iterator[Loudspeaker]:
    """A PulseAudio server for this session (XDG_RUNTIME_DIR)."""
    loaded = [part for module in _MODULES for part in ("-L", module)]
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes", *loaded]
    # One that is started as root says so, at length.
    quiet, home = subprocess.DEVNULL, os.environ | {"HOME": str(folder)}
    server = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=home)
    made = Loudspeaker(folder)
    try:
        _wait_for_server()
        yield made
    finally:
        for player in made.players:
            with suppress(ProcessLookupError):
                os.kill(player, signal.SIGTERM)
        server.terminate()
        server.wait(10)


def _wait_for_server() -> None:
    end = time.monotonic() + 10
    while True:
        with suppress(pulsectl.PulseError):
            with pulsectl.Pulse("test", connect=False) as server:
                server.connect()
            return
        assert time.monotonic() < end
        time.sleep(0.05)


def _write_tone(path: Path) -> None:
    with wave.open(str(path), "wb") as tone:
        tone.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        tone.writeframes(b"".join(struct.pack("<h", int(16000 * math.sin(n * 0.35))) for n in range(8000)) * 60)
