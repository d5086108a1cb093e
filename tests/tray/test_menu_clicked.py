"""Every entry of the menu, found by reading the screen and clicked in a real panel, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desktop import Desktop, desktop
from eyes import choose, start_panel, wait_for_icon
from running import tray, wait_for

SIZE = (1024, 768)
WINDOWS = ("control", "history", "first-aid", "practise", "settings", "about")


@pytest.fixture
def place(needs: Callable[[str], None]) -> Iterator[Desktop]:
    for program in ("Xvfb", "openbox", "trayer", "xdotool"):
        needs(program)
    with desktop(SIZE) as made:
        start_panel(made)
        yield made


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_entry(
    place: Desktop, gi: dict[str, str], tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in gi.items():
        monkeypatch.setenv(name, value)
    settings = f'interval = 0.5\ncpu-share = 1.0\nlanguage = "{language}"\n'
    with tray(place, tmp_path, settings=settings) as running:
        wait_for_icon(place)
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
