"""Loads the rules that come with popupwatch and a person's own, and keeps what is broken apart from what works."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from popupwatch.rules import compiled
from popupwatch.rules.model import Scenario
from popupwatch.rules.parse import Known, parse_scenario, parse_shared_clues, parse_vocabulary
from popupwatch.rules.phrases import ANY_LANGUAGE, Phrase, PhraseIndex
from popupwatch.rules.source import Problem

PACKAGE_RULES = Path(__file__).parent
# The key that of all TOML files of ours only a fixture's has.
FIXTURE_MARK = re.compile(rb"^expected\s*=", re.MULTILINE)
_NO_SCENARIOS = ("clues.toml", "pyproject.toml")


@dataclass(frozen=True)
class RuleBook:
    """All scenarios and phrases to judge by, what scenarios may refer to, and the problems of files that are wrong."""

    scenarios: tuple[Scenario, ...]
    indexes: tuple[PhraseIndex, ...]
    known: Known
    problems: tuple[Problem, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return tuple(phrase for index in self.indexes for phrase in index.phrases)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({phrase.language for phrase in self.phrases} - {ANY_LANGUAGE}))


def load_rules(folders: Sequence[Path] = (), package: Path = PACKAGE_RULES) -> RuleBook:
    """The package's rules and those in *folders*, each with ``vocabulary/*.toml`` and ``library/*.toml``, or scenario
    files directly. A later folder's scenario replaces an earlier one of the same id; vocabularies add up.

    The package's own come from the file made when it was built, if that fits the rule files (0.07 s instead of 0.4).
    """
    book = compiled.read(package, RuleBook)
    return with_folders(_at_home(book, package) if book else compile_rules(package), folders)


def _at_home(book: RuleBook, package: Path) -> RuleBook:
    """*book* with its scenarios' files where they lie here: it was compiled on another machine."""
    scenarios = (replace(scenario, path=package / "library" / scenario.path.name) for scenario in book.scenarios)
    return replace(book, scenarios=tuple(scenarios))


def with_folders(book: RuleBook, folders: Sequence[Path]) -> RuleBook:
    """*book* and the rules in *folders*."""
    for folder in folders:
        book = _with_folder(book, folder)
    return book


def compile_rules(package: Path = PACKAGE_RULES) -> RuleBook:
    """The rules of *package*, from its TOML files."""
    shared, problems = parse_shared_clues(package / "clues.toml")
    nothing = RuleBook((), (), Known(frozenset(), shared), tuple(problems))
    return _with_folder(nothing, package)


def _with_folder(book: RuleBook, folder: Path) -> RuleBook:
    phrases: list[Phrase] = []
    problems: list[Problem] = []
    for path in _files(folder, "vocabulary"):
        found, wrong = parse_vocabulary(path)
        phrases += found
        problems += wrong
    known = Known(book.known.concepts | {phrase.concept for phrase in phrases}, book.known.clues)
    scenarios = {scenario.id: scenario for scenario in book.scenarios}
    for path in scenario_files(folder):
        scenario, wrong = parse_scenario(path, known)
        problems += wrong
        if scenario:
            scenarios[scenario.id] = scenario
    indexes = (*book.indexes, PhraseIndex(phrases)) if phrases else book.indexes
    return RuleBook(tuple(scenarios.values()), indexes, known, (*book.problems, *problems))


def scenario_files(folder: Path) -> tuple[Path, ...]:
    """The scenario files of a folder of rules: those in its ``library`` and those that lie in it directly, where an
    author may also keep fixtures."""
    beside = [path for path in _files(folder, ".") if path.name not in _NO_SCENARIOS and not _is_fixture(path)]
    return (*_files(folder, "library"), *beside)


def _is_fixture(path: Path) -> bool:
    return path.is_file() and FIXTURE_MARK.search(path.read_bytes()) is not None


def _files(folder: Path, name: str) -> Iterable[Path]:
    return sorted((folder / name).glob("*.toml"))
