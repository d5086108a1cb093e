"""The screen is captured on a real display; without one, or under Wayland, that is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from popupwatch.capture.screen import grab_screens
from popupwatch.errors import CaptureError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these displays are X11's")


def test_grabs_the_screen(display: str, needs: Callable[[str], None]) -> None:
    needs("xsetroot")
    subprocess.run(["xsetroot", "-solid", "#204060"], check=True)
    (frame,) = grab_screens()
    assert frame.source == "screen 1"
    assert frame.image.mode == "RGB"
    assert frame.image.size == (1280, 720)
    assert frame.image.getpixel((600, 300)) == (0x20, 0x40, 0x60)


def test_grabs_each_monitor(display: str, needs: Callable[[str], None]) -> None:
    needs("xrandr")
    for name, place, output in (("L", "640/300x720/300+0+0", "screen"), ("R", "640/300x720/300+640+0", "none")):
        subprocess.run(["xrandr", "--setmonitor", name, place, output], check=True)
    try:
        frames = grab_screens()
    finally:
        for name in "LR":
            subprocess.run(["xrandr", "--delmonitor", name], check=True)
    assert [(frame.source, frame.image.size) for frame in frames] == [
        ("screen 1", (640, 720)),
        ("screen 2", (640, 720)),
    ]


def test_reads_the_screen(
    display: str, needs: Callable[[str], None], draw: Callable[..., Image.Image], tmp_path: Path
) -> None:
    """What is shown comes out again: a picture of text, laid on the screen, is the picture captured."""
    needs("xsetroot")
    page = draw("Good morning everyone").convert("1")
    # X bitmaps draw where a bit is set, Pillow's are white where it is.
    page.point(lambda value: 255 - value).save(tmp_path / "page.xbm")
    subprocess.run(["xsetroot", "-bitmap", str(tmp_path / "page.xbm"), "-fg", "black", "-bg", "white"], check=True)
    (frame,) = grab_screens()
    shown, drawn = frame.image.convert("1"), page
    assert sum(a != b for a, b in zip(shown.tobytes(), drawn.tobytes(), strict=True)) < 10


def test_no_display() -> None:
    with pytest.raises(CaptureError, match="no display"):
        grab_screens({})


@pytest.mark.parametrize(
    "environment",
    [{"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, {"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"}],
)
def test_wayland_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(CaptureError, match="Wayland"):
        grab_screens(environment)


def test_a_display_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(CaptureError, match="could not be captured"):
        grab_screens()
