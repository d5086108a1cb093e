"""Takes the picture, or the picture files, that were copied to the clipboard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image, ImageGrab, UnidentifiedImageError

from popupwatch.capture.images import frame_of
from popupwatch.errors import CaptureError
from popupwatch.model import Frame

SOURCE = "clipboard"
_TIMEOUT_SECONDS = 10.0


def grab_clipboard() -> Frame | list[Path]:
    """The picture on the clipboard, or the files copied to it, whatever they hold.

    Raises CaptureError when there is neither or the clipboard cannot be read, PictureError when the picture is damaged.
    """
    if tool := missing_tool():
        raise CaptureError("To read the clipboard, install {tool}: sudo apt install {tool}", tool=tool)
    try:
        content = ImageGrab.grabclipboard()
    except UnidentifiedImageError:  # some owners of the clipboard answer with text when asked for a picture
        content = None
    except (OSError, NotImplementedError) as error:
        raise CaptureError("The clipboard could not be read: {reason}", reason=error) from error
    if isinstance(content, Image.Image):
        return frame_of(content, SOURCE)
    paths = [Path(path) for path in content or _copied_files()]
    if not paths:
        raise CaptureError("There is no picture on the clipboard. Copy a picture first, then try again.")
    return paths


def missing_tool() -> str | None:
    """The package without which the clipboard of this desktop cannot be read, or ``None`` where nothing is missing."""
    if not sys.platform.startswith("linux"):
        return None
    package, command = ("wl-clipboard", "wl-paste") if os.environ.get("WAYLAND_DISPLAY") else ("xclip", "xclip")
    return None if shutil.which(command) else package


def _copied_files() -> list[str]:
    """Files copied in a file manager on Linux, which Pillow does not look for."""
    if not sys.platform.startswith("linux"):
        return []
    command = ["xclip", "-selection", "clipboard", "-t", "text/uri-list", "-o"]
    if os.environ.get("WAYLAND_DISPLAY"):
        command = ["wl-paste", "-n", "-t", "text/uri-list"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = os.fsdecode(done.stdout).split() if done.returncode == 0 else []
    return [unquote(urlsplit(line).path) for line in lines if line.startswith("file://")]
