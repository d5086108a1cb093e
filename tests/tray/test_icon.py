"""The icon in real panels: embedded, drawn, clicked, and gone at the end. On bare X11, and with Debian's gi."""

from __future__ import annotations

import itertools
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mss
import numpy as np
import pytest
from desktop import Desktop, desktop
from eyes import TRAYER, click
from PIL import Image

from popupwatch.errors import TrayError
from popupwatch.tray.drawing import icon
from popupwatch.tray.icon import make_icon

SHOWING = Path(__file__).with_name("showing.py")
SIZE = (800, 600)
# Where trayer puts the one icon it has, and the corner of the desktop with it; at which size it is drawn, and shown.
PLACE, CORNER = (787, 584), (760, 560)
DRAWN = ((24, 24), *((48, size) for size in range(22, 33)))
# How much of 255 a scaled icon may differ from ours on average; another of ours differs by more than three times that.
ALIKE = 12


class Shown:
    """The other process, and what it tells."""

    def __init__(self, where: Desktop, complaints: Path, environment: dict[str, str]) -> None:
        self.where, self._complaints = where, complaints
        with complaints.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, SHOWING],
                env=where.environment | environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=err,
                text=True,
                bufsize=1,
            )
        self._told: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, **order: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")

    def heard(self, kind: str) -> dict[str, Any]:
        """The next thing it tells, which must be of this kind."""
        try:
            told = self._told.get(timeout=15)
        except queue.Empty:
            raise AssertionError(self.complaints) from None
        assert told["kind"] == kind, told
        return told

    @property
    def complaints(self) -> str:
        return self._complaints.read_text()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._told.put(json.loads(line))


@contextmanager
def showing(where: Desktop, folder: Path, **environment: str) -> Iterator[Shown]:
    shown = Shown(where, folder / "complaints", environment)
    try:
        yield shown
    finally:
        shown.process.kill()
        shown.process.wait()


@pytest.fixture
def place(needs: Callable[[str], None]) -> Iterator[Desktop]:
    for program in ("Xvfb", "openbox", "trayer", "xdotool"):
        needs(program)
    with desktop(SIZE) as made:
        yield made


def picture(where: Desktop) -> Image.Image:
    with mss.MSS(display=where.name) as screen:
        grabbed = screen.grab(screen.monitors[0])
        return Image.frombytes("RGB", grabbed.size, grabbed.rgb)


def is_drawn(where: Desktop, state: str) -> bool:
    """Whether the icon of *state* is in the panel: drawn for its size, or larger and scaled by the panel."""
    seen = np.asarray(picture(where), dtype=float)[CORNER[1] :, CORNER[0] :]
    return any(_is_in(seen, icon(state, of).resize((size, size))) for of, size in DRAWN)


def _is_in(seen: np.ndarray, picture: Image.Image) -> bool:
    wanted, size = np.asarray(picture, dtype=float), picture.width
    solid = wanted[:, :, 3] > 250
    places = itertools.product(range(seen.shape[0] - size + 1), range(seen.shape[1] - size + 1))
    parts = (seen[y : y + size, x : x + size] for y, x in places)
    return any(np.abs(part - wanted[:, :, :3])[solid].mean() < ALIKE for part in parts)


def test_on_bare_x11(place: Desktop, tmp_path: Path) -> None:
    place.start(*TRAYER)
    with showing(place, tmp_path, PYSTRAY_BACKEND="xorg") as shown:
        ready = shown.heard("ready")
        assert (ready["backend"], ready["has_menu"]) == ("xorg", False)
        place.wait(lambda: is_drawn(place, "watching"))
        # What stands around it is the panel's own colour, not black.
        assert picture(place).getpixel((PLACE[0] - 12, PLACE[1] - 12)) > (150, 150, 150)
        click(place, *PLACE)
        assert shown.heard("chose")["key"] == "control"
        shown.tell(kind="show", state="paused")
        shown.heard("shown")
        place.wait(lambda: is_drawn(place, "paused"))
        shown.tell(kind="notify")
        assert shown.heard("notified")["could"] is False
        shown.process.send_signal(signal.SIGTERM)
        shown.heard("ended")
        assert shown.process.wait(10) == 0
        place.wait(lambda: not is_drawn(place, "paused"))
        assert shown.complaints == ""


