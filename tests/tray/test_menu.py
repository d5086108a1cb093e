"""What the menu, the tooltip and the notification say, in every state and language."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from popupwatch.advice.texts import Texts, languages, load_texts
from popupwatch.errors import CaptureError
from popupwatch.tray.drawing import STATES
from popupwatch.tray.menu import SEPARATOR, Entry, details, entries, notice, pause_seconds, shown_as, tooltip
from popupwatch.watch.state import Doing, State

NOW = datetime(2026, 11, 22, 21, 30)
ENGLISH = load_texts("en")
WATCHING = State(Doing.WATCHING, NOW.timestamp(), looked_at=NOW.timestamp() - 60, screens=1)
PAUSED = State(Doing.PAUSED, NOW.timestamp(), until=NOW.timestamp() + 900)
WARNED = replace(WATCHING, doing=Doing.WARNED, scenario="fake-microsoft-alert")
ODD = replace(WATCHING, suspicious="fake-scan")
WAYLAND = CaptureError(
    "This desktop runs Wayland, which does not let programs capture the screen. Take a screenshot with the desktop's "
    "own tool and scan that picture, or choose “Xorg” when you log in."
)
BLIND = State(Doing.BLIND, NOW.timestamp(), reason=WAYLAND)
ALL = [State(doing, 0.0) for doing in Doing] + [WATCHING, PAUSED, WARNED, ODD, BLIND]


def menu(state: State, texts: Texts = ENGLISH) -> tuple[Entry, ...]:
    return entries(state.as_fields(), texts, NOW)


def keys(state: State) -> list[str]:
    return [entry.key for entry in menu(state)]


def lines(state: State) -> list[str]:
    """What cannot be chosen, above all else."""
    return [entry.label for entry in menu(state) if entry.key.startswith("doing-")]


def test_while_watching() -> None:
    assert keys(WATCHING) == [
        *("doing-0", "", "control", "look", "pause", "", "history", "first-aid", "practise"),
        *("", "settings", "about", "", "quit"),
    ]
    assert lines(WATCHING) == ["The screen is being watched"]
    pause = menu(WATCHING)[4]
    assert [child.key for child in pause.children] == ["pause-15m", "pause-1h", "pause-tomorrow"]


def test_while_paused() -> None:
    assert lines(PAUSED) == ["Paused until 21:45"]
    assert "resume" in keys(PAUSED)
    assert "pause" not in keys(PAUSED)
    assert not next(entry for entry in menu(PAUSED) if entry.key == "look").enabled
    tomorrow = replace(PAUSED, until=datetime(2026, 11, 23, 6).timestamp())
    assert lines(tomorrow) == ["Paused until tomorrow, 06:00"]
    later = replace(PAUSED, until=datetime(2026, 11, 26, 6).timestamp())
    assert lines(later) == ["Paused until 2026-11-26 06:00"]


def test_it_says_why_nothing_is_seen_in_lines_that_are_not_too_long() -> None:
    first, *reason = lines(BLIND)
    assert first == "The screen cannot be watched at the moment"
    assert " ".join(reason) == str(WAYLAND)
    assert max(map(len, reason)) <= 56


def test_something_odd() -> None:
    assert lines(ODD)[0] == "Something looks odd: Fake virus scan"
    assert "asks for nothing yet" in details(ODD.as_fields(), ENGLISH)
    assert shown_as(ODD.as_fields()) == "suspicious"
    assert shown_as(replace(WARNED, suspicious="fake-scan").as_fields()) == "warned"
    title, text = notice(ODD.as_fields(), ENGLISH)
    assert title == "Something looks odd"
    assert text.startswith("Fake virus scan: ")
    own = replace(ODD, suspicious="mine", own_titles={"mine": "My own scam"})
    assert lines(own)[0] == "Something looks odd: My own scam"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("state", ALL, ids=lambda state: state.doing.value)
def test_every_state_has_its_words_and_its_icon(state: State, language: str) -> None:
    texts = load_texts(language)
    made = menu(state, texts)
    assert shown_as(state.as_fields()) in STATES
    assert [entry.key for entry in made if entry.is_default] == ["control"]
    for entry in made:
        assert entry is SEPARATOR or entry.label.strip(), entry
        assert "{" not in entry.label
    assert len(tooltip(state.as_fields(), texts, NOW)) <= 127


def test_the_tooltip_tells_the_state_and_the_last_look() -> None:
    assert tooltip(WATCHING.as_fields(), ENGLISH, NOW) == ("popupwatch: The screen is being watched. Last look: 21:29")
    long = replace(ODD, suspicious="mine", own_titles={"mine": "scam " * 60})
    assert tooltip(long.as_fields(), ENGLISH, NOW).endswith(" …")


def test_how_long_a_pause_is() -> None:
    assert pause_seconds("pause-15m", NOW) == 900
    assert pause_seconds("pause-1h", NOW) == 3600
    assert pause_seconds("pause-tomorrow", NOW) == timedelta(hours=8.5).total_seconds()
    assert pause_seconds("look", NOW) is None
