"""Notifications as a desktop shows them, found by reading the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desktop import ROOT, Desktop, desktop
from eyes import TRAYER, click, find, picture_of
from PIL import Image
from running import tray, wait_for

from popupwatch.advice.texts import load_texts

SIZE = (1366, 768)
ICON = (SIZE[0] - 13, SIZE[1] - 16)
GROUND = 0x47617A
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
    for program in ("Xvfb", "openbox", "trayer", "xdotool", "dunst"):
        needs(program)
    for name, value in gi.items():
        monkeypatch.setenv(name, value)
    config = tmp_path / "dunstrc"
    config.write_text(DUNST)
    with desktop(SIZE) as made:
        made.start("xsetroot", "-solid", f"#{GROUND:06x}")
        made.start(*TRAYER)
        made.start("dunst", "-config", str(config))
        yield made


@pytest.mark.parametrize("language", ["en", "fr"])
def test_whoever_asks_to_look_is_told_what_is_there(place: Desktop, tmp_path: Path, language: str) -> None:
    texts = load_texts(language)
    settings = f'interval = 0.5\ncpu-share = 1.0\nlanguage = "{language}"\n'
    with tray(place, tmp_path, settings=settings) as running:
        wait_for(lambda: place.pixel(*ICON) not in (GROUND, 0))
        running.look_on(0.5)
        before = picture_of(place).tobytes()
        click(place, *ICON)
        wait_for(lambda: picture_of(place).tobytes() != before)
        click(place, *find(place, texts.say("menu.look")))
        find(place, texts.say("tray.has-looked"))
        find(place, " ".join(texts.say("tray.nothing-found").split()[-3:]))


def test_something_odd_is_told_once(place: Desktop, tmp_path: Path) -> None:
    odd = Image.open(next((ROOT / "fixtures" / "scam").glob("fr-fake-scan-windowxp.png")))
    texts = load_texts("fr")
    with tray(place, tmp_path, settings='interval = 0.5\ncpu-share = 1.0\nlanguage = "fr"\n'):
        wait_for(lambda: place.pixel(*ICON) not in (GROUND, 0))
        place.picture(odd.crop((160, 60, 930, 600)), (500, 150))
        find(place, texts.say("tray.odd-title"))
