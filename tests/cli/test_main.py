"""The command as a whole: version, help in the person's language, and a quick start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import popupwatch

Run = Callable[..., Any]


def test_version(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.out) == (0, f"popupwatch, version {popupwatch.__version__}\n")


@pytest.mark.parametrize("arguments", [["--help"], ["scan", "--help"], ["doctor", "--help"]])
def test_help_has_words_not_keys(run_process: Run, arguments: list[str]) -> None:
    english, french = run_process(*arguments), run_process(*arguments, LC_ALL="fr_FR.UTF-8")
    assert english.code == french.code == 0
    assert english.out != french.out
    for line in english.out.splitlines():
        assert line.split()[-1:] not in (["format"], ["annotate"], ["debug"], ["language"]), line


def test_an_unknown_command(run: Run) -> None:
    ran = run("frobnicate")
    assert ran.code == 2
    assert "No such command" in ran.err


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    """What is slow to import, and what only some scans need, must not slow every start."""
    code = "import sys, popupwatch, popupwatch.cli.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"numpy", "PIL", "tesserocr", "pytesseract", "rapidfuzz", "phonenumbers", "mss", "pystray", "platformdirs"}
    assert not heavy & set(loaded)


def test_a_mistake_of_ours_anywhere_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("popupwatch.cli.doctor.probe_readers", broken)
    ran = run("doctor", "--language", "fr")
    assert (ran.code, ran.out) == (2, "")
    assert "Un problème est survenu dans popupwatch\u00a0: ZeroDivisionError: oh" in ran.err
    assert "popupwatch doctor --language fr --debug" in ran.err
    with pytest.raises(ZeroDivisionError):
        run("doctor", "--debug")


def test_stopped_by_the_person(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("popupwatch.cli.doctor.probe_readers", stop)
    ran = run("doctor")
    assert (ran.code, ran.err.strip()) == (2, "Stopped.")
