"""No window clips what it says, in any language and text size, on the smallest screen; looked at from inside."""

from __future__ import annotations

import io
import json
import os
import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from unclipped import below, check_nothing_is_clipped, said_in, settle
from warned import MICROSOFT

from popupwatch.advice.texts import languages, load_texts
from popupwatch.settings import change_setting, history_path, settings_path
from popupwatch.tray.app import _control
from popupwatch.tray.buttons import Button
from popupwatch.tray.stage import Stage
from popupwatch.tray.window import KINDS, Tray
from popupwatch.watch.history import History, Record
from popupwatch.watch.incidents import Fingerprint
from popupwatch.watch.state import Doing, State

# What is pressed in each window, one after the other, to see every view of it.
PRESSED = {
    "welcome": ("next", "next"),
    "control": ("pause", "back"),
    "about": (),
    "practise": (),
    "history": ("delete-all",),
    "settings": (),
    "first-aid": (),
    "trusted": (),
}


def test_every_kind_of_window_is_looked_at() -> None:
    assert PRESSED.keys() | {"warning"} == KINDS.keys()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("text_size", [100, 150, 200])
@pytest.mark.parametrize("kind", PRESSED)
def test_nothing_is_clipped(
    inside: str, monkeypatch: pytest.MonkeyPatch, language: str, text_size: int, kind: str
) -> None:
    monkeypatch.setenv("DISPLAY", inside)
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    fill(text_size)
    stages: list[Stage] = []
    show = Stage.show

    def noted(stage: Stage, view: Any) -> None:
        stages.append(stage)
        show(stage, view)

    def look(root: tk.Tk, _: int = 0) -> None:
        if not stages:  # the alert to practise on, after which another window comes
            check_nothing_is_clipped(root, None)
            next(widget for widget in below(root) if isinstance(widget, Button)).press()
            return
        check_nothing_is_clipped(root, stages[-1].page)
        for name in PRESSED[kind]:
            before = len(stages)
            stages[-1].buttons[name].press()
            assert len(stages) > before
            check_nothing_is_clipped(root, stages[-1].page)
        root.destroy()

    monkeypatch.setattr(Stage, "show", noted)
    monkeypatch.setattr(tk.Misc, "mainloop", look)
    module, _, opener = KINDS[kind].partition(":")
    open_window = getattr(__import__(module, fromlist=[opener]), opener)
    told = in_a_tray(open_window, content(kind, language, text_size))
    assert b"failed" not in told, told


def in_a_tray(open_window: Callable[[Tray], None], content: dict[str, Any]) -> bytes:
    """Open a window that is told *content*, by somebody who stays; what it told."""
    source, says = os.pipe()
    told = io.BytesIO()
    try:
        os.write(says, json.dumps(content).encode() + b"\n")
        open_window(Tray(os.fdopen(source, "rb", closefd=False), told))
    finally:
        os.close(says)
    return told.getvalue()


def content(kind: str, language: str, text_size: int) -> dict[str, Any]:
    found = {"language": language, "text_size": text_size, "monitor": None}
    trusted = {"name": "Marie-Claire Dubois-Lefèvre", "number": "+33 6 39 98 12 34"}
    if kind in ("first-aid", "trusted"):
        found |= {"country": "fr", "trusted": trusted}
    elif kind == "control":
        fields = State(Doing.WATCHING, 0.0, suspicious="fake-antivirus").as_fields()
        found |= _control(fields, load_texts(language), datetime(2026, 11, 22, 12))
    return found


def fill(text_size: int) -> None:
    """Give the windows something to show."""
    change_setting(settings_path(), "text-size", [str(text_size)])
    change_setting(settings_path(), "trusted-name", ["Marie-Claire Dubois-Lefèvre"])
    evidence = tuple((item.clue, item.text) for item in MICROSOFT.evidence)
    record = Record(
        1.7e9, "scam", MICROSOFT.rule, 14.0, 1, evidence, Fingerprint.of(MICROSOFT.evidence), choice="called"
    )
    for days in range(3):
        History(history_path()).add(replace(record, began_at=1.7e9 + days * 86_400))


def test_what_is_clipped_is_noticed(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", inside)
    monkeypatch.setenv("LC_ALL", "en.UTF-8")

    def look(root: tk.Tk, _: int = 0) -> None:
        settle(root)
        page = next(widget for widget in below(root) if type(widget).__name__ == "Page")
        label = said_in(page)[0]
        label.configure(wraplength=0, text="much too long " * 40)
        with pytest.raises(AssertionError):
            check_nothing_is_clipped(root, page)
        root.destroy()

    monkeypatch.setattr(tk.Misc, "mainloop", look)
    from popupwatch.tray.about_window import open_about

    in_a_tray(open_about, {"language": "en", "text_size": 100})
