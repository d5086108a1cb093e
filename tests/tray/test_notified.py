"""Notifications as a desktop shows them, found by reading the screen."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desktop import ROOT, Desktop, desktop
from eyes import choose, find, start_panel, wait_for_icon
from PIL import Image
from running import tray

from popupwatch.advice.texts import load_texts
from popupwatch.tray.app import REFRESH

SIZE = (1366, 768)
DUNST = """[global]
font = DejaVu Sans 14
width = 700
origin = top-left
offset = 40x40
format = "<b>%s</b>\\n%b"
"""


@pytest.fixture
def place(
    needs: Callable[[str], None], gi: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    for program in ("Xvfb", "openbox", "trayer", "xdotool", "dunst", "gdbus"):
        needs(program)
    for name, value in gi.items():
        monkeypatch.setenv(name, value)
    config = tmp_path / "dunstrc"
    config.write_text(DUNST)
    with desktop(SIZE) as made:
        start_panel(made)
        made.start("dunst", "-config", str(config))
        yield made


@pytest.mark.parametrize("language", ["en", "fr"])
def test_whoever_asks_to_look_is_told_what_is_there(place: Desktop, tmp_path: Path, language: str) -> None:
    texts = load_texts(language)
    settings = f'interval = 0.5\ncpu-share = 1.0\nlanguage = "{language}"\n'
    with tray(place, tmp_path, settings=settings) as running:
        wait_for_icon(place)
        running.look_on(0.5)
        choose(place, language, "look")
        find(place, texts.say("tray.has-looked"))
        find(place, " ".join(texts.say("tray.nothing-found").split()[-3:]))


def test_something_odd_is_told_once(place: Desktop, tmp_path: Path) -> None:
    odd = Image.open(next((ROOT / "fixtures" / "scam").glob("fr-fake-scan-windowxp.png")))
    texts = load_texts("fr")
    with tray(place, tmp_path, settings='interval = 0.5\ncpu-share = 1.0\nlanguage = "fr"\n') as running:
        wait_for_icon(place)
        place.picture(odd.crop((160, 60, 930, 600)), (500, 150))
        find(place, texts.say("tray.odd-title"))
        dunst("org.dunstproject.cmd0.NotificationCloseAll")
        running.look_on(REFRESH + 2)
        assert "uint32 0" in dunst("org.freedesktop.DBus.Properties.Get", "org.dunstproject.cmd0", "displayedLength")


def dunst(*method: str) -> str:
    """What who shows notifications answers."""
    command = ["gdbus", "call", "--session", "--dest", "org.freedesktop.Notifications"]
    command += ["--object-path", "/org/freedesktop/Notifications", "--method", *method]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
