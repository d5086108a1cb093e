"""Grabs the screen. The only module that imports mss."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from popupwatch.errors import CaptureError
from popupwatch.model import Frame


def grab_screens(environment: Mapping[str, str] = os.environ) -> list[Frame]:
    """One picture of each monitor, as it is now, called ``screen 1``, ``screen 2`` …

    Raises CaptureError under Wayland, without a display, and when the grab fails.
    """
    if sys.platform.startswith("linux"):
        _check_display(environment)
    import mss
    from PIL import Image

    try:
        with mss.MSS() as grabber:
            shots = [grabber.grab(monitor) for monitor in grabber.monitors[1:]]
    except mss.ScreenShotError as error:
        raise CaptureError("The screen could not be captured: {reason}", reason=error) from error
    return [
        Frame(Image.frombytes("RGB", (shot.width, shot.height), bytes(shot.raw), "raw", "BGRX"), f"screen {number}")
        for number, shot in enumerate(shots, start=1)
    ]


def _check_display(environment: Mapping[str, str]) -> None:
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        raise CaptureError(
            "This desktop runs Wayland, which does not let programs capture the screen. Take a screenshot with the"
            " desktop's own tool and scan that picture, or choose “Xorg” when you log in."
        )
    if not environment.get("DISPLAY"):
        raise CaptureError("There is no display to capture: DISPLAY is not set.")
