"""Grabs the screen. The only module that imports mss."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popupwatch.errors import CaptureError
from popupwatch.model import Box, Frame

if TYPE_CHECKING:
    import numpy as np
    from mss import MSS
    from numpy.typing import NDArray
    from PIL import Image

# Seconds after which the connection is made anew: mss asks for the monitors only once.
_REOPEN = 10.0


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


@dataclass(frozen=True, slots=True)
class Shot:
    """One monitor as it is now: its *number* from 1, its place on the desktop, and its pixels, height x width, four
    bytes each in the order blue, green, red, unused."""

    number: int
    box: Box
    pixels: NDArray[np.uint32]


def picture_of(pixels: NDArray[np.uint32]) -> Image.Image:
    """*pixels* like those of a `Shot`, in RGB."""
    from PIL import Image

    return Image.frombytes("RGB", (pixels.shape[1], pixels.shape[0]), pixels.tobytes(), "raw", "BGRX")


class Screens:
    """All monitors, grabbed again and again over one connection. Monitors that come and go are noticed in time."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._environment, self._clock = environment, clock
        self._grabber: MSS | None = None
        self._opened_at = 0.0

    def grab(self) -> list[Shot]:
        """Raises CaptureError as `grab_screens` does; the next call begins anew."""
        import mss
        import numpy as np

        if self._grabber and self._clock() - self._opened_at > _REOPEN:
            self.close()
        if sys.platform.startswith("linux"):
            _check_display(self._environment)
        try:
            if self._grabber is None:
                self._grabber, self._opened_at = mss.MSS(), self._clock()
            shots = [self._grabber.grab(monitor) for monitor in self._grabber.monitors[1:]]
        except (mss.ScreenShotError, OSError, AssertionError) as error:  # mss asserts that the server answers
            self.close()
            reason = "connection lost" if isinstance(error, AssertionError) else error
            raise CaptureError("The screen could not be captured: {reason}", reason=reason) from error
        return [
            Shot(
                number,
                Box(shot.left, shot.top, shot.left + shot.width, shot.top + shot.height),
                np.frombuffer(shot.raw, dtype=np.uint32).reshape(shot.height, shot.width),
            )
            for number, shot in enumerate(shots, start=1)
        ]

    def close(self) -> None:
        """Give the connection back. What goes wrong with a display that is gone already does not matter."""
        from mss import ScreenShotError

        if self._grabber is not None:
            with suppress(ScreenShotError, OSError, AssertionError):
                self._grabber.close()
        self._grabber = None
