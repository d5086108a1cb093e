"""The welcome, clicked and typed through as a person would."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from desktop import Desktop
from warned import Warned, warned

from popupwatch.advice.texts import load_texts
from popupwatch.settings import change_setting, load_settings, settings_path

CONTENT: dict[str, Any] = {"language": "en", "text_size": 100}


def typed(made: Desktop, text: str) -> None:
    subprocess.run(["xdotool", "type", text], env=made.environment, check=True, capture_output=True)


def to_the_last_step(welcome: Warned) -> None:
    welcome.click("next")
    welcome.wait_for("back")
    welcome.click("next")
    welcome.wait_for("done")


def trusted() -> tuple[str, str]:
    settings, problems = load_settings(settings_path())
    assert not problems
    return settings.trusted_name, settings.trusted_number


def test_three_steps_there_and_back(laptop: Desktop) -> None:
    texts = load_texts("en")
    with warned(laptop, CONTENT, "welcome") as welcome:
        assert texts.say("welcome.does-tells") in welcome.where()["says"]
        welcome.click("next")
        laptop.wait(lambda: texts.say("welcome.never-money") in welcome.where()["says"])
        welcome.click("back")
        laptop.wait(lambda: texts.say("welcome.does-tells") in welcome.where()["says"])
        to_the_last_step(welcome)
        laptop.key("Escape")
        laptop.wait(lambda: texts.say("welcome.never-money") in welcome.where()["says"])
        laptop.key("Escape")
        laptop.wait(lambda: texts.say("welcome.does-tells") in welcome.where()["says"])


@pytest.mark.parametrize("text_size", [100, 200])
def test_by_the_keyboard_alone(laptop: Desktop, text_size: int) -> None:
    with warned(laptop, CONTENT | {"language": "fr", "text_size": text_size}, "welcome") as welcome:
        laptop.key("Return")
        welcome.wait_for("back")
        laptop.key("space")
        welcome.wait_for("done")
        typed(laptop, "Claire")
        laptop.key("Return")
        typed(laptop, "06 39 98 12 34")
        offered = find_spec("popupwatch.tray.platform.autostart") is not None
        laptop.key("Tab", *["Tab"] * offered, "Return")  # past the start with the computer
        welcome.wait_until_gone()
        assert welcome.heard("welcomed") == [{"kind": "welcomed", "complete": True}]
    assert trusted() == ("Claire", "06 39 98 12 34")


def test_what_is_no_number_is_said_and_nothing_is_lost(laptop: Desktop) -> None:
    texts = load_texts("en")
    with warned(laptop, CONTENT, "welcome") as welcome:
        to_the_last_step(welcome)
        typed(laptop, "Claire")
        laptop.key("Tab")
        typed(laptop, "my neighbour")
        welcome.click("done")
        laptop.wait(lambda: texts.say("welcome.number-wrong") in welcome.where()["says"])
        assert trusted() == ("", "")
        laptop.key("ctrl+slash", "BackSpace")  # the keyboard is there already
        typed(laptop, "020 7946 0123")
        welcome.click("back")
        welcome.wait_for("next")
        welcome.click("next")
        welcome.wait_for("done")
        welcome.click("done")
        welcome.wait_until_gone()
    assert trusted() == ("Claire", "020 7946 0123")


def test_who_is_known_already_is_shown_and_can_be_taken_out(laptop: Desktop) -> None:
    change_setting(settings_path(), "trusted-name", ["Claire"])
    with warned(laptop, CONTENT, "welcome") as welcome:
        to_the_last_step(welcome)
        laptop.key("ctrl+slash", "BackSpace")
        welcome.click("done")
        welcome.wait_until_gone()
    assert trusted() == ("", "")


def test_settings_that_cannot_be_written_are_told_of(laptop: Desktop) -> None:
    settings_path().parent.parent.mkdir(parents=True, exist_ok=True)
    settings_path().parent.write_text("a file where the folder should be", encoding="utf-8")
    with warned(laptop, CONTENT, "welcome") as welcome:
        to_the_last_step(welcome)
        typed(laptop, "Claire")
        welcome.click("done")
        laptop.wait(lambda: str(settings_path()) in welcome.where()["says"])
        laptop.key("alt+F4")
        welcome.wait_until_gone()


def test_try_it(laptop: Desktop) -> None:
    with warned(laptop, CONTENT, "welcome") as welcome:
        to_the_last_step(welcome)
        welcome.click("try")
        laptop.wait(lambda: welcome.heard("practise"))
        laptop.key("Return")  # the keyboard is at “Done” now
        welcome.wait_until_gone()
        assert [message["kind"] for message in welcome.told if message["kind"] != "places"] == ["practise", "welcomed"]


def test_start_with_the_computer(laptop: Desktop, tmp_path: Path) -> None:
    pytest.importorskip("popupwatch.tray.platform.autostart")
    entry = tmp_path / "config" / "autostart" / "popupwatch.desktop"
    with warned(laptop, CONTENT, "welcome") as welcome:
        to_the_last_step(welcome)
        welcome.click("autostart")
        laptop.wait(entry.exists)
        assert " tray" in entry.read_text("utf-8")
        welcome.click("autostart")
        laptop.wait(lambda: not entry.exists())


def test_closed_by_its_frame(laptop: Desktop) -> None:
    with warned(laptop, CONTENT, "welcome") as welcome:
        to_the_last_step(welcome)
        typed(laptop, "Claire")
        laptop.key("alt+F4")
        welcome.wait_until_gone()
        assert welcome.heard("welcomed") == [{"kind": "welcomed", "complete": False}]
    assert trusted() == ("Claire", "")


@pytest.mark.parametrize("kind", ["welcome", "control", "about", "practise"])
def test_ends_with_the_tray(laptop: Desktop, kind: str) -> None:
    with warned(laptop, CONTENT | {"line": "", "entries": []}, kind) as window:
        window.child.let_go()
        window.wait_until_gone()
        assert window.code == 0
