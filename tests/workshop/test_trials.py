"""Examples and fixtures are tried by their text: what holds, what fails and why, what is a known gap."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from popupwatch.model import Level
from popupwatch.ocr import recorded
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.workshop import trials
from popupwatch.workshop.fixtures import load_fixture
from popupwatch.workshop.trials import Case, Result, Trial, example_cases, fixture_case, try_all, try_case

WARNS = "Your parcel waits at the depot.\nPay 2.99 EUR now."
GAP = '\n[[examples.todo]]\nwhy = "nobody knows the word"\nwarns = "Your consignment waits"\n'


@pytest.fixture(scope="module")
def shipped() -> RuleBook:
    return load_rules()


def of_author(author: Path, change: tuple[str, str] = ("", ""), more: str = "") -> tuple[RuleBook, list[Case]]:
    file = author / "library" / "lost-parcel.toml"
    file.write_text(file.read_text("utf-8").replace(*change, 1) + more, encoding="utf-8")
    rules = load_rules([author])
    assert not rules.problems
    return rules, list(example_cases(scenario for scenario in rules.scenarios if scenario.id == "lost-parcel"))


def said(trial: Trial) -> list[str]:
    return [str(sentence) for sentence in trial.sentences()]


def test_each_example_is_a_case_with_its_place(author: Path) -> None:
    _, cases = of_author(author, more=GAP)
    assert [(case.name, case.line, case.expected, case.todo) for case in cases] == [
        ("lost-parcel: warns 1", 26, Level.SCAM, ""),
        ("lost-parcel: calm 1", 31, Level.CLEAR, ""),
        ("lost-parcel: calm 2", 33, Level.CLEAR, ""),
        ("lost-parcel: warns 2", 40, Level.SCAM, "nobody knows the word"),
    ]
    lines = (author / "library" / "lost-parcel.toml").read_text("utf-8").splitlines()
    assert lines[cases[0].line - 1] == "Your parcel waits at the depot."


def test_what_is_as_expected(author: Path) -> None:
    rules, cases = of_author(author, more=GAP)
    tried = [try_case(case, rules) for case in cases]
    assert [trial.result for trial in tried] == [Result.HOLDS, Result.HOLDS, Result.HOLDS, Result.GAP]
    assert not any(said(trial) for trial in tried)


def test_one_that_no_longer_warns_tells_its_nearest_miss(author: Path) -> None:
    rules, cases = of_author(author, ("Pay 2.99 EUR now", "Pqy two euros now"))
    trial = try_case(cases[0], rules)
    assert trial.result is Result.FAILS
    assert said(trial) == [
        "lost-parcel: warns 1 should be a scam, but is clear.",
        "lost-parcel: 3 points; suspicious from 5, a scam from 6.",
        "found: parcel (+3): “Your parcel”",
        "not found: fee (+3): nothing like it (money)",
        "not found: urgency (+1): nothing like it (urgency)",
        "3 more points would make it a scam: fee (+3).",
    ]


def test_one_that_no_longer_keeps_still_tells_who_warned(author: Path) -> None:
    rules, cases = of_author(author, ('"Your parcel has arrived."', '"Your parcel: pay 3 EUR immediately"'))
    trial = try_case(cases[1], rules)
    assert trial.result is Result.FAILS
    assert said(trial)[:2] == [
        "lost-parcel: calm 1 should be clear, but is a scam.",
        "lost-parcel: 7 points; suspicious from 5, a scam from 6.",
    ]
    assert said(trial)[-1] == "Without any one of parcel (+3), fee (+3) it would be clear."
    assert not any(line.startswith("not found") for line in said(trial)), "what is missing does not matter here"


def test_it_must_warn_itself_and_as_loudly_as_it_can(author: Path, shipped: RuleBook) -> None:
    _, cases = of_author(author)
    louder = "Hackers have access to your computer. Do not turn it off. Call Microsoft Support now: 1-800-555-0134"
    case = Case("x", Path("x.toml"), Level.SCAM, "fake-scan", words=louder)
    verdict = try_case(case, shipped).verdict
    assert verdict
    assert verdict.level is Level.SCAM
    assert not case.met_by(verdict), "another scenario says scam, this one does not"
    rules, cases = of_author(author, ("scam = 6", "scam = 9"))
    assert said(try_case(cases[0], rules))[0] == "lost-parcel: warns 1 should be a scam, but is suspicious."


def test_a_gap_that_closed_is_told(author: Path) -> None:
    rules, cases = of_author(author, more=GAP.replace("Your consignment waits", "Your parcel: pay 3 EUR"))
    trial = try_case(cases[3], rules)
    assert trial.result is Result.CLOSED
    assert trial.result.is_wrong
    assert said(trial) == ["lost-parcel: warns 2 now gets its verdict. Take its todo away: “nobody knows the word”"]


def test_several_processes_say_the_same(author: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, cases = of_author(author, ("Pay 2.99 EUR now", "Pqy two euros now"), more=GAP)
    monkeypatch.setattr(trials, "FEW", 1)
    alone, together = try_all(cases, rules), try_all(cases, rules, processes=3)
    assert [(trial.case, trial.result, said(trial)) for trial in together] == [
        (trial.case, trial.result, said(trial)) for trial in alone
    ]
    assert try_all([], rules, processes=3) == []


@pytest.fixture
def fixture(tmp_path: Path, draw: Callable[..., object]) -> Path:
    """A fixture whose text was recorded. Its picture is never read here."""
    file = tmp_path / "scam" / "parcel.toml"
    file.parent.mkdir()
    file.write_text('expected = "scam"\nscenario = "lost-parcel"\nlanguage = "en"\n')
    file.with_suffix(".png").write_bytes(b"a picture")
    recorded.save(recorded.from_plain_text(WARNS), file.with_suffix(".text.json"), file.with_suffix(".png"))
    return file


def test_a_fixture_is_tried_by_its_recorded_text(author: Path, fixture: Path, shipped: RuleBook) -> None:
    case = fixture_case(load_fixture(fixture))
    assert (case.name, case.scenario) == ("scam/parcel", "lost-parcel")
    assert try_case(case, of_author(author)[0]).result is Result.HOLDS
    assert said(try_case(case, shipped))[0] == "scam/parcel should be a scam, but is clear."


def test_a_fixture_without_its_text_is_not_tried(fixture: Path, shipped: RuleBook) -> None:
    case = fixture_case(load_fixture(fixture))
    fixture.with_suffix(".png").write_bytes(b"another picture")
    assert try_case(case, shipped).result is Result.UNTRIED
    fixture.with_suffix(".text.json").write_text("{}")
    assert try_case(case, shipped).result is Result.UNTRIED
    fixture.with_suffix(".text.json").unlink()
    trial = try_case(case, shipped)
    assert trial.result is Result.UNTRIED
    assert not trial.result.is_wrong
    assert said(trial)[0].endswith(f"To record it: popupwatch fixtures record {fixture}")
