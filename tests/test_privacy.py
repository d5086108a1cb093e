"""Nothing leaves this computer: a scan opens no connection and, with the embedded reader, writes no file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")

# Python itself tells of every connection and every opened file; C code does not, hence strace below.
WATCHED = """
import os, sys
FILES = "os.mkdir", "os.rename", "os.remove", "tempfile.mkstemp", "tempfile.mkdtemp"
def watch(event, arguments):
    if event.startswith("socket.") or event in FILES:
        sys.stderr.write(f"FORBIDDEN {event} {arguments}\\n")
    if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        sys.stderr.write(f"FORBIDDEN open {arguments}\\n")
sys.addaudithook(watch)
from popupwatch.cli.main import main
main()
"""

ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1"}


def test_python_opens_no_socket_and_writes_no_file(pictures: Any) -> None:
    command = [sys.executable, "-c", WATCHED, "scan", str(pictures.scam), str(pictures.ordinary)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ENVIRONMENT)
    assert done.returncode == 1
    assert done.stderr == ""


def test_the_whole_process_opens_no_socket_and_writes_no_file(
    pictures: Any, needs: Callable[[str], None], tmp_path: Path
) -> None:
    needs("strace")
    log = tmp_path / "log"
    trace = ["strace", "-f", "-qq", "-e", "trace=network,open,openat,creat,mkdir,rename,unlink", "-o", str(log)]
    command = [*trace, sys.executable, "-m", "popupwatch", "scan", str(pictures.scam), str(pictures.ordinary)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ENVIRONMENT)
    assert done.returncode == 1, done.stderr
    calls = log.read_text()
    assert "scam.png" in calls, "strace saw the picture being opened"
    assert not re.findall(r".*\b(?:socket|connect|sendto|sendmsg|bind)\(.*", calls)
    written = re.findall(r".*(?:O_WRONLY|O_RDWR|O_CREAT|\b(?:creat|mkdir|rename|unlink)\().*", calls)
    # What tells how many processors there are, or throws output away, keeps nothing.
    assert not [call for call in written if '"/dev/' not in call and '"/proc/' not in call and '"/sys/' not in call]