def test_a_panel_that_starts_later_and_one_that_comes_back(place: Desktop, tmp_path: Path) -> None:
    with showing(place, tmp_path, PYSTRAY_BACKEND="xorg") as shown:
        assert shown.heard("ready")["tray"] is False
        for _ in range(2):
            panel = place.start(*TRAYER)
            place.wait(lambda: is_drawn(place, "watching"))
            panel.kill()
            panel.wait()
            place.wait(lambda: not is_drawn(place, "watching"))
        shown.tell(kind="stop")
        shown.heard("ended")
        assert shown.complaints == ""


def test_the_display_goes_away(place: Desktop, tmp_path: Path) -> None:
    place.start(*TRAYER)
    with showing(place, tmp_path, PYSTRAY_BACKEND="xorg") as shown:
        shown.heard("ready")
        place.wait(lambda: is_drawn(place, "watching"))
        place.lose_server()
        assert shown.process.wait(15) == 1
        assert "TrayError: The panel or the display that showed the icon is gone." in shown.complaints


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_with_a_menu(place: Desktop, gi: dict[str, str], tmp_path: Path, number: int) -> None:
    place.start(*TRAYER)
    with showing(place, tmp_path, **gi) as shown:
        ready = shown.heard("ready")
        assert (ready["backend"], ready["has_menu"]) == ("appindicator", True)
        place.wait(lambda: is_drawn(place, "watching"))
        before = picture(place)
        click(place, *PLACE)
        place.wait(lambda: picture(place).getpixel((700, 400)) != before.getpixel((700, 400)))
        # With the keys: the line that says what it is doing cannot be chosen, so the first is “Open popupwatch”.
        place.key("Down", "Down", "Return")
        assert shown.heard("chose")["key"] == "look"
        place.wait(lambda: picture(place).getpixel((700, 400)) == before.getpixel((700, 400)))
        click(place, *PLACE)
        place.wait(lambda: picture(place).getpixel((700, 400)) != before.getpixel((700, 400)))
        click(place, 720, PLACE[1] - 32)  # the last: quit
        assert shown.heard("chose")["key"] == "quit"
        shown.tell(kind="show", state="blind")
        shown.heard("shown")
        place.wait(lambda: is_drawn(place, "blind"))
        shown.tell(kind="notify")
        assert shown.heard("notified")["could"] is True  # and nobody there to show it
        shown.process.send_signal(number)
        shown.heard("ended")
        assert shown.process.wait(10) == 0
        place.wait(lambda: not is_drawn(place, "blind"))
        assert "Traceback" not in shown.complaints
        assert "GLib" not in shown.complaints


@pytest.fixture
def hung_service(tmp_path: Path) -> None:
    """Whoever should show notifications is started, and never answers."""
    services = tmp_path / "services"
    services.mkdir()
    (services / "hung.service").write_text("[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=/bin/sleep 60\n")


@pytest.mark.usefixtures("hung_service")
def test_nobody_waits_for_who_shows_notifications(place: Desktop, gi: dict[str, str], tmp_path: Path) -> None:
    place.start(*TRAYER)
    began = time.monotonic()
    with showing(place, tmp_path, **gi) as shown:
        shown.heard("ready")
        place.wait(lambda: is_drawn(place, "watching"))
        shown.tell(kind="notify")
        assert shown.heard("notified")["could"] is True
        shown.tell(kind="show", state="blind")
        shown.heard("shown")
        place.wait(lambda: is_drawn(place, "blind"))
        shown.tell(kind="stop")
        shown.heard("ended")
        assert shown.process.wait(10) == 0
        assert "Traceback" not in shown.complaints
    assert time.monotonic() - began < 20


def test_without_a_message_bus_it_is_bare_x11(place: Desktop, gi: dict[str, str], tmp_path: Path) -> None:
    place.start(*TRAYER)
    with showing(place, tmp_path, **gi | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}) as shown:
        assert shown.heard("ready")["backend"] == "xorg"
        place.wait(lambda: is_drawn(place, "watching"))
        shown.tell(kind="stop")
        shown.heard("ended")


def test_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TrayError, match="There is no display to show an icon on: DISPLAY is not set"):
        make_icon(lambda key: None)
    monkeypatch.setenv("DISPLAY", ":12345")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.delitem(sys.modules, "pystray", raising=False)
    with pytest.raises(TrayError, match="The icon cannot be shown: "):
        make_icon(lambda key: None)
    assert "PYSTRAY_BACKEND" not in os.environ
