"""Ending another program firmly: asked first, then made to."""

from __future__ import annotations

from contextlib import suppress

import psutil

# A browser that is told to end writes down what it was doing; with many tabs that takes a while.
_PATIENCE = 3.0
# What holds the session together on Windows and has windows of its own: folders that are open.
_NEVER = {"explorer.exe", "dwm.exe", "csrss.exe", "winlogon.exe"}


def end_process(number: int) -> bool:
    """End the process *number* and what it started: told to, and killed where it does not listen. Whether it is gone.
    Never one that we run under, or that the session stands on."""
    try:
        process = psutil.Process(number)
        here = psutil.Process()
        if number <= 1 or process in (here, *here.parents()) or _name(process) in _NEVER:
            return False
        children = process.children(recursive=True)
        process.terminate()
        psutil.wait_procs([process], timeout=_PATIENCE)
        for left in (process, *children):
            with suppress(psutil.NoSuchProcess):
                left.kill()
        psutil.wait_procs([process], timeout=1.0)
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False
    return _is_gone(process)


def _name(process: psutil.Process) -> str:
    try:
        return process.name().lower()
    except OSError:  # Wine does not tell
        return ""


def _is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return True
