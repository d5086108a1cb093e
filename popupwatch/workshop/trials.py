"""Trying the rules on what they are expected to judge right: the examples of scenarios, and fixtures by their text."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from popupwatch.errors import PopupwatchError, TrialError
from popupwatch.model import Level, ScreenText, Verdict
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import Reader
from popupwatch.ocr.recorded import RecordedLooks
from popupwatch.rules.judge import judge
from popupwatch.rules.load import RuleBook
from popupwatch.rules.model import Scenario
from popupwatch.scanning import look_and_judge
from popupwatch.workshop.changes import highest_level, level_in_words
from popupwatch.workshop.explaining import Explanation, explain
from popupwatch.workshop.fixtures import Fixture
from popupwatch.workshop.recording import read_fixture, recorded_looks

# Fewer cases than this are tried sooner than a further process is up.
FEW = 80


@dataclass(frozen=True)
class Case:
    """One text and what is expected of it: the *words* of an example, or what was read in a *fixture*. An example that
    warns must have *scenario* among its findings, at the highest level it has. A *todo* says why a known gap is one."""

    name: str
    file: Path
    expected: Level
    scenario: str
    todo: str = ""
    line: int = 1
    words: str = ""
    fixture: Fixture | None = None

    def read(self) -> RecordedLooks:
        """The text. Raises FixtureError where that of a fixture was not recorded, ReaderError where it is damaged."""
        if self.fixture is None:
            return RecordedLooks(recorded.from_plain_text(self.words))
        return recorded_looks(self.fixture)

    def met_by(self, verdict: Verdict) -> bool:
        """Whether *verdict* is what is expected."""
        if self.fixture:
            return self.fixture.met_by(verdict.level)
        if self.expected is Level.CLEAR:
            return verdict.level is Level.CLEAR
        return any(finding.rule == self.scenario and finding.level is self.expected for finding in verdict.findings)


class Result(Enum):
    """How a trial ended."""

    HOLDS = "holds"
    FAILS = "fails"
    GAP = "known gap"
    CLOSED = "gap closed"
    UNTRIED = "not tried"

    @property
    def is_wrong(self) -> bool:
        return self in (Result.FAILS, Result.CLOSED)


@dataclass(frozen=True)
class Trial:
    """One case, tried. *why* explains a failure: the scenario that should have warned, or those that did. *error* says
    why it could not be tried."""

    case: Case
    result: Result
    verdict: Verdict | None = None
    why: tuple[Explanation, ...] = ()
    error: PopupwatchError | None = None

    def sentences(self) -> Iterator[PopupwatchError]:
        """What to tell about it, line by line; nothing where it holds or is a known gap."""
        case = self.case
        if self.error:
            yield self.error
        elif self.result is Result.CLOSED:
            yield TrialError(
                "{name} now gets its verdict. Take its todo away: “{todo}”", name=case.name, todo=case.todo
            )
        elif self.result is Result.FAILS and self.verdict:
            expected, level = level_in_words(case.expected), level_in_words(self.verdict.level)
            yield TrialError(
                "{name} should be {expected}, but is {level}.", name=case.name, expected=expected, level=level
            )
            for explanation in self.why:
                yield from explanation.sentences(lacking=case.expected is not Level.CLEAR)


def example_cases(scenarios: Iterable[Scenario]) -> Iterator[Case]:
    """Every example of *scenarios*, known gaps included."""
    for scenario in scenarios:
        texts = [(text, True, "") for text in scenario.warns]
        texts += [(text, False, "") for text in scenario.calm_examples]
        texts += [(gap.text, gap.warns, gap.why) for gap in scenario.gaps]
        written = scenario.path.read_text(encoding="utf-8") if scenario.path.is_file() else ""
        numbers = {True: 0, False: 0}
        for text, warns, todo in texts:
            numbers[warns] += 1
            yield Case(
                f"{scenario.id}: {'warns' if warns else 'calm'} {numbers[warns]}",
                scenario.path,
                highest_level(scenario) if warns else Level.CLEAR,
                scenario.id,
                todo,
                _line_of(text, written),
                text,
            )


def _line_of(text: str, written: str) -> int:
    """The line of a file on which *text* begins; 1 where it is not found as it stands."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    at = written.find(text if text in written else first)
    return written.count("\n", 0, at + len(text) - len(text.lstrip())) + 1 if first and at >= 0 else 1


def fixture_case(fixture: Fixture) -> Case:
    """A fixture as a case, tried by its recorded text."""
    return Case(fixture.name, fixture.file, fixture.expected, fixture.scenario, fixture.todo, fixture=fixture)


def try_case(case: Case, rules: RuleBook) -> Trial:
    """Judge the text of *case* under all of *rules*."""
    try:
        looks = case.read()
    except PopupwatchError as error:
        return Trial(case, Result.UNTRIED, error=error)
    text, verdict = look_and_judge(looks, lambda text: judge(text, rules))
    return _told(case, text, verdict, rules)


def try_reading(case: Case, reader: Reader, rules: RuleBook) -> Trial:
    """The same with what *reader* sees in the picture of a fixture. Raises PictureError, ReaderError."""
    assert case.fixture
    scan = read_fixture(case.fixture, reader, rules)
    return _told(case, scan.text, scan.verdict, rules)


def _told(case: Case, text: ScreenText, verdict: Verdict, rules: RuleBook) -> Trial:
    if case.met_by(verdict):
        return Trial(case, Result.CLOSED if case.todo else Result.HOLDS, verdict)
    if case.todo:
        return Trial(case, Result.GAP, verdict)
    warned = {finding.rule for finding in verdict.findings}
    wanted = warned if case.expected is Level.CLEAR else {case.scenario}
    why = tuple(explain(scenario, text, rules) for scenario in rules.scenarios if scenario.id in wanted)
    return Trial(case, Result.FAILS, verdict, why)


def try_all(cases: Sequence[Case], rules: RuleBook, processes: int = 1) -> list[Trial]:
    """Every case, tried, in order; many of them by several *processes* at once, this one among them."""
    if processes < 2 or len(cases) < FEW:
        return _try_some(cases, rules)
    # Every so many-th case each, for long texts to be spread evenly. The rules are packed once for all.
    own, *others = [cases[first::processes] for first in range(processes)]
    packed = pickle.dumps(rules)
    with ProcessPoolExecutor(len(others)) as pool:
        waiting = [pool.submit(_try_share, share, packed) for share in others]
        shares = [_try_some(own, rules), *(tried.result() for tried in waiting)]
    return [shares[at % processes][at // processes] for at in range(len(cases))]


def _try_share(cases: Sequence[Case], packed: bytes) -> list[Trial]:
    return _try_some(cases, pickle.loads(packed))


def _try_some(cases: Sequence[Case], rules: RuleBook) -> list[Trial]:
    return [try_case(case, rules) for case in cases]
