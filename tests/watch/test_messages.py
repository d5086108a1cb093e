"""What two processes say to each other comes out as it went in."""

from __future__ import annotations

import json

import pytest

from popupwatch.advice.texts import load_texts
from popupwatch.errors import CaptureError, Errors, PopupwatchError, ReaderError
from popupwatch.model import Box, Evidence, Finding, Level, Verdict
from popupwatch.rules.model import Clue, Scenario
from popupwatch.watch.messages import Sighting, decode, encode, trouble_fields, trouble_from

EVIDENCE = (
    Evidence("phone", "Call “now”\n1-800-555-0134", Box(1, 2, 30, 40), 1.0, 3.0),
    Evidence("calm", "à bientôt 電話", Box(5, 6, 7, 8), 0.875, -1.5),
)
FIRST = Finding("lost-parcel", Level.SCAM, 9.5, EVIDENCE, ("urgency",))
SECOND = Finding("fake-scan", Level.SUSPICIOUS, 3.0, EVIDENCE[:1], ())
OWN = Scenario(
    "lost-parcel",
    "pay-fee",
    4.0,
    None,
    (Clue("phone", (), 3.0, says="It wants a call"), Clue("urgency", (), 1.0)),
    (),
    title="Fake parcel",
)


def test_a_sighting_is_the_best_finding_of_a_verdict() -> None:
    seen = Sighting.of(2, Verdict(Level.SCAM, (FIRST, SECOND)), [OWN])
    assert (seen.screen, seen.level, seen.rule, seen.score) == (2, Level.SCAM, "lost-parcel", 9.5)
    assert seen.evidence == EVIDENCE
    assert (seen.advice, seen.title, seen.says) == ("pay-fee", "Fake parcel", {"phone": "It wants a call"})


def test_a_clear_screen_is_a_sighting_too() -> None:
    assert Sighting.of(1, Verdict(Level.CLEAR), [OWN]) == Sighting(1, Level.CLEAR)


def test_a_scenario_that_is_not_known_brings_nothing() -> None:
    seen = Sighting.of(1, Verdict(Level.SUSPICIOUS, (SECOND,)), [OWN])
    assert (seen.rule, seen.advice, seen.title, seen.says) == ("fake-scan", "", "", {})


@pytest.mark.parametrize("verdict", [Verdict(Level.SCAM, (FIRST,)), Verdict(Level.CLEAR)])
def test_a_sighting_arrives_as_it_was_sent(verdict: Verdict) -> None:
    seen = Sighting.of(3, verdict, [OWN])
    line = encode("judged", **seen.as_fields())
    message = decode(line)
    assert message.pop("kind") == "judged"
    assert Sighting.from_fields(message) == seen


def test_the_scenario_that_arrives_tells_what_the_one_sent_would() -> None:
    known = Sighting.of(1, Verdict(Level.SCAM, (FIRST,)), [OWN]).scenario
    assert (known.id, known.advice, known.title) == (OWN.id, OWN.advice, OWN.title)
    assert {clue.name: clue.says for clue in known.clues} == {"phone": "It wants a call"}


def test_a_message_is_one_line() -> None:
    line = encode("judged", words="one\ntwo\r\n\u2028three")
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert line.isascii()
    assert decode(line) == {"kind": "judged", "words": "one\ntwo\r\n\u2028three"}


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b'{"kind": "looked", "scr', b"[1, 2]\n", b'{"screens": 1}\n', b"\xff\xfe\n", b"null\n", b'"kind"\n'],
)
def test_what_is_no_message_is_told_apart(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (it is caught as such, whatever it says)
        decode(line)


@pytest.mark.parametrize(
    "error",
    [
        CaptureError("The screen could not be captured: {reason}", reason=OSError("X {broke}")),
        ReaderError("There is no reader called {name!r}. The readers are: {known}.", name="x", known="a, b"),
        ReaderError("Braces {stay} where nothing is put in."),
    ],
)
def test_a_trouble_can_be_said_on_the_other_side(error: PopupwatchError) -> None:
    fields = json.loads(json.dumps(trouble_fields(error)))
    told = trouble_from(fields)
    assert type(told) is type(error)
    assert (str(told), told.sentence) == (str(error), error.sentence)


def test_a_trouble_is_said_in_other_languages_too() -> None:
    error = CaptureError("There is no display to capture: DISPLAY is not set.")
    french = load_texts("fr")
    assert french.error(trouble_from(trouble_fields(error))) == french.error(error) != str(error)


def test_errors_in_an_error_arrive_as_errors() -> None:
    """So that no half of the sentence stays English."""
    french = load_texts("fr")
    inner = ReaderError("The command tesseract was not found.")
    error = ReaderError("The text of the screen cannot be read. {problems}", problems=Errors([inner, inner]))
    told = trouble_from(json.loads(json.dumps(trouble_fields(error))))
    assert str(told) == str(error)
    assert french.error(told) == french.error(error)
    assert french.error(inner) in french.error(told)


def test_where_a_sighting_is_arrives_too() -> None:
    seen = Sighting.of(2, Verdict(Level.SCAM, (FIRST,)), [OWN], Box(1920, 0, 3840, 1080))
    assert Sighting.from_fields(json.loads(json.dumps(seen.as_fields()))) == seen
