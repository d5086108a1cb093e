"""How a process steps back behind all others."""

from __future__ import annotations

import sys

import psutil

_NICE = 15


def step_back() -> None:
    """Give this process the lowest priority at which it still gets on."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        process.ionice(psutil.IOPRIO_LOW)
    else:
        process.nice(_NICE)
        if sys.platform.startswith("linux"):
            process.ionice(psutil.IOPRIO_CLASS_IDLE)
