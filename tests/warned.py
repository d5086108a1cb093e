"""The warning as a process of its own on a desktop of its own, clicked and typed at as a person would."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from desktop import Desktop

from popupwatch.advice.texts import load_texts
from popupwatch.model import Box, Evidence, Level
from popupwatch.tray.child import Child
from popupwatch.tray.warning.content import Trusted, WarningContent
from popupwatch.tray.warning.telling import alert_of, warning_of
from popupwatch.watch.messages import Sighting

NUMBER = "1-800-555-0134"


def evidence(clue: str, text: str, points: float) -> Evidence:
    return Evidence(clue, text, Box(200, 200, 500, 230), 1.0, points)


# What the rules find on a page of our own words.
MICROSOFT = Sighting(
    1,
    Level.SCAM,
    "fake-microsoft-alert",
    14.0,
    (
        evidence("number-to-call", f"Call Microsoft Support now: {NUMBER}", 3),
        evidence("alarm", "Your computer has been blocked", 4),
        evidence("do-not-close", "Do not close this window", 2),
        evidence("names-microsoft", "Microsoft", 1),
    ),
    "fake-alert",
)
RANSOM = Sighting(
    1,
    Level.SCAM,
    "bitcoin-ransom",
    12.0,
    (evidence("takes-files", "Your files are encrypted", 5), evidence("demands-coins", "Send 0.05 BTC", 4)),
    "ransom",
)


def content(
    seen: Sighting = MICROSOFT,
    language: str = "en",
    text_size: int = 100,
    monitor: Box | None = None,
    can: Sequence[str] = ("close", "mute", "speak"),
    **more: Any,
) -> WarningContent:
    """The warning of what was *seen*."""
    texts = load_texts(language)
    alert = alert_of("first", seen, texts, "linux", monitor)
    trusted = more.pop("trusted", Trusted("Claire", "06 39 98 12 34"))
    made = warning_of(
        alert, texts, text_size=text_size, monitor=monitor, can=can, trusted=trusted, country="fr", **more
    )
    return replace(made, monitor=monitor)


@dataclass
class Warned:
    """A warning on *desktop*, and what it told: *told* all messages, *code* what it ended with."""

    desktop: Desktop
    told: list[dict[str, Any]] = field(default_factory=list)
    code: int | None = None
    gone: threading.Event = field(default_factory=threading.Event)
    child: Child = field(init=False)

    def begin(self, kind: str, fields: dict[str, Any]) -> None:
        self.child = Child(kind, fields, self.told.append, self._ended)

    def _ended(self, code: int) -> None:
        self.code = code
        self.gone.set()

    def heard(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.told if message["kind"] == kind]

    @property
    def chosen(self) -> list[str]:
        return [message["choice"] for message in self.heard("chose")]

    def wait_until_shown(self) -> None:
        self.desktop.wait(lambda: self.heard("shown"))

    def where(self) -> dict[str, Any]:
        """Where everything stands, and what is said."""
        before = len(self.heard("places"))
        self.child.send("where")
        self.desktop.wait(lambda: len(self.heard("places")) > before)
        return self.heard("places")[-1]

    def wait_for(self, button: str) -> list[int]:
        """Wait until *button* can be seen; where it stands."""
        self.desktop.wait(lambda: button in self.where()["boxes"])
        box: list[int] = self.where()["boxes"][button]
        return box

    def click(self, button: str) -> None:
        """A real click in the middle of *button*."""
        left, top, right, bottom = self.wait_for(button)
        click_at(self.desktop, (left + right) // 2, (top + bottom) // 2)

    def wait_until_gone(self) -> None:
        assert self.gone.wait(10)


def click_at(desktop: Desktop, x: int, y: int) -> None:
    where = ["mousemove", str(x), str(y), "click", "1"]
    subprocess.run(["xdotool", *where], env=desktop.environment, check=True, capture_output=True)


@contextmanager
def warned(
    desktop: Desktop, what: WarningContent | dict[str, Any], kind: str = "warning", wait: float = 1.1
) -> Iterator[Warned]:
    """The warning *what* on *desktop*, when it takes answers: a warning so many seconds after it was shown, any other
    window when it has the keyboard."""
    from time import sleep

    shown = Warned(desktop)
    shown.begin(kind, what.as_fields() if isinstance(what, WarningContent) else what)
    try:
        if kind == "warning":
            shown.wait_until_shown()
            sleep(wait)
        else:
            desktop.wait(lambda: desktop.has_keyboard("popupwatch"))
            sleep(0.6)  # until it is painted, and the window manager knows as well
        yield shown
    finally:
        shown.child.end()
        assert not shown.heard("failed"), shown.heard("failed")
