"""How a process steps back behind all others."""

from __future__ import annotations

import sys

import psutil

# A quarter of what others get where all want the processor at once. At 15 a page over an animation that kept both cores
# busy was read a second later.
_NICE = 5


def step_back() -> None:
    """Give this process a low priority, at which it still gets on when others keep the processor busy."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        process.ionice(psutil.IOPRIO_LOW)
    else:
        process.nice(_NICE)
        if sys.platform.startswith("linux"):
            process.ionice(psutil.IOPRIO_CLASS_IDLE)
