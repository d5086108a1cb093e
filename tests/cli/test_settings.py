"""``popupwatch settings`` shows, changes and finds what a person can set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from popupwatch.settings import KEYS, load_settings, settings_path

Run = Callable[..., Any]


def test_show_tells_every_setting_and_what_it_is_for(run: Run) -> None:
    ran = run("settings", "show")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert [line.split(" = ")[0] for line in lines if not line.startswith(" ")] == list(KEYS)
    assert lines[:2] == [
        "interval = 1.0",
        "    How many seconds pass between two looks at the screen: 0.2 to 60.",
    ]
    assert "normally" not in ran.out
    assert not settings_path().exists()


def test_what_is_set_is_shown_with_what_it_normally_is(run: Run) -> None:
    assert run("settings", "set", "leave-out-titles", "My Bank", "Überweisung").out == (
        'leave-out-titles = ["My Bank", "Überweisung"]\n'
    )
    assert run("settings", "set", "interval", "2").out == "interval = 2.0\n"
    shown = run("settings", "show").out.splitlines()
    assert 'leave-out-titles = ["My Bank", "Überweisung"]' in shown
    at = shown.index("interval = 2.0")
    assert shown[at + 2] == "    (normally 1.0)"
    assert load_settings(settings_path())[0].leave_out_titles == ("My Bank", "Überweisung")


def test_a_list_is_emptied(run: Run) -> None:
    run("settings", "set", "leave-out-programs", "keepassxc")
    assert run("settings", "set", "leave-out-programs").out == "leave-out-programs = []\n"
    assert load_settings(settings_path())[0].leave_out_programs == ()


def test_path(run: Run) -> None:
    assert run("settings", "path").out == f"{settings_path()}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("intervall", "2"), "There is no setting “intervall”. Did you mean “interval”?"),
        (("interval", "0.1"), "“interval” is a number from 0.2 to 60."),
    ],
)
def test_what_cannot_be_set_is_said(run: Run, arguments: tuple[str, ...], told: str) -> None:
    ran = run("settings", "set", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not settings_path().exists()


def test_what_is_wrong_in_the_file_is_said_with_its_line(run: Run) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("interval = 2\nkeep-days = 0\nlanguagess = 'eng'\n")
    ran = run("settings", "show")
    assert ran.code == 2
    first, second = ran.err.splitlines()
    assert f"{settings_path()}:2:" in first
    assert "from 1 to 3650" in first
    assert f"{settings_path()}:3:" in second
    assert "Did you mean “languages”?" in second
    assert "interval = 2.0" in ran.out
    assert "keep-days = 90" in ran.out


def test_in_french(run: Run) -> None:
    ran = run("settings", "set", "--language", "fr", "interval", "0")
    assert "“interval” is" not in ran.err
    assert "interval" in ran.err
    assert "normally" not in run("settings", "show", "--language", "fr").out


def test_what_a_person_sets_for_themselves(run: Run) -> None:
    assert run("settings", "set", "trusted-name", "Zoé").out == 'trusted-name = "Zoé"\n'
    assert run("settings", "set", "read-aloud", "yes").out == "read-aloud = true\n"
    shown = run("settings", "show").out.splitlines()
    at = shown.index("read-aloud = true")
    assert shown[at + 2] == "    (normally false)"
    assert 'language = ""' in shown
