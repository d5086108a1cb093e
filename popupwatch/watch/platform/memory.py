"""How much memory a process holds, and how it is told to hold less."""

from __future__ import annotations

import ctypes
import sys

import psutil

# glibc: one pool for all threads, so that it can be given back.
FRUGAL = {"MALLOC_ARENA_MAX": "1"}


def give_back() -> None:
    """Return to the system what this process has freed. Only glibc has to be asked; it takes a few milliseconds."""
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def resident_mb(pid: int) -> float | None:
    """The memory that the process *pid* holds, in MB; ``None`` where there is no such process."""
    try:
        return float(psutil.Process(pid).memory_info().rss) / 2**20
    except psutil.Error:
        return None
