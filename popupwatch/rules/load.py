"""Loads the rules that come with popupwatch and a person's own, and keeps what is broken apart from what works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from popupwatch.rules.model import Scenario
from popupwatch.rules.parse import Known, Problem, parse_scenario, parse_shared_clues, parse_vocabulary
from popupwatch.rules.phrases import ANY_LANGUAGE, Phrase, PhraseIndex

PACKAGE_RULES = Path(__file__).parent


@dataclass(frozen=True)
class RuleBook:
    """All scenarios and phrases to judge by, and the problems of the files that could not be used."""

    scenarios: tuple[Scenario, ...]
    phrases: tuple[Phrase, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def index(self) -> PhraseIndex:
        return PhraseIndex(self.phrases)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({phrase.language for phrase in self.phrases} - {ANY_LANGUAGE}))


def load_rules(folders: Sequence[Path] = (), package: Path = PACKAGE_RULES) -> RuleBook:
    """The package's rules and those in *folders*, each with ``vocabulary/*.toml`` and ``library/*.toml``, or scenario
    files directly. A later folder's scenario replaces an earlier one of the same id; vocabularies add up."""
    phrases: list[Phrase] = []
    problems: list[Problem] = []
    scenarios: dict[str, Scenario] = {}
    for folder in (package, *folders):
        for path in _files(folder, "vocabulary"):
            found, wrong = parse_vocabulary(path)
            phrases += found
            problems += wrong
    shared, wrong = parse_shared_clues(package / "clues.toml")
    problems += wrong
    known = Known(frozenset(phrase.concept for phrase in phrases), shared)
    for folder in (package, *folders):
        for path in (*_files(folder, "library"), *(() if folder == package else _files(folder, "."))):
            scenario, wrong = parse_scenario(path, known)
            problems += wrong
            if scenario:
                scenarios[scenario.id] = scenario
    return RuleBook(tuple(scenarios.values()), tuple(dict.fromkeys(phrases)), tuple(problems))


def _files(folder: Path, name: str) -> Iterable[Path]:
    return sorted((folder / name).glob("*.toml"))
