"""Muting the audio sessions of other programs on Windows."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from popupwatch.tray.platform.sound import Muted, Note

_TURN = 0.5


class WindowsSound:
    """Windows keeps how loud a program is beyond its life. The sessions that were muted are held: through them a
    browser that was closed meanwhile is unmuted as well."""

    silences_voice = False

    def __init__(self, note: Note) -> None:
        self._note = note
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._listening: threading.Thread | None = None
        self._held: dict[str, Any] = {}

    @classmethod
    def reached(cls, note: Note) -> WindowsSound | None:
        """The sound of this session, or ``None`` where there is no device to be heard from."""
        try:
            with _com():
                list(_sessions())
        except (ImportError, OSError):
            return None
        return cls(note)

    def mute(self) -> None:
        """Mute every session there is, and from now on every new one."""
        with _com():
            self._mute_sessions()
        if self._listening is None:
            self._stop.clear()
            self._listening = threading.Thread(target=self._mute_new_ones, name="mute", daemon=True)
            self._listening.start()

    def restore(self) -> None:
        """Unmute what was muted. What is not there any more stays noted until it is."""
        if self._listening is not None:
            self._stop.set()
            self._listening.join(2.0)
            self._listening = None
        programs = self._note.read().programs
        with _com(), self._lock:
            found = {**self._held, **{s.InstanceIdentifier: s for s in _sessions() if s.Identifier in programs}}
            done = {session.Identifier for session in found.values() if _set_mute(session, 0)}
            self._held = {}
            self._note.write(Muted(programs=programs - done))

    def _mute_sessions(self) -> None:
        with self._lock:
            for session in _sessions():
                if session.ProcessId in (0, os.getpid()) or session.SimpleAudioVolume.GetMute():
                    continue
                self._note.write(self._note.read() | Muted(programs=frozenset({session.Identifier})))
                if _set_mute(session, 1):
                    self._held[session.InstanceIdentifier] = session

    def _mute_new_ones(self) -> None:
        with _com():
            while not self._stop.wait(_TURN):
                self._mute_sessions()


@contextmanager
def _com() -> Iterator[None]:
    """COM, which each thread begins for itself. What goes wrong with it is an OSError (COMError is none)."""
    import comtypes

    comtypes.CoInitializeEx(comtypes.COINIT_MULTITHREADED)
    try:
        yield
    except comtypes.COMError as error:
        raise OSError(str(error)) from error
    finally:
        comtypes.CoUninitialize()


def _sessions() -> Iterator[Any]:
    from pycaw.utils import AudioUtilities

    yield from AudioUtilities.GetAllSessions()


def _set_mute(session: Any, mute: int) -> bool:
    import comtypes

    try:
        session.SimpleAudioVolume.SetMute(mute, None)
    except comtypes.COMError:
        return False
    return True
