"""Tests a rule author's own repository with plain pytest. One line in its conftest.py switches it on::

    pytest_plugins = ["popupwatch.workshop.pytest_plugin"]

Then every example of every scenario, and every fixture by its recorded text, is a test of its own, under all rules: the
author's and those of popupwatch. With ``--popupwatch-ocr`` each fixture's picture is read and tried as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from popupwatch.errors import FixtureError, PopupwatchError, TrialError
from popupwatch.ocr.reader import Reader, choose_reader
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.workshop.fixtures import read_fixtures
from popupwatch.workshop.layout import kind_of, layout_of
from popupwatch.workshop.trials import Case, Result, Trial, example_cases, fixture_case, try_case, try_reading

_OCR = "--popupwatch-ocr"
_RULES = pytest.StashKey[RuleBook]()
_READER = pytest.StashKey[Reader]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(_OCR, action="store_true", help="popupwatch: also read the pictures of all fixtures")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    kind = kind_of(file_path)
    if kind == "fixture":
        return _FixtureFile.from_parent(parent, path=file_path)
    return _RuleFile.from_parent(parent, path=file_path) if kind else None


class _RuleFile(pytest.File):
    """A scenario or a vocabulary: one test for each example, or one that says what is wrong with the file."""

    def collect(self) -> Iterator[pytest.Item]:
        rules = _rules(self.config)
        problems = [problem for problem in rules.problems if problem.path.resolve() == self.path.resolve()]
        if problems:
            yield _Check.of(self, "is sound", partial(_fail, map(str, problems)))
        for case in example_cases(scenario for scenario in rules.scenarios if scenario.path.resolve() == self.path):
            yield _Check.of(self, case.name.partition(": ")[2], partial(try_case, case, rules), case)


class _FixtureFile(pytest.File):
    """A fixture and its variants: each is tried by its recorded text, and where asked by reading its picture."""

    def collect(self) -> Iterator[pytest.Item]:
        fixtures, problems = read_fixtures(self.path)
        if problems:
            yield _Check.of(self, "is sound", partial(_fail, map(str, problems)))
        for case in map(fixture_case, fixtures):
            look = f"@{case.fixture.variant}" if case.fixture and case.fixture.variant else ""
            yield _Check.of(self, f"recorded{look}", partial(try_case, case, _rules(self.config)), case)
            if self.config.getoption(_OCR):
                yield _Check.of(self, f"read{look}", partial(self._read, case), case)

    def _read(self, case: Case) -> Trial:
        rules = _rules(self.config)
        reader = self.config.stash.setdefault(_READER, choose_reader())
        return try_reading(case, reader, rules)


class _Check(pytest.Item):
    """One test: what *attempt* finds out about a case."""

    attempt: Callable[[], Trial]
    line: int

    @classmethod
    def of(cls, parent: pytest.Collector, name: str, attempt: Callable[[], Trial], case: Case | None = None) -> _Check:
        check: _Check = cls.from_parent(parent, name=name)
        check.attempt, check.line = attempt, case.line if case else 1
        return check

    def runtest(self) -> None:
        trial = self.attempt()
        if trial.result is Result.GAP:
            pytest.xfail(trial.case.todo)
        if isinstance(trial.error, FixtureError):
            pytest.skip(str(trial.error))
        if trial.error or trial.result.is_wrong:
            _fail(map(str, trial.sentences()))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        if isinstance(excinfo.value, PopupwatchError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.line - 1, f"{self.path.stem}: {self.name}"


def _fail(lines: Iterable[str]) -> Trial:
    first, *rest = lines
    raise TrialError("\n".join([first, *(f"  {line}" for line in rest)]))


def _rules(config: pytest.Config) -> RuleBook:
    """The rules of popupwatch and all that lie in the tested repository, loaded once."""
    if _RULES not in config.stash:
        config.stash[_RULES] = load_rules(layout_of([config.rootpath]).folders)
    return config.stash[_RULES]
