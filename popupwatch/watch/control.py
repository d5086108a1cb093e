"""One watcher a desktop session, and how other commands speak with it: one JSON object asked, one answered.

A Unix socket or a Windows pipe that only this person can reach; nothing listens on a network.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from popupwatch.errors import WatchError

_LONGEST = 1 << 20  # bytes of a question
_LONGEST_ADDRESS = 100  # bytes of a socket's path that every Unix bears
_PATIENCE = 5.0  # seconds

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class OneInstance:
    """Held as long as the watcher of this session runs; the system lets go of it however that ends."""

    def __init__(self, folder: Path) -> None:
        """Raises WatchError when another one runs already."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = FileLock(folder / "lock")
            self._lock.acquire(timeout=0)
        except Timeout:
            raise WatchError("popupwatch is watching this screen already.") from None
        except OSError as error:
            raise WatchError("{path} cannot be used: {reason}", path=folder, reason=error) from error

    def release(self) -> None:
        self._lock.release()


class Door:
    """Answers what other commands ask, each in a thread of its own."""

    def __init__(self, folder: Path, answer: Answer) -> None:
        address = _address(folder)
        if sys.platform != "win32":
            Path(address).unlink(missing_ok=True)  # left by one that was killed: whoever comes here holds the lock
        self._listener = Listener(address)
        self._answer = answer
        self._open = True
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._open = False
        with suppress(OSError):
            self._listener.close()

    def _serve(self) -> None:
        while self._open:
            try:
                visitor = self._listener.accept()
            except OSError:
                continue
            threading.Thread(target=self._talk, args=(visitor,), daemon=True).start()

    def _talk(self, visitor: Connection) -> None:
        # Whatever a visitor asks or does, it cannot disturb watching; it is left without an answer.
        with visitor, suppress(OSError, EOFError, ValueError, KeyError, TypeError, queue.Empty):
            if visitor.poll(_PATIENCE):
                question = json.loads(visitor.recv_bytes(_LONGEST))
                visitor.send_bytes(json.dumps(self._answer(question)).encode())


def ask(folder: Path, **question: Any) -> dict[str, Any]:
    """What the watcher that runs in this session answers. Raises WatchError when none runs or it does not answer."""
    try:
        with Client(_address(folder)) as connection:
            connection.send_bytes(json.dumps(question).encode())
            if not connection.poll(_PATIENCE):
                raise WatchError("The watcher does not answer. Stop it and start it again.")
            answer = json.loads(connection.recv_bytes())
            assert isinstance(answer, dict)
            return answer
    except (OSError, EOFError, ValueError) as error:
        raise WatchError("popupwatch is not watching. To start it: popupwatch watch") from error


def _address(folder: Path) -> str:
    if sys.platform == "win32":
        import getpass

        return rf"\\.\pipe\popupwatch-{getpass.getuser()}-{folder.name}"
    address = str(folder / "door")
    if len(address) > _LONGEST_ADDRESS:
        name = hashlib.sha256(address.encode()).hexdigest()[:16]
        address = str(Path(tempfile.gettempdir()) / f"popupwatch-{os.getuid()}-{name}")
    return address
