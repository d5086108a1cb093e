"""What the watcher did, in files that never grow large. Never what the screen showed: no log call here or elsewhere in
this package is given words that were read (a test reads every log after a detection)."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from popupwatch.errors import WatchError

_LARGEST = 256 * 1024  # bytes
_KEPT = 3


def log_to(path: Path, verbose: bool) -> None:
    """Log this package to *path*, and with *verbose* more, and to standard error too. Raises WatchError when that
    cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")
    except OSError as error:
        raise WatchError.unwritable(path, error) from error
    handlers: list[logging.Handler] = [file]
    if verbose:
        handlers.append(logging.StreamHandler())
    log = logging.getLogger("popupwatch")
    log.setLevel(logging.DEBUG if verbose else logging.INFO)
    logging.raiseExceptions = False  # a full disk must not fill the terminal too
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
