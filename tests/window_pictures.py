"""Pictures of the windows with past warnings and settings for docs/pictures: ``python tests/window_pictures.py``, when
one of them has changed. Each must be judged clear when it is scanned."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop import Desktop
from pictures import FOLDER, LANGUAGES, TEXT_SIZES, in_front_of_a_page, take
from warned import Warned, warned

from popupwatch.settings import change_setting, history_path, settings_path
from popupwatch.watch.history import History, Record
from popupwatch.watch.incidents import Fingerprint

SIZE = (1366, 768)
# The kind of the window, and how to get to each of its views: what is clicked, and how often the wheel is turned.
VIEWS = {
    "history": ("history", "", 0),
    "history-entry": ("history", "entry-6", 0),
    "history-sure": ("history", "delete-all", 0),
    "settings": ("settings", "", 0),
    "settings-more": ("settings", "", 9),
}
_LOCALES = {"en": "en_GB.UTF-8", "fr": "fr_FR.UTF-8"}

_ALERT = Record(
    0,
    "scam",
    "fake-microsoft-alert",
    12.0,
    1,
    (
        ("number-to-call", "Call Microsoft Support now: 1-800-555-0134"),
        ("alarm", "Your computer has been blocked"),
        ("do-not-close", "Do not close this window"),
        ("names-microsoft", "Microsoft"),
    ),
    Fingerprint(frozenset(), frozenset()),
    choice="closed",
)
_RANSOM = replace(
    _ALERT,
    scenario="bitcoin-ransom",
    evidence=(("takes-files", "Your files are encrypted"), ("demands-coins", "Send 0.05 BTC")),
    choice="understood",
)
_SCAN = replace(
    _ALERT,
    level="suspicious",
    scenario="fake-scan",
    evidence=(("counts-threats", "5 viruses were found"),),
    choice=None,
)
_PAST = (
    (_SCAN, datetime(2026, 1, 9, 17, 40)),
    (replace(_ALERT, choice="called"), datetime(2026, 2, 1, 10, 5)),
    (_RANSOM, datetime(2026, 2, 14, 20, 31)),
    (replace(_ALERT, scenario="call-to-cancel", choice="no-scam"), datetime(2026, 3, 2, 9, 12)),
    (replace(_SCAN, choice="understood"), datetime(2026, 3, 21, 15, 0)),
    (_ALERT, datetime(2026, 4, 7, 11, 26)),
)


def take_all(folder: Path) -> Iterator[Path]:
    """Take every picture; the path of each."""
    with tempfile.TemporaryDirectory() as own:
        for name in ("CONFIG", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(own) / name.lower())
        for record, at in _PAST:
            History(history_path()).add(replace(record, began_at=at.timestamp()))
        change_setting(settings_path(), "trusted-name", ["Claire"])
        change_setting(settings_path(), "trusted-number", ["06 39 98 12 34"])
        with in_front_of_a_page(SIZE) as made:
            for language in LANGUAGES:
                os.environ["LC_ALL"] = _LOCALES[language]
                for text_size in TEXT_SIZES:
                    change_setting(settings_path(), "text-size", [str(text_size)])
                    yield from _views(made, folder, language, text_size)


def _views(made: Desktop, folder: Path, language: str, text_size: int) -> Iterator[Path]:
    for view, (kind, button, turns) in VIEWS.items():
        with warned(made, {"language": language, "text_size": text_size}, kind) as window:
            window.wait_for("close")
            if button:
                _reach(window, button)
                made.wait(lambda: button not in window.where()["boxes"])  # noqa: B023
            subprocess.run(["xdotool", "mousemove", "5", "700"], env=made.environment, check=True)
            _turn(window, turns)
            path = folder / f"{view}-{language}-{text_size}-{SIZE[0]}x{SIZE[1]}.png"
            take(made, path)
            yield path


def _reach(window: Warned, button: str) -> None:
    if button not in window.where()["boxes"]:
        window.desktop.key("End")
    window.click(button)


def _turn(window: Warned, turns: int) -> None:
    left, top, _, bottom = window.where()["boxes"][""]
    middle = ["mousemove", str(left + 30), str((top + bottom) // 2)]
    for _ in range(turns):
        subprocess.run(["xdotool", *middle, "click", "5"], env=window.desktop.environment, check=True)


if __name__ == "__main__":
    for taken in take_all(FOLDER):
        sys.stdout.write(f"{taken}\n")
