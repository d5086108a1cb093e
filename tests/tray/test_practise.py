"""Practising on a real desktop: the rules call it a scam, a real watcher sees it, and people close it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from desktop import NEEDS, Desktop, desktop
from eyes import find, picture_of
from running import COMMAND, tray, watching
from warned import Warned, warned

import popupwatch
from popupwatch.advice.texts import languages, load_texts
from popupwatch.capture.screen import Screens
from popupwatch.model import Level
from popupwatch.tray.practise_window import digits
from popupwatch.tray.practising import PATIENCE, Outcome, Sight, outcome_of
from popupwatch.watch.incidents import Fingerprint
from popupwatch.watch.left_out import LeftOut
from popupwatch.watch.platform.windows import is_alert_to_practise, is_our_window
from popupwatch.watch.platform.windows_x11 import X11Windows
from popupwatch.watch.state import Doing, State

CONTENT: dict[str, Any] = {"language": "en", "text_size": 100}


@pytest.fixture(params=[(1366, 768), (1920, 1080)], ids=["1366x768", "1920x1080"])
def made(
    request: pytest.FixtureRequest, needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    for program in NEEDS:
        needs(program)
    with desktop(request.param) as made:
        monkeypatch.setenv("DISPLAY", made.name)
        yield made


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_rules_call_it_what_it_plays(made: Desktop, language: str) -> None:
    for text_size in (100, 200):
        with warned(made, CONTENT | {"language": language, "text_size": text_size}, "practise") as practice:
            verdict = popupwatch.scan(picture_of(made))
            assert verdict.level is Level.SCAM
            assert verdict.findings[0].rule == "fake-microsoft-alert"
            left, top, right, bottom = practice.where()["boxes"][""]
            assert 0.5 < (right - left) * (bottom - top) / (made.size[0] * made.size[1]) < 0.75
            practice.click("close")
            practice.wait_for("again")
            assert popupwatch.scan(picture_of(made)).level is Level.CLEAR


def test_it_is_not_left_out_as_our_own(laptop: Desktop) -> None:
    with warned(laptop, CONTENT, "practise") as practice:
        assert _blanked(laptop) == 0
        practice.click("close")
        practice.wait_for("again")
        assert _blanked(laptop) > 100_000  # what comes then is ours


@pytest.mark.parametrize("language", languages())
def test_on_windows_its_title_tells_it_from_our_own(language: str) -> None:
    """There our windows are known by how they are started."""
    texts, window = load_texts(language), (sys.executable, "-m", "popupwatch.tray.window")
    alert, done = texts.say("practise.window"), texts.say("practise.well-done-window")
    assert not is_our_window((*window, "practise"), alert)
    assert is_alert_to_practise((*window, "practise"), alert)
    assert is_our_window((*window, "practise"), done)
    assert is_our_window((*window, "about"), texts.say("about.window"))
    assert not is_our_window((sys.executable, "-m", "browser"), texts.say("about.window"))


def _blanked(made: Desktop) -> int:
    """How many pixels are painted over because they are our own."""
    shots = Screens().grab()
    before = [shot.pixels.copy() for shot in shots]
    for shot in shots:
        object.__setattr__(shot, "pixels", shot.pixels.copy())
    LeftOut(X11Windows(made.name)).blank(shots)
    return sum(int((shot.pixels != old).sum()) for shot, old in zip(shots, before, strict=True))


@pytest.mark.parametrize("way", ["close", "alt+F4", "ctrl+w", "Return"])
def test_ways_to_close_it(laptop: Desktop, way: str) -> None:
    with warned(laptop, CONTENT, "practise") as practice:
        if way == "close":
            practice.click(way)
        else:
            laptop.key(way)
        practice.wait_for("again")
        assert load_texts("en").say("practise.well-done") in practice.where()["says"]
        practice.click("close")
        practice.wait_until_gone()
        assert practice.code == 0
        told = [message["kind"] for message in practice.told if message["kind"] != "places"]
        assert told == ["shown", "outcome", "closed"]
        assert practice.heard("outcome")[0]["sight"] == "not-running"


def test_once_more(laptop: Desktop) -> None:
    with warned(laptop, CONTENT, "practise") as practice:
        practice.click("close")
        practice.click("again")
        laptop.wait(lambda: len(practice.heard("shown")) == 2)
        time.sleep(1)
        laptop.key("alt+F4")
        practice.wait_for("again")
        practice.child.send("content", **CONTENT)  # chosen in the menu meanwhile
        laptop.wait(lambda: len(practice.heard("shown")) == 3)


def test_the_numbers_of_two_practices_are_not_alike() -> None:
    made = {tuple(digits().values()) for _ in range(300)}
    assert len(made) > 50
    for one in made:
        for other in made:
            assert one == other or sum(a != b for a, b in zip(one, other, strict=True)) >= 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_seen_by_a_watcher_that_runs(laptop: Desktop, tmp_path: Path, language: str) -> None:
    texts = load_texts(language)
    with watching(laptop, tmp_path) as running:
        with _command(laptop, language) as command:
            running.wait("warned", scenario="fake-microsoft-alert")
            time.sleep(1)
            laptop.key("alt+F4")  # the alert, then what comes after it
            running.wait("watching")
            _leave(laptop, command)
            out, err = command.communicate(timeout=20)
        assert (command.returncode, err) == (0, "")
        first, then = texts.say("practise.seen", seconds="#").split("#")
        assert texts.say("practise.shown") in out
        assert first in out
        assert then in out
        seconds = float(out.split(first)[1].split(then)[0].replace(",", "."))
        assert 0 < seconds < PATIENCE
        # and once more, which is another scam to the watcher
        with _command(laptop, language) as command:
            running.wait("warned", scenario="fake-microsoft-alert")
            time.sleep(1)
            laptop.key("alt+F4")
            running.wait("watching")
            _leave(laptop, command)
            assert command.wait(20) == 0
        assert [entry["scenario"] for entry in running.history] == ["fake-microsoft-alert"] * 2


def test_a_watcher_that_is_paused(laptop: Desktop, tmp_path: Path) -> None:
    with watching(laptop, tmp_path) as running:
        assert running.run("pause", "1h").returncode == 0
        with warned(laptop, CONTENT, "practise") as practice:
            laptop.wait(lambda: practice.heard("outcome"))
            assert practice.heard("outcome")[0]["sight"] == "away"
            assert "Paused until" in practice.where()["says"]


def test_no_watcher_runs(laptop: Desktop) -> None:
    with _command(laptop, "en") as command:
        _wait_for_window(laptop)
        time.sleep(1)
        laptop.key("alt+F4")
        _leave(laptop, command)
        out, err = command.communicate(timeout=20)
    assert command.returncode == 2
    assert not err
    assert "popupwatch watch" in out


def test_without_a_desktop(run_process: Callable[..., Any]) -> None:
    ran = run_process("practise")
    assert ran.code == 2
    assert "there is no desktop" in ran.err
    assert "Traceback" not in ran.err


@contextmanager
def _command(made: Desktop, language: str) -> Iterator[subprocess.Popen[str]]:
    """``popupwatch practise``, which does not outlive its test."""
    command = [sys.executable, *COMMAND, "practise", "--language", language]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=made.environment, stdout=pipe, stderr=pipe, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _leave(made: Desktop, command: subprocess.Popen[str]) -> None:
    """Close what comes after the alert, as soon as it hears the keyboard."""
    made.wait(lambda: made.titles_of("popupwatch"))

    def tried() -> bool:
        made.key("Escape")
        time.sleep(0.5)
        return command.poll() is not None

    made.wait(tried)


def _wait_for_window(made: Desktop) -> None:
    search = ["xdotool", "search", "--onlyvisible", "--classname", "popupwatch-practice"]
    made.wait(lambda: subprocess.run(search, env=made.environment, capture_output=True, check=False).stdout)


def answer(doing: Doing, since: float = 0.0, until: float | None = None) -> dict[str, Any]:
    return State(doing, since, until).as_fields()


@pytest.mark.parametrize(
    ("given", "is_over", "sight"),
    [
        (None, None, Sight.NOT_RUNNING),
        (answer(Doing.PAUSED, until=9e8), None, Sight.AWAY),
        (answer(Doing.BLIND), None, Sight.AWAY),
        (answer(Doing.STARTING), None, None),
        (answer(Doing.WATCHING), None, None),
        (answer(Doing.WATCHING), Sight.UNSEEN, Sight.UNSEEN),
        (answer(Doing.WATCHING), Sight.CLOSED, Sight.CLOSED),
        (answer(Doing.WARNED, since=990), None, None),
        (answer(Doing.WARNED, since=990), Sight.UNSEEN, Sight.OTHER),
        (answer(Doing.WARNED, since=1001.2), None, Sight.SEEN),
    ],
)
def test_what_came_of_it(given: dict[str, Any] | None, is_over: Sight | None, sight: Sight | None) -> None:
    outcome = outcome_of(given, 1000.0, is_over)
    assert (outcome and outcome.sight) == sight


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("sight", Sight)
def test_what_came_of_it_in_words(sight: Sight, language: str) -> None:
    given = answer(Doing.PAUSED, until=9e8) if sight is Sight.AWAY else None
    said = Outcome(sight, 1.23, given).say(load_texts(language))
    if sight is Sight.SEEN:
        assert ("1.2 seconds" if language == "en" else "1,2 secondes") in said


def test_fingerprints_of_two_practices_differ() -> None:
    words = frozenset({"call", "microsoft"})
    one, other = Fingerprint(words, frozenset({"9460123"})), Fingerprint(words, frozenset({"9460134"}))
    assert not one.is_like(other)


def test_closing_is_told_of_before_the_window_is_gone(laptop: Desktop) -> None:
    practice: Warned
    with warned(laptop, CONTENT, "practise") as practice:
        practice.click("close")
        practice.wait_for("again")
        assert practice.heard("closed")


def test_closed_by_the_warning(laptop: Desktop, tmp_path: Path) -> None:
    """The whole of it, as in a class: the alert, the warning, “close that window for me”."""
    texts = load_texts("en")
    with tray(laptop, tmp_path) as running, _command(laptop, "en") as command:
        running.wait("warned", scenario="fake-microsoft-alert")
        find(laptop, texts.say("warning.to-do"))
        time.sleep(1.2)
        laptop.key("Tab", "Return")  # the main button
        laptop.wait(lambda: texts.say("practise.well-done-window") in laptop.titles_of("popupwatch"))
        find(laptop, texts.say("warning.closed-title"))
        assert command.poll() is None
