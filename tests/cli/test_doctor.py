"""`popupwatch doctor` says what is there and what is missing, with the command that mends it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from popupwatch.cli import doctor as doctor_module
from popupwatch.cli.doctor_desktop import way_to_a_menu
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


def test_the_icon_and_its_panel(
    run: Run, display: str, needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("trayer")
    # As on a system without gi, whatever this one has.
    monkeypatch.setenv("PYSTRAY_BACKEND", "xorg")
    monkeypatch.delitem(sys.modules, "pystray", raising=False)
    ran = run("doctor")
    assert "✗ Icon in the panel: by xorg, without a menu; a click on it opens a small window instead\n" in ran.out
    assert "✗ Panel: no place for icons was found on this desktop" in ran.out
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    assert "    To mend it: sudo apt install gnome-shell-extension-appindicator\n" in run("doctor").out
    panel = subprocess.Popen(["trayer"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 15
        while "✓ Panel: shows icons\n" not in run("doctor").out:
            assert time.monotonic() < end
    finally:
        panel.terminate()
        panel.wait(10)


@pytest.mark.parametrize(
    ("prefix", "base", "command"),
    [
        ("/usr", "/usr", "sudo apt install python3-gi gir1.2-ayatanaappindicator3-0.1"),
        (
            "/home/me/venv",
            "/usr",
            "sudo apt install python3-gi gir1.2-ayatanaappindicator3-0.1 && "
            "sed -i '/^include-system-site-packages/s/false/true/' '/home/me/venv/pyvenv.cfg'",
        ),
        ("/home/me/venv", "/opt/python", None),
    ],
)
def test_the_way_to_a_menu(prefix: str, base: str, command: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setattr(sys, "base_prefix", base)
    assert way_to_a_menu() == command


def test_no_tkinter(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setitem(sys.modules, "tkinter", None)
    told = "✗ Windows of popupwatch: this Python lacks tkinter, so no warning can be shown\n"
    assert told + "    To mend it: sudo apt install python3-tk\n" in run("doctor").out


def test_voice_and_sound_that_are_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    told = run("doctor").out
    if sys.platform == "linux":
        assert (
            "✗ Reading aloud: there is no voice\n    To mend it: sudo apt install speech-dispatcher espeak-ng\n" in told
        )
        assert "✗ Muting other programs: no sound service answers\n    To mend it: sudo apt install" in told
