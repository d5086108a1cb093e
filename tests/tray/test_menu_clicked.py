"""Every entry of the menu, found by reading the screen and clicked in a real panel, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desktop import Desktop, desktop
from eyes import TRAYER, click, find, picture_of
from running import tray, wait_for

from popupwatch.advice.texts import load_texts

SIZE = (1024, 768)
ICON = (SIZE[0] - 13, SIZE[1] - 16)
GROUND = 0x47617A
WINDOWS = ("control", "history", "first-aid", "practise", "settings", "about")


@pytest.fixture
def place(needs: Callable[[str], None]) -> Iterator[Desktop]:
    for program in ("Xvfb", "openbox", "trayer", "xdotool"):
        needs(program)
    with desktop(SIZE) as made:
        made.start("xsetroot", "-solid", f"#{GROUND:06x}")
        made.start(*TRAYER)
        yield made


def choose(place: Desktop, language: str, *keys: str) -> None:
    """Open the menu, and click one entry after the other."""
    before = picture_of(place).tobytes()
    click(place, *ICON)
    wait_for(lambda: picture_of(place).tobytes() != before)
    for key in keys:
        click(place, *find(place, load_texts(language).say(f"menu.{key}")))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_entry(
    place: Desktop, gi: dict[str, str], tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in gi.items():
        monkeypatch.setenv(name, value)
    settings = f'interval = 0.5\ncpu-share = 1.0\nlanguage = "{language}"\n'
    with tray(place, tmp_path, settings=settings) as running:
        wait_for(lambda: place.pixel(*ICON) not in (GROUND, 0))
        for kind in WINDOWS:
            choose(place, language, kind)
            wait_for(lambda kind=kind: running.window(kind) and place.titles_of("popupwatch"))
            running.window(kind).terminate()
            wait_for(lambda kind=kind: running.window(kind) is None)
        choose(place, language, "pause", "pause-1h")
        told = running.wait("paused")
        assert told["until"] - told["since"] == pytest.approx(3600, abs=5)
        choose(place, language, "resume")
        running.look_on(0.5)
        choose(place, language, "look")
        wait_for(lambda: "asked to look at once" in running.log)
        choose(place, language, "quit")
        assert running.process.wait(15) == 0
