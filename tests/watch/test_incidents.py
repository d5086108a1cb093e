"""One warning per scam, wherever it stands and however often it flashes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from popupwatch.model import Box, Evidence, Level
from popupwatch.ocr import recorded
from popupwatch.rules.judge import judge
from popupwatch.rules.load import load_rules
from popupwatch.scanning import look_and_judge
from popupwatch.watch.incidents import GONE, Fingerprint, Incident, Incidents
from popupwatch.watch.messages import Sighting
from popupwatch.workshop.fixtures import Fixture, load_fixtures

FIXTURES = Path(__file__).parents[2] / "fixtures" / "scam"

WORDS = (
    "Windows Defender Security Center",
    "Your computer has been blocked",
    "A Trojan was detected",
    "Do not restart your computer",
    "Call Microsoft Support 1-800-555-0134",
)
OTHER = (
    "Your parcel is waiting at the depot",
    "A customs fee of 1.99 is due",
    "Pay within twelve hours or it returns",
)


def sighting(*texts: str, screen: int = 1, level: Level = Level.SCAM, at: int = 0) -> Sighting:
    evidence = tuple(
        Evidence("clue", text, Box(at, at + 30 * row, at + 200, at + 30 * row + 20), 1.0, 2.0)
        for row, text in enumerate(texts or WORDS)
    )
    return Sighting(screen, level, "fake-microsoft-alert", 9.0, evidence)


def clear(screen: int = 1) -> Sighting:
    return Sighting(screen, Level.CLEAR)


def begun(incidents: Incidents, seen: Sighting, now: float) -> Incident | None:
    return incidents.seen(seen, now).begun


def test_a_scam_is_told_of_when_it_appears() -> None:
    incidents = Incidents()
    incident, ended, _ = incidents.seen(sighting(), 1.0)
    assert incident is not None
    assert (incident.sighting, incident.screens, ended) == (sighting(), {1}, [])
    assert incidents.present == [incident]


def test_a_scam_that_moves_is_told_of_once() -> None:
    incidents = Incidents()
    assert begun(incidents, sighting(at=0), 1.0)
    assert [begun(incidents, sighting(at=now * 7), now) for now in range(2, 300)] == [None] * 298


def test_a_scam_that_was_read_in_parts_is_told_of_once() -> None:
    incidents = Incidents()
    assert begun(incidents, sighting(*WORDS[1:3]), 1.0)
    assert begun(incidents, sighting(*WORDS, *OTHER), 2.0) is None
    assert begun(incidents, sighting(*WORDS[:4], "Call Microsoft Support 1-888-555-0177"), 4.0), "another number"


def test_a_scam_that_flashes_is_told_of_once() -> None:
    incidents = Incidents()
    assert begun(incidents, sighting(), 1.0)
    for now in range(2, 100, 2):
        assert incidents.seen(clear(), now) == (None, incidents._known, None)
        assert incidents.seen(sighting(), now + 1) == (None, [], incidents._known[0])
        assert incidents.seen(sighting(), now + 1) == (None, [], None)
        assert len(incidents.present) == 1


@pytest.mark.parametrize(
    "texts",
    [
        WORDS[:3],
        WORDS[2:],
        ("Windcws Defender Securlty Center", *WORDS[1:]),
        ("WINDOWS DEFENDER SECURITY CENTER", "Your c0mputer has been bl0cked", *WORDS[2:]),
        ("Windows Defendcr Sccurity Centcr", "Yaur computer has becn blocked", *WORDS[2:]),
        (*WORDS[:4], "Call Microsoft Support (800) 555 0134"),
        (*WORDS[:4], "Call Microsoft Support +1.800.555.0134"),
        (*WORDS, "Files scanned: 20411"),
        WORDS[:4],
    ],
)
def test_the_same_scam_read_a_little_otherwise_is_the_same(texts: tuple[str, ...]) -> None:
    incidents = Incidents()
    assert begun(incidents, sighting(), 1.0)
    assert begun(incidents, sighting(*texts), 2.0) is None
    assert begun(incidents, sighting(), 3.0) is None
    assert len(incidents.present) == 1


def test_a_better_scenario_for_the_same_words_is_no_other_scam() -> None:
    incidents = Incidents()
    assert begun(incidents, sighting(), 1.0)
    assert begun(incidents, replace(sighting(), rule="fake-blue-screen", score=12.0), 2.0) is None


def test_another_number_is_another_scam() -> None:
    incidents = Incidents()
    first = begun(incidents, sighting(), 1.0)
    second, ended, _ = incidents.seen(sighting(*WORDS[:4], "Call Microsoft Support 1-888-555-0177"), 2.0)
    assert second is not None
    assert ended == [first]
    assert incidents.present == [second]


def test_other_words_are_another_scam() -> None:
    incidents = Incidents()
    assert begun(incidents, sighting(), 1.0)
    assert begun(incidents, sighting(*OTHER), 2.0)


def test_words_that_calm_do_not_count() -> None:
    calming = Evidence("calm", "How to recognise fraud", Box(0, 0, 9, 9), 1.0, -3.0)
    assert Fingerprint.of((*sighting().evidence, calming)) == Fingerprint.of(sighting().evidence)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 1-800-555-0134 now", {"5550134"}),
        ("(800) 555·0134", {"5550134"}),
        ("+33 6 55 50 01 34", {"5500134"}),
        ("0x80072EE7", set()),
        ("5 viruses, 20411 files", set()),
        ("800–555–0134", {"5550134"}),
    ],
)
def test_the_last_digits_of_a_number_are_its_mark(text: str, numbers: set[str]) -> None:
    fingerprint = Fingerprint.of([Evidence("phone", text, Box(0, 0, 9, 9), 1.0, 1.0)])
    assert fingerprint.numbers == numbers
    assert Fingerprint.from_fields(fingerprint.as_fields()) == fingerprint


def test_gone_for_a_minute_and_back_is_told_of_again() -> None:
    incidents = Incidents()
    first = begun(incidents, sighting(), 0.0)
    assert incidents.seen(clear(), 10.0).ended == [first]
    assert incidents.present == []
    assert begun(incidents, sighting(), 10.0 + GONE - 1) is None, "gone for less than a minute"
    assert incidents.present == [first]
    assert incidents.seen(clear(), 100.0)[1] == [first]
    again = begun(incidents, sighting(), 100.0 + GONE)
    assert again is not None
    assert again is not first


def test_how_long_it_stays_does_not_count_as_gone() -> None:
    incidents = Incidents()
    assert begun(incidents, sighting(), 0.0)
    assert begun(incidents, sighting(at=9), 36_000.0) is None


def test_on_two_screens_it_is_one_scam_and_ends_with_the_last() -> None:
    incidents = Incidents()
    incident = begun(incidents, sighting(screen=1), 0.0)
    assert begun(incidents, sighting(screen=2), 1.0) is None
    assert incidents.seen(clear(1), 2.0) == (None, [], None)
    assert incidents.present == [incident]
    assert incidents.seen(clear(2), 3.0) == (None, [incident], None)


def test_dragged_to_the_other_screen_it_is_one_scam() -> None:
    incidents = Incidents()
    incident = begun(incidents, sighting(screen=1), 0.0)
    assert incidents.seen(clear(1), 1.0) == (None, [incident], None)
    assert begun(incidents, sighting(screen=2), 1.1) is None
    assert incidents.present == [incident]


def test_two_scams_on_two_screens() -> None:
    incidents = Incidents()
    one = begun(incidents, sighting(), 0.0)
    other = begun(incidents, sighting(*OTHER, screen=2), 1.0)
    assert incidents.present == [one, other]
    assert incidents.seen(clear(2), 2.0) == (None, [other], None)
    assert incidents.present == [one]


def test_only_its_own_level_counts() -> None:
    odd = Incidents(Level.SUSPICIOUS)
    assert begun(odd, sighting(), 0.0) is None
    first = begun(odd, sighting(level=Level.SUSPICIOUS), 1.0)
    assert first is not None
    assert odd.seen(sighting(), 2.0) == (None, [first], None), "it has become a scam, which is for others to tell"


def test_what_is_said_to_be_no_scam_stays_so() -> None:
    incidents = Incidents()
    incident = begun(incidents, sighting(), 0.0)
    assert incident is not None
    incidents.are_no_scams([incident.fingerprint])
    assert incidents.present == []
    assert begun(incidents, sighting(at=40), 1.0) is None
    assert begun(incidents, sighting(), 1e6) is None
    assert begun(incidents, sighting(*WORDS[:3]), 1e6) is None
    assert begun(incidents, sighting(*OTHER), 1e6 + 1)


def test_what_was_once_said_to_be_no_scam_is_known_from_the_start() -> None:
    incidents = Incidents(no_scams=[Fingerprint.of(sighting().evidence)])
    assert begun(incidents, sighting(), 0.0) is None
    assert incidents.present == []
    assert begun(incidents, sighting(*OTHER), 1.0)


def test_no_scam_may_be_said_long_after_it_was_gone() -> None:
    """A warning is answered when somebody comes back to the computer; by then it may be forgotten here."""
    incidents = Incidents()
    incident = begun(incidents, sighting(), 0.0)
    assert incident is not None
    incidents.seen(clear(), 1.0)
    assert begun(incidents, sighting(*OTHER), 1.0 + 2 * GONE)
    incidents.are_no_scams([incident.fingerprint])
    assert begun(incidents, sighting(), 300.0) is None


def test_no_scam_concerns_that_one_alone() -> None:
    """Two that look the same to the eye of a comparison are two all the same."""
    incidents = Incidents()
    first = begun(incidents, sighting(), 0.0)
    assert first is not None
    other = begun(incidents, sighting(*OTHER, screen=2), 0.0)
    incidents.are_no_scams([first.fingerprint])
    assert incidents.present == [other]


def test_when_nobody_looks_everything_ends() -> None:
    incidents = Incidents()
    one, other = begun(incidents, sighting(), 0.0), begun(incidents, sighting(*OTHER, screen=2), 1.0)
    assert incidents.nothing_seen(5.0) == [one, other]
    assert incidents.present == []
    assert incidents.nothing_seen(6.0) == []
    assert begun(incidents, sighting(), 5.0 + GONE - 1) is None
    assert begun(incidents, sighting(*OTHER, screen=2), 5.0 + GONE)


def test_pages_of_different_scams_are_told_one_by_one() -> None:
    """Every scam page of ours, one after the other on one screen; the looks of one page are one scam."""
    rules = load_rules()
    incidents = Incidents()
    pages: dict[int, Fixture] = {}  # by id() of the incident
    told: list[Path] = []
    mistaken: list[str] = []
    for number, fixture in enumerate(load_fixtures(FIXTURES)):
        _, verdict = look_and_judge(recorded.load_looks(fixture.recorded), lambda text: judge(text, rules))
        if verdict.level is not Level.SCAM:
            continue
        incident = begun(incidents, Sighting.of(1, verdict, rules.scenarios), number / 100)
        (present,) = incidents.present
        if incident:
            pages[id(incident)] = fixture
            told.append(fixture.file)
        elif pages[id(present)].file != fixture.file:
            mistaken.append(f"{fixture.name} is taken for {pages[id(present)].name}")
    assert mistaken == []
    assert len(set(told)) >= 100
    assert len(told) - len(set(told)) <= 3, "looks of one page that were told of again"


def test_a_scam_that_its_warning_covers_is_the_same_when_that_is_answered() -> None:
    """However long the person reads."""
    incidents = Incidents()
    incident = begun(incidents, sighting(), 1.0)
    assert incident
    incident.is_open = True
    assert incidents.seen(clear(), 2.0) == (None, [], None)
    assert incidents.not_seen_again(300.0) == []
    assert incidents.present == [incident]
    incidents.answered(300.0)
    assert incidents.seen(sighting(), 302.0) == (None, [], None)
    assert incidents.not_seen_again(400.0) == []
    assert incidents.present == [incident]


def test_a_scam_that_is_gone_when_its_warning_is_answered_has_ended() -> None:
    incidents = Incidents()
    incident = begun(incidents, sighting(), 1.0)
    assert incident
    incident.is_open = True
    incidents.seen(clear(), 2.0)
    incidents.answered(300.0)
    assert incidents.not_seen_again(302.0) == []
    assert incidents.not_seen_again(306.0) == [incident]
    assert incidents.present == []
    assert begun(incidents, sighting(), 340.0) is None, "it came back at once"
    incidents.seen(clear(), 341.0)
    assert begun(incidents, sighting(), 500.0)


def test_incidents_are_called_by_numbers() -> None:
    incidents = Incidents()
    one = begun(incidents, sighting(), 1.0)
    other = begun(incidents, sighting("a wholly other scam", "pay with cards"), 2.0)
    assert one
    assert other
    assert (incidents.known(one.number), incidents.known(other.number)) == (one, other)
    assert incidents.known(99) is None
