"""`popupwatch doctor` says what is there and what is missing, with the command that mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from popupwatch.cli import doctor as doctor_module
from popupwatch.ocr.reader import ReaderStatus

Run = Callable[..., Any]


def test_all_is_well(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0
    assert "✓ Reader “embedded”: " in ran.out
    assert "eng" in ran.out
    assert "✓ Rules: " in ran.out
    assert "✗ Screen capture: There is no display to capture" in ran.out
    assert ran.out.endswith("Scanning works.\n")


def test_in_french(run: Run) -> None:
    assert "L'examen d'images fonctionne." in run("doctor", "--language", "fr").out


def test_no_reader(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    none = ReaderStatus("embedded", False, problem="tesserocr is not installed.", install="pip install tesserocr")
    monkeypatch.setattr(doctor_module, "probe_readers", lambda: (none,))
    ran = run("doctor")
    assert ran.code == 2
    assert "✗ Reader “embedded”: tesserocr is not installed.\n    To mend it: pip install tesserocr\n" in ran.out
    assert "does not work yet" in ran.out


def test_the_clipboard_tool(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_module, "missing_tool", lambda: "xclip")
    assert "✗ Clipboard: needs xclip\n    To mend it: sudo apt install xclip\n" in run("doctor").out


def test_screens(run: Run, display: str) -> None:
    assert "✓ Screen capture: 1280 x 720" in run("doctor").out
