"""Every picture in ``fixtures/`` gets the verdict that is written beside it: by its recorded text, and read anew."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

import popupwatch
from popupwatch.cli import main as command
from popupwatch.model import Level
from popupwatch.ocr import recorded
from popupwatch.rules.judge import judge
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.rules.phone import find_phone_numbers
from popupwatch.scanning import look_and_judge
from popupwatch.workshop.fictional import is_fictional
from popupwatch.workshop.fixtures import Fixture, load_fixtures
from popupwatch.workshop.recording import check_recorded

FOLDER = Path(__file__).parents[1] / "fixtures"
FIXTURES = list(load_fixtures(FOLDER))
SCAMS = [fixture for fixture in FIXTURES if fixture.expected is not Level.CLEAR]
ORDINARY = [fixture for fixture in FIXTURES if fixture.expected is Level.CLEAR]
# A known gap must fail: the day it no longer does, its todo goes.
EACH = pytest.mark.parametrize(
    "fixture",
    [
        pytest.param(
            fixture,
            id=fixture.name,
            marks=[pytest.mark.xfail(reason=fixture.todo, strict=True)] if fixture.todo else [],
        )
        for fixture in FIXTURES
    ],
)
LANGUAGES = {"de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv"}
# The layouts that scam pages have, and how many pages of ours at least show each.
LAYOUTS = {
    "stacked": 5,
    "blue-screen": 5,
    "red-screen": 5,
    "black-screen": 5,
    "modal": 5,
    "chat-bubble": 5,
    "fake-scan": 5,
    "browser-frame": 5,
    "half-covered": 5,
    "scaled": 5,
    "small-laptop": 5,
    "4k": 5,
    "dark": 5,
    "jpeg": 5,
    "photographed": 5,
}
# Hours and reference numbers that look like telephone numbers.
NO_TELEPHONES = {
    *("9.30–17.30 14", "2026/118204", "40 771 203", "8000-112", "500 000 000", "000 123 456", "556000-0000"),
    *("0087/2026  05", "2026-0391"),
}


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return load_rules()


@EACH
def test_recorded_verdict(fixture: Fixture, rules: RuleBook) -> None:
    _, verdict = look_and_judge(recorded.load_looks(fixture.recorded), lambda text: judge(text, rules))
    assert fixture.met_by(verdict.level), ", ".join(f"{finding.rule} {finding.score}" for finding in verdict.considered)


@EACH
def test_verdict(fixture: Fixture) -> None:
    verdict = popupwatch.scan(fixture.picture)
    assert fixture.met_by(verdict.level), ", ".join(f"{finding.rule} {finding.score}" for finding in verdict.considered)


def test_every_text_is_that_of_its_picture() -> None:
    for fixture in FIXTURES:
        check_recorded(fixture)


def test_every_scam_names_a_scenario(rules: RuleBook) -> None:
    known = {scenario.id for scenario in rules.scenarios}
    assert {fixture.scenario for fixture in SCAMS} == known
    assert {fixture.scenario for fixture in ORDINARY} == {""}


def test_there_are_enough() -> None:
    """Each page counts once, whatever its variants."""
    pages = [fixture for fixture in FIXTURES if not fixture.variant]
    assert len([fixture for fixture in pages if fixture in SCAMS]) >= 45
    assert len([fixture for fixture in pages if fixture in ORDINARY]) >= 70
    assert {fixture.language for fixture in SCAMS} == {fixture.language for fixture in ORDINARY} == LANGUAGES
    layouts = Counter(tag for fixture in SCAMS for tag in fixture.all_tags)
    assert not {tag: layouts[tag] for tag, least in LAYOUTS.items() if layouts[tag] < least}
    assert len([fixture for fixture in pages if fixture in ORDINARY and "look-alike" in fixture.tags]) >= 10


def test_every_fixture_says_what_it_is_for() -> None:
    assert [fixture.name for fixture in FIXTURES if not (fixture.purpose and fixture.language and fixture.tags)] == []
    assert [fixture.name for fixture in ORDINARY if not fixture.kind] == []


@pytest.mark.parametrize("kind", ["scam", "ordinary"])
def test_each_is_whole_and_in_its_place(kind: str) -> None:
    fixtures = SCAMS if kind == "scam" else ORDINARY
    files = {file for it in fixtures for file in (it.file, it.page, it.picture, it.recorded)}
    assert files == set((FOLDER / kind).iterdir())


def test_only_fictional_numbers() -> None:
    for page in FOLDER.glob("*/*.html"):
        text = visible(page.read_text(encoding="utf-8"))
        shown = {text[number.start : number.end] for number in find_phone_numbers(text)}
        assert {number for number in shown if not is_invented(number)} <= NO_TELEPHONES, page


def is_invented(number: str) -> bool:
    """Kept for fiction, or with the 555 of the films, or one of the two kinds we made up; or a date beside an hour."""
    digits = re.sub(r"\D", "", number.upper().replace("O", "0").replace("I", "1"))
    made_up = "5550" in digits or re.match(r"0?80023125|017139200|0?2055501", digits)
    return bool(is_fictional(number) or made_up or re.search(r"20\d\d/\d\d/\d\d|\d\d\.\d\d\.20\d\d", number))


def visible(source: str) -> str:
    source = re.sub(r"(?s)<(style|script)\b.*?</\1>|<!--.*?-->", " ", source)
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(span|b|i|u|em|strong)\b[^>]*>", "", source)))


def test_the_scoreboard_and_the_list_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["fixtures", "score", str(FOLDER), "--check"]) == 0, capsys.readouterr().out
