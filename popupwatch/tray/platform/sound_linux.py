"""Muting the streams of other programs at a PulseAudio server, or PipeWire that speaks like one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from popupwatch.tray.platform.sound import Muted, Note

_NAME = "popupwatch"
_PATIENCE = 2.0  # seconds a server has to do what it is asked
_TURN = 0.5
# Screen readers, and a call with somebody who may be helping just now.
_HEARD_ROLES = ("a11y", "phone")
# speech-dispatcher speaks through processes of its own.
_VOICES = ("sd_", "speech-dispatcher", "espeak")
_KEPT_AS = "module-stream-restore.id"


class PulseSound:
    """Streams are muted, never the loudspeaker: the voice that reads to the person must be heard."""

    silences_voice = False

    def __init__(self, note: Note) -> None:
        self._note = note
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._listening: threading.Thread | None = None

    @classmethod
    def reached(cls, note: Note) -> PulseSound | None:
        """The sound of this session's server, or ``None`` where none answers."""
        return cls(note) if _in_time(lambda _: None) else None

    def mute(self) -> None:
        """Mute every stream there is, and from now on every new one."""
        _in_time(self._mute_streams)
        if self._listening is None:
            self._stop.clear()
            self._listening = threading.Thread(target=self._mute_new_ones, name="mute", daemon=True)
            self._listening.start()

    def restore(self) -> None:
        """Unmute what was muted, and what the server keeps of programs that have ended since: else a browser that was
        closed while it was mute would stay so for ever."""
        if self._listening is not None:
            self._stop.set()
            self._listening.join(_PATIENCE)
            self._listening = None
        muted = self._note.read()
        if muted != Muted() and _in_time(lambda server: _unmute(server, muted)):
            self._note.write(Muted())

    def _mute_streams(self, server: Any) -> None:
        with self._lock:
            found = [stream for stream in server.sink_input_list() if not stream.mute and not _is_voice(stream)]
            if not found:
                return
            names = frozenset(name for stream in found if (name := stream.proplist.get(_KEPT_AS)))
            numbers = frozenset(stream.index for stream in found)
            # Noted first: what is muted and not noted would stay so.
            self._note.write(self._note.read() | Muted(numbers, names))
            for stream in found:
                _set_mute(server, stream, True)

    def _mute_new_ones(self) -> None:
        """A page may begin to wail only now, or again. Goes on when the server was gone and is back."""
        while not self._stop.is_set():
            with suppress(ImportError, OSError), _server() as server:
                server.event_mask_set("sink_input")
                server.event_callback_set(lambda _: server.event_listen_stop())
                while not self._stop.is_set():
                    self._mute_streams(server)
                    server.event_listen(timeout=_TURN)
            self._stop.wait(_TURN)


def _in_time(act: Callable[[Any], None]) -> bool:
    """Whether *act* was done with a server. One that hangs must not hang the warning, and pulsectl's own timeout always
    lasts to its end: so it is waited for from outside."""
    done = threading.Event()

    def try_it() -> None:
        with suppress(ImportError, OSError):
            with _server() as server:
                act(server)
            done.set()

    asking = threading.Thread(target=try_it, name="sound", daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    return done.is_set()


@contextmanager
def _server() -> Iterator[Any]:
    """A connection to the server. Whatever goes wrong with it is an OSError; without libpulse, importing raises one."""
    import pulsectl

    try:
        server = pulsectl.Pulse(_NAME, connect=False)
        try:
            server.connect()
            yield server
        finally:
            server.close()
    except Exception as error:  # pulsectl's have no common name
        raise OSError(str(error)) from error


def _is_voice(stream: Any) -> bool:
    told = stream.proplist
    if told.get("media.role") in _HEARD_ROLES:
        return True
    if told.get("application.process.binary", "").startswith(_VOICES):
        return True
    try:
        process = psutil.Process(int(told.get("application.process.id", "")))
        ours = {psutil.Process().pid}
        return process.pid in ours or bool(ours & {parent.pid for parent in process.parents()})
    except (psutil.Error, ValueError):
        return False


def _set_mute(server: Any, stream: Any, mute: bool) -> None:
    import pulsectl

    with suppress(pulsectl.PulseOperationFailed, pulsectl.PulseIndexError):  # ended meanwhile
        server.sink_input_mute(stream.index, mute)


def _unmute(server: Any, muted: Muted) -> None:
    import pulsectl

    for stream in server.sink_input_list():
        if stream.index in muted.streams or stream.proplist.get(_KEPT_AS) in muted.programs:
            _set_mute(server, stream, False)

    with suppress(pulsectl.PulseError):  # a server that keeps nothing
        for kept in server.stream_restore_list():
            if kept.name in muted.programs and kept.mute:
                if kept.volume.values:
                    kept.mute = 0
                    server.stream_restore_write(kept, mode="replace")
                else:  # kept because of us alone
                    server.stream_restore_delete(kept.name)
