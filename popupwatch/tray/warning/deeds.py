"""What the warning can do besides showing itself: close a window, mute, read aloud. What each takes is imported when it
is wanted, and what takes long is done in a thread."""

from __future__ import annotations

import importlib
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from popupwatch.errors import PopupwatchError
from popupwatch.model import Box

# Milliseconds between two questions whether something long is done.
_EVERY = 50


class Target(Protocol):
    """A window of another program."""

    @property
    def title(self) -> str: ...

    @property
    def program(self) -> str: ...


class Windows(Protocol):
    """Finds the window under the evidence and closes it."""

    def under(self, boxes: Sequence[Box]) -> Any: ...

    def close(self, target: Any) -> bool: ...

    def end(self, target: Any) -> bool: ...


class Sound(Protocol):
    """Mutes what other programs play."""

    @property
    def silences_voice(self) -> bool: ...

    def mute(self) -> None: ...

    def restore(self) -> None: ...


class Voice(Protocol):
    """Reads aloud."""

    def say(self, text: str, language: str) -> None: ...

    def stop(self) -> None: ...

    @property
    def is_speaking(self) -> bool: ...


@dataclass
class Means:
    """What this system can do, each looked for when it is first wanted; ``None`` where it cannot."""

    _found: dict[str, Any] = field(default_factory=dict)

    @property
    def windows(self) -> Windows | None:
        found: Windows | None = self._of("closing", "windows_of_this_session")
        return found

    @property
    def sound(self) -> Sound | None:
        found: Sound | None = self._of("sound", "sound_of_this_system")
        return found

    @property
    def voice(self) -> Voice | None:
        found: Voice | None = self._of("speech", "voice_of_this_system")
        return found

    def _of(self, matter: str, name: str) -> Any:
        if matter not in self._found:
            module = importlib.import_module(f"popupwatch.tray.platform.{matter}")
            self._found[matter] = getattr(module, name)()
        return self._found[matter]

    @property
    def known_sound(self) -> Sound | None:
        """The sound, where it was wanted before."""
        found: Sound | None = self._found.get("sound")
        return found

    @property
    def known_voice(self) -> Voice | None:
        found: Voice | None = self._found.get("speech")
        return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """How closing went: whether the window *target* is gone; ``None`` where none was found, *error* where it could not
    even be tried."""

    target: Target | None
    is_gone: bool = False
    error: PopupwatchError | None = None


def close_under(windows: Windows | None, boxes: Sequence[Box]) -> Outcome:
    """Close the window that shows *boxes*, politely."""
    try:
        target = windows.under(boxes) if windows else None
        return Outcome(target, bool(windows and target is not None and windows.close(target)))
    except PopupwatchError as error:
        return Outcome(None, False, error)


def end_firmly(windows: Windows | None, target: Target | None) -> Outcome:
    """End the program of *target*: the person said so."""
    try:
        return Outcome(target, bool(windows and target is not None and windows.end(target)))
    except PopupwatchError as error:
        return Outcome(target, False, error)


def in_background(
    after: Callable[[int, Callable[[], None]], object], work: Callable[[], Outcome], done: Callable[[Outcome], None]
) -> None:
    """Do *work* in a thread and *done* with what came of it in this one, whose window goes on being drawn."""
    answers: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(work()), daemon=True).start()

    def look() -> None:
        if answers.empty():
            after(_EVERY, look)
        else:
            done(answers.get())

    after(_EVERY, look)
