"""How long a pause is, from what a person types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from popupwatch.errors import WatchError
from popupwatch.watch.pausing import seconds_of

Run = Callable[..., Any]
EVENING = datetime(2026, 11, 22, 21, 30, 15)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15m", 900),
        ("15min", 900),
        ("15 min", 900),
        ("1h", 3600),
        ("1H", 3600),
        (" 1 h ", 3600),
        ("1.5h", 5400),
        ("1,5h", 5400),
        ("30s", 30),
        ("2d", 172_800),
        ("2j", 172_800),
        ("90", 5400),
        ("7d", 604_800),
    ],
)
def test_a_length_of_time(text: str, seconds: float) -> None:
    assert seconds_of(text, EVENING) == seconds


@pytest.mark.parametrize("text", ["tomorrow", "Tomorrow", "demain"])
def test_until_tomorrow_morning_at_six(text: str) -> None:
    assert seconds_of(text, EVENING) == 8.5 * 3600 - 15
    assert seconds_of(text, datetime(2026, 12, 31, 6, 0)) == 24 * 3600


@pytest.mark.parametrize("text", ["", "soon", "h", "1h30", "1x", "nan", "inf", "m15", "1 2 h", "٪", "--1h"])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(WatchError, match="Write 15m, 1h or tomorrow"):
        seconds_of(text, EVENING)


@pytest.mark.parametrize("text", ["0", "0s", "-5m", "8d", "1e9", "604801s"])
def test_too_long_or_too_short(text: str) -> None:
    with pytest.raises(WatchError, match="at most seven days"):
        seconds_of(text, EVENING)


@pytest.mark.parametrize("command", [("pause", "1h"), ("resume",), ("status",)])
def test_where_nobody_watches_it_is_said(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command)
    assert (ran.code, ran.out) == (2, "")
    assert "popupwatch is not watching. To start it: popupwatch watch" in ran.err


def test_a_wrong_length_is_said_before_anybody_is_asked(run: Run) -> None:
    ran = run("pause", "soon")
    assert ran.code == 2
    assert "“soon” is no length of time." in ran.err
    assert "“soon”" not in run("pause", "--language", "fr", "soon").err
