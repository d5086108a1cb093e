"""`popupwatch doctor` says what is there and what is missing, with the command that mends it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from popupwatch.cli import doctor as doctor_module
from popupwatch.errors import ReaderError
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


def test_in_french(run: Run, pictures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "L'examen d'images fonctionne." in run("doctor", "--language", "fr").out
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    assert "pytesseract n'est pas installé" in run("doctor", "--language", "fr").out
    # What two readers lack is one sentence, translated to its last word.
    told = run("scan", "--language", "fr", pictures.scam).err
    assert "Le texte de l'écran ne peut pas être lu. embedded\u00a0: tesserocr n'est pas installé" in told
    assert "Pour réparer\u00a0: pip install pytesseract" in told


def test_no_reader(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    none = ReaderStatus(
        "embedded", False, problem=ReaderError("tesserocr is not installed."), install="pip install tesserocr"
    )
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


def test_voice_and_sound_that_are_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    told = run("doctor").out
    if sys.platform == "linux":
        assert (
            "✗ Reading aloud: there is no voice\n    To mend it: sudo apt install speech-dispatcher espeak-ng\n" in told
        )
        assert "✗ Muting other programs: no sound service answers\n    To mend it: sudo apt install" in told
