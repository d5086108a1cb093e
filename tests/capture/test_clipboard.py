"""The clipboard of a real display: a picture, files, text, nothing, and a missing tool."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from popupwatch.capture.clipboard import grab_clipboard, missing_tool
from popupwatch.errors import CaptureError
from popupwatch.model import Frame

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="xclip is X11's")

Copy = Callable[[bytes, str], None]


@pytest.fixture
def copy(display: str, needs: Callable[[str], None]) -> Copy:
    """Puts content on the clipboard as another program would."""
    needs("xclip")

    def copy(content: bytes, kind: str) -> None:
        command = ["xclip", "-selection", "clipboard", "-t", kind, "-i"]
        # xclip stays behind to serve what was copied, and must not hold the test's pipes.
        quiet = subprocess.DEVNULL
        subprocess.run(command, input=content, check=True, stdout=quiet, stderr=quiet)
        asked = ["xclip", "-selection", "clipboard", "-t", "TARGETS", "-o"]
        for _ in range(50):  # until it has taken over from the one before
            if kind in subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split():
                return
            time.sleep(0.05)
        pytest.fail("xclip did not take the clipboard")

    return copy


def test_a_picture(copy: Copy, tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), "red").save(tmp_path / "x.png")
    copy((tmp_path / "x.png").read_bytes(), "image/png")
    frame = grab_clipboard()
    assert isinstance(frame, Frame)
    assert frame.source == "clipboard"
    assert frame.image.getpixel((0, 0)) == (255, 0, 0)


def test_files(copy: Copy) -> None:
    copy(b"file:///tmp/my%20screen.png\r\nfile:///tmp/other.jpg\r\n", "text/uri-list")
    assert grab_clipboard() == [Path("/tmp/my screen.png"), Path("/tmp/other.jpg")]


def test_text_is_no_picture(copy: Copy) -> None:
    copy(b"hello", "UTF8_STRING")
    with pytest.raises(CaptureError, match="There is no picture on the clipboard"):
        grab_clipboard()


def test_no_display(needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    needs("xclip")
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(CaptureError, match="could not be read"):
        grab_clipboard()


@pytest.mark.parametrize(
    ("session", "tool"), [({"DISPLAY": ":0"}, "xclip"), ({"WAYLAND_DISPLAY": "w"}, "wl-clipboard")]
)
def test_a_missing_tool_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, session: dict[str, str], tool: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, value in session.items():
        monkeypatch.setenv(name, value)
    assert missing_tool() == tool
    with pytest.raises(CaptureError, match=f"install {tool}: sudo apt install {tool}"):
        grab_clipboard()
