"""The control window and “about”, clicked and typed at as a person would."""

from __future__ import annotations

from typing import Any

import pytest
from desktop import Desktop
from warned import warned

import popupwatch
from popupwatch.advice.texts import load_texts
from popupwatch.settings import history_path, log_path, settings_path

LINE = "Watching the screen."


def entry(key: str, *children: dict[str, Any], enabled: bool = True, label: str = "") -> dict[str, Any]:
    return {"key": key, "label": label or f"Do {key}", "enabled": enabled, "children": list(children)}


def entries(pause: str = "pause") -> list[dict[str, Any]]:
    lengths = [entry("15m"), entry("1h")] if pause == "pause" else []
    return [
        entry("doing", enabled=False, label=LINE),
        entry("look"),
        entry(pause, *lengths),
        entry("history"),
        entry("quit"),
    ]


def content(**more: Any) -> dict[str, Any]:
    return {"language": "en", "text_size": 100, "line": LINE, "entries": entries()} | more


def keys(window: Any) -> list[str]:
    return [message["key"] for message in window.heard("chose")]


def test_entries_are_chosen_by_clicks(laptop: Desktop) -> None:
    with warned(laptop, content(), "control") as window:
        assert LINE in window.where()["says"]
        assert list(window.where()["boxes"]) == ["", "close-window", "look", "pause", "history", "quit"]
        window.click("look")
        laptop.wait(lambda: keys(window) == ["look"])
        window.click("pause")
        window.click("1h")
        laptop.wait(lambda: keys(window) == ["look", "1h"])
        window.click("quit")
        laptop.wait(lambda: keys(window) == ["look", "1h", "quit"])


@pytest.mark.parametrize("text_size", [100, 200])
def test_every_entry_by_the_keyboard(laptop: Desktop, text_size: int) -> None:
    with warned(laptop, content(text_size=text_size), "control") as window:
        laptop.key("Return", "Tab", "space")  # the first one has the keyboard
        window.wait_for("1h")
        laptop.key("Escape")
        window.wait_for("pause")
        laptop.key("Return")  # back at the pause
        window.wait_for("1h")
        laptop.key("Tab", "Return")
        window.wait_for("pause")
        laptop.key("Tab", "Return", "Tab", "Return")
        laptop.wait(lambda: keys(window) == ["look", "1h", "history", "quit"])
        laptop.key("Escape")
        window.wait_until_gone()
        assert window.heard("closed")


def test_what_changes_leaves_the_keyboard_where_it_is(laptop: Desktop) -> None:
    with warned(laptop, content(text_size=200), "control") as window:
        laptop.key("Tab", "Tab")
        now = "Paused until 15:00. Until then the screen is not watched."
        window.child.send("entries", line=now, entries=entries("resume"))
        laptop.wait(lambda: "resume" in window.where()["boxes"] and now.split(". ")[1] in window.where()["says"])
        laptop.key("Return")
        laptop.wait(lambda: keys(window) == ["history"])
        window.child.send("entries", line=LINE, entries=[entry("look"), entry("quit")])
        laptop.wait(lambda: list(window.where()["boxes"]) == ["", "look", "quit", "close-window"])


def test_what_cannot_be_chosen_any_more_is_left(laptop: Desktop) -> None:
    with warned(laptop, content(), "control") as window:
        window.click("pause")
        window.wait_for("1h")
        window.child.send("entries", line=LINE, entries=entries("resume"))
        window.wait_for("resume")


def test_closing_it_ends_nothing_else(laptop: Desktop) -> None:
    with warned(laptop, content(), "control") as window:
        assert load_texts("en").say("control.stays") in window.where()["says"]
        window.click("close-window")
        window.wait_until_gone()
        assert window.heard("closed")
        assert not keys(window)


def test_about(laptop: Desktop) -> None:
    with warned(laptop, {"language": "en", "text_size": 100}, "about") as window:
        says = window.where()["says"]
        assert popupwatch.__version__ in says
        assert "MIT" in says
        assert all(str(path()) in says for path in (settings_path, history_path, log_path))
        assert "were all checked on 20" in says
        window.click("close")
        window.wait_until_gone()
