"""Whoever asks to look now gets an answer, and the true one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from popupwatch.advice.texts import languages, load_texts
from popupwatch.errors import CaptureError
from popupwatch.tray.look_now import FRESH, GOING, PATIENCE, STANDS, LookNow
from popupwatch.watch.state import Doing, State

ASKED = 1_000_000.0
ENGLISH = load_texts("en")
BEFORE = State(Doing.WATCHING, 0.0, looked_at=ASKED - 0.1, screens=1)
AFTER = replace(BEFORE, looked_at=ASKED + FRESH)
BLIND = State(Doing.BLIND, ASKED, reason=CaptureError("There is no screen to capture."))
CLEAR = "popupwatch sees no scam on your screen."
READING = "popupwatch is still reading your screen. If it finds a scam, it tells you at once."


def answer(state: State, seconds: float) -> str:
    """What is answered so many seconds after the question."""
    asked = LookNow()
    asked.ask(ASKED)
    return asked.answer(state.as_fields(), ENGLISH, ASKED + seconds)


@pytest.mark.parametrize(
    ("state", "seconds", "said"),
    [
        (BEFORE, 1.0, ""),
        (replace(AFTER, waiting=2.0), 5.0, ""),
        (State(Doing.STARTING, 0.0), 5.0, ""),
        (AFTER, 2.0, CLEAR),
        (replace(AFTER, waiting=20.0), PATIENCE + 1, READING),
        (BEFORE, PATIENCE + 1, READING),
        (BLIND, 1.0, "There is no screen to capture."),
    ],
    ids=["not yet", "waiting", "starting", "clear", "much to read", "slow", "blind"],
)
def test_what_is_answered(state: State, seconds: float, said: str) -> None:
    assert answer(state, seconds) == said


@pytest.mark.parametrize("language", languages())
def test_what_is_odd_is_no_all_clear(language: str) -> None:
    texts, asked = load_texts(language), LookNow()
    asked.ask(ASKED)
    odd = replace(AFTER, suspicious="fake-scan").as_fields()
    assert asked.answer(odd, texts, ASKED + 2) == texts.say("menu.odd")


def test_it_is_told_once_and_stands_for_a_while() -> None:
    asked = LookNow()
    assert asked.answer(AFTER.as_fields(), ENGLISH, ASKED) == ""
    asked.ask(ASKED)
    assert asked.is_open
    assert asked.standing(ASKED) == ""
    assert asked.answer(AFTER.as_fields(), ENGLISH, ASKED + 2) == CLEAR
    assert not asked.is_open
    assert asked.answer(AFTER.as_fields(), ENGLISH, ASKED + 3) == ""
    assert asked.standing(ASKED + 3) == CLEAR
    asked.ask(ASKED + 4)
    assert asked.standing(ASKED + 4) == "", "while the next one is being sought"
    asked.answer(replace(AFTER, looked_at=ASKED + 6).as_fields(), ENGLISH, ASKED + 6)
    assert asked.standing(ASKED + 7) == CLEAR
    assert asked.standing(ASKED + 6 + STANDS) == "", "by then it may be another"


def test_the_warning_is_the_answer() -> None:
    asked = LookNow()
    asked.ask(ASKED)
    warned = replace(AFTER, doing=Doing.WARNED).as_fields()
    assert asked.answer(warned, ENGLISH, ASKED + 2) == ""
    assert asked.is_open, "it may have gone just now"
    assert asked.answer(warned, ENGLISH, ASKED + GOING + 1) == ""
    assert not asked.is_open


@pytest.mark.parametrize("doing", [Doing.PAUSED, Doing.LOCKED])
def test_where_nobody_looks_any_more_the_question_ends(doing: Doing) -> None:
    asked = LookNow()
    asked.ask(ASKED)
    assert asked.answer(replace(BEFORE, doing=doing).as_fields(), ENGLISH, ASKED + 1) == ""
    assert not asked.is_open


def test_a_scam_that_goes_meanwhile_is_no_scam_on_the_screen() -> None:
    asked = LookNow()
    asked.ask(ASKED)
    assert asked.answer(replace(AFTER, doing=Doing.WARNED).as_fields(), ENGLISH, ASKED + 2) == ""
    assert asked.answer(replace(AFTER, looked_at=ASKED + 6).as_fields(), ENGLISH, ASKED + 6) == CLEAR
