"""The window with the settings, on a real desktop, by clicks and keys."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator

import pytest
from desktop import NEEDS, Desktop, desktop
from warned import Warned, warned

from popupwatch.advice.texts import load_texts
from popupwatch.settings import KEYS, Settings, load_settings, settings_path
from popupwatch.tray.platform.autostart import autostart_of_this_system
from popupwatch.tray.settings_rows import _DAYS, _INTERVALS, _SHARES, _TEXT_SIZES

EN, FR = load_texts("en"), load_texts("fr")


def say(key: str, **values: object) -> str:
    return EN.say(f"settings-window.{key}", **values)


def now() -> Settings:
    return load_settings(settings_path())[0]


@pytest.fixture
def small(needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    for program in NEEDS:
        needs(program)
    with desktop((1366, 768)) as made:
        monkeypatch.setenv("DISPLAY", made.name)
        yield made


def opened(made: Desktop, language: str = "en", text_size: int = 100):  # type: ignore[no-untyped-def]
    return warned(made, {"language": language, "text_size": text_size}, "settings")


def to(window: Warned, name: str) -> None:
    """Turn the wheel until *name* can be seen, and click it."""
    window.desktop.wait(lambda: window.where()["boxes"])
    for _ in range(80):
        if name in window.where()["boxes"]:
            break
        left, top, _, bottom = window.where()["boxes"][""]
        wheel = ["mousemove", str(left + 60), str((top + bottom) // 2), "click", "5"]
        subprocess.run(["xdotool", *wheel], env=window.desktop.environment, check=True)
    window.click(name)


def type_in(window: Warned, name: str, text: str) -> None:
    to(window, name)
    window.desktop.wait(lambda: window.where()["focus"] == name)
    subprocess.run(["xdotool", "type", "--delay", "20", text], env=window.desktop.environment, check=True)


def test_each_kind_of_setting_by_clicks(small: Desktop) -> None:
    with opened(small) as window:
        to(window, "read-aloud")
        small.wait(lambda: now().read_aloud)
        to(window, "read-aloud")
        small.wait(lambda: not now().read_aloud)
        to(window, "country=be")
        small.wait(lambda: now().country == "be")
        to(window, "interval=2")
        small.wait(lambda: now().interval == 2)
        to(window, "cpu-share=0.05")
        small.wait(lambda: now().cpu_share == 0.05)
        to(window, "keep-days=365")
        small.wait(lambda: now().keep_days == 365)
        told = ["read-aloud", "read-aloud", "country", "interval", "cpu-share", "keep-days"]
        assert [message["key"] for message in window.heard("changed")] == told


def test_what_is_typed_is_kept_by_itself_and_beside_what_was_there(small: Desktop) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("# mine\ninterval = 3.0\n", encoding="utf-8")
    with opened(small) as window:
        type_in(window, "trusted-name", "Claire")
        small.wait(lambda: now().trusted_name == "Claire", 5)
        type_in(window, "trusted-number", "06 39 98 12 34")
        to(window, "close")
        window.wait_until_gone()
    assert now().trusted_number == "06 39 98 12 34"
    assert settings_path().read_text(encoding="utf-8").startswith("# mine\ninterval = 3.0\n")


def test_what_is_wrong_is_said_beside_it_and_stays_typed(small: Desktop) -> None:
    with opened(small) as window:
        type_in(window, "trusted-number", "Claire")
        wait_for_note(window, say("wrong-trusted-number"))
        to(window, "close")
        wait_for_note(window, say("not-kept", reason=say("wrong-trusted-number")))
        assert window.where()["focus"] == "trusted-number"
        small.key("ctrl+a", "BackSpace")
        type_in(window, "trusted-number", "01 99 00 12 34")
        small.wait(lambda: now().trusted_number == "01 99 00 12 34", 5)
        small.key("Escape")
        window.wait_until_gone()
        assert window.code == 0


def wait_for_note(window: Warned, sentence: str) -> None:
    window.desktop.wait(lambda: sentence in window.where()["notes"].values(), 10)


def test_a_wrong_number_does_not_hold_the_window_open(small: Desktop) -> None:
    with opened(small) as window:
        type_in(window, "trusted-number", "x")
        small.key("Escape")
        window.desktop.wait(lambda: "not kept" in str(window.where()["notes"]))
        small.key("Escape")
        window.wait_until_gone()
    assert now().trusted_number == ""


def test_language_and_size_change_the_window_itself(small: Desktop) -> None:
    with opened(small) as window:
        type_in(window, "trusted-name", "Zoe")
        small.key("Home")
        small.key(*["shift+Tab"] * 4)
        to_top(window)
        window.click("language=fr")
        small.wait(lambda: FR.say("settings-window.lead") in window.where()["says"])
        assert window.where()["focus"] == "language=fr"
        to_top(window)
        window.click("text-size=200")
        small.wait(lambda: now().text_size == 200)
        small.wait(lambda: window.where()["focus"] == "text-size=200")
        left, top, right, bottom = window.where()["boxes"][""]
        assert 0 <= left < right <= 1366
        assert 0 <= top < bottom <= 768
    assert now().trusted_name == "Zoe"


def to_top(window: Warned) -> None:
    small = window.desktop
    for _ in range(40):
        subprocess.run(["xdotool", "click", "4"], env=small.environment, check=True)


def test_programs_and_titles_are_added_and_removed(small: Desktop) -> None:
    with opened(small) as window:
        type_in(window, "leave-out-programs", "keepassxc")
        small.key("Return")
        small.wait(lambda: now().leave_out_programs == ("keepassxc",))
        assert window.where()["focus"] == "leave-out-programs"
        type_in(window, "leave-out-programs", "bank")
        to(window, "leave-out-programs+")
        small.wait(lambda: now().leave_out_programs == ("keepassxc", "bank"))
        to(window, "leave-out-programs-keepassxc")
        small.wait(lambda: now().leave_out_programs == ("bank",))
        type_in(window, "leave-out-titles", "Letters")
        to(window, "close")  # what was typed and not added is not lost
        window.wait_until_gone()
    assert now().leave_out_titles == ("Letters",)


def test_starts_with_the_computer(small: Desktop) -> None:
    with opened(small) as window:
        to(window, "start")
        small.wait(lambda: autostart_of_this_system().is_on())
        to(window, "start")
        small.wait(lambda: not autostart_of_this_system().is_on())


def test_by_the_keyboard(small: Desktop) -> None:
    with opened(small) as window:
        window.wait_for("text-size=100")
        small.key("Tab", "Tab", "Tab", "Tab")
        assert window.where()["focus"] == "read-aloud"
        small.key("space")
        small.wait(lambda: now().read_aloud)
        for _ in range(3):
            small.key("Tab")
        assert window.where()["focus"] == "country="
        small.key("Right", "Right", "space")
        small.wait(lambda: now().country == "be")
        for _ in range(12):
            small.key("Tab")
            focus = window.where()["focus"]
            assert focus in window.where()["boxes"], "what the keyboard is at can be seen"


def test_a_damaged_file_is_told_and_left_alone(small: Desktop) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("interval = = 3\n", encoding="utf-8")
    with opened(small, "fr") as window:
        small.wait(lambda: FR.say("settings-window.damaged") in window.where()["says"])
        assert list(window.where()["boxes"]) == ["", "close"]
    assert settings_path().read_text(encoding="utf-8") == "interval = = 3\n"


def test_a_file_that_cannot_be_written_is_told_beside_the_field(small: Desktop) -> None:
    settings_path().parent.parent.mkdir(parents=True, exist_ok=True)
    settings_path().parent.write_text("a file, no folder")
    with opened(small) as window:
        to(window, "read-aloud")
        small.wait(lambda: "written" in window.where()["notes"]["read-aloud"])


def test_what_is_offered_may_be_set() -> None:
    for key, offered in (("interval", _INTERVALS), ("cpu-share", _SHARES), ("keep-days", _DAYS)):
        for value in offered:
            assert KEYS[key].taken(value) == value
        assert KEYS[key].default in offered
    assert KEYS["text-size"].default in _TEXT_SIZES
