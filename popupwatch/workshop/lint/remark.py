"""What a lint says: where, what is wrong, why it matters, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from popupwatch.errors import RuleError
from popupwatch.rules.source import Problem, RuleFile, Way


class Severity(Enum):
    """An ERROR has to be mended; ADVICE is worth a thought."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True)
class Lint:
    """One thing that is looked for, by *name*, *why* it matters, and what to write *instead*, where that is always the
    same."""

    name: str
    why: RuleError
    severity: Severity = Severity.ERROR
    instead: RuleError | None = None

    def value(self, file: RuleFile, way: Way, what: RuleError, instead: RuleError | None = None) -> Remark:
        """A remark on the value at *way* of *file*."""
        return self.at(file, file.places.of_value(way), what, instead)

    def key(self, file: RuleFile, way: Way, what: RuleError, instead: RuleError | None = None) -> Remark:
        """A remark on the last key of *way*."""
        return self.at(file, file.places.of_key(way), what, instead)

    def at(self, file: RuleFile, place: tuple[int, int], what: RuleError, instead: RuleError | None = None) -> Remark:
        """A remark on the *place* (line and column) of *file*."""
        return Remark(self, Problem(file.path, *place, what, self.name), instead)


@dataclass(frozen=True)
class Remark:
    """A *problem* that *lint* found, and what to write *instead*, where the problem itself does not say so."""

    lint: Lint
    problem: Problem
    instead: RuleError | None = None

    @property
    def is_error(self) -> bool:
        return self.lint.severity is Severity.ERROR

    def __str__(self) -> str:
        return f"{self.problem} [{self.lint.name}]"


# What the parser finds, by the kind of problem.
_PARSER = (
    Lint("unreadable", RuleError("A file that cannot be read is not used at all.")),
    Lint(
        "not-toml",
        RuleError("Until this is mended, nothing in the file is used."),
        instead=RuleError("Look here and on the line before for a quote, a bracket or a comma that is missing."),
    ),
    Lint(
        "unknown-key", RuleError("What popupwatch does not know it cannot obey: the rule would not do what you meant.")
    ),
    Lint(
        "missing-key",
        RuleError("Without it the rule cannot be used."),
        instead=RuleError("Write it in a line of its own: key = value."),
    ),
    Lint(
        "wrong-value",
        RuleError("Until this is mended, the rule cannot be used."),
        instead=RuleError('Write such as: points = 2, name = "parcel", find = ["parcel", "pay + money"].'),
    ),
    Lint("unknown-concept", RuleError("What has no phrases is found on no screen.")),
    Lint("unknown-clue", RuleError("Only the clues of clues.toml can be taken over by their name.")),
    Lint("not-the-file-name", RuleError("The file is how a rule is found again: two names for one rule lead astray.")),
    Lint(
        "too-few-clues",
        RuleError("Ordinary screens show a single clue often, and several together hardly ever."),
        instead=RuleError("Write [[clue]] with a name, find and points for each thing to look for."),
    ),
    Lint("phrase-too-short", RuleError("So few letters stand on many screens by chance.")),
)
PARSER_LINTS = {lint.name: lint for lint in _PARSER}


def of_parser(problems: Iterable[Problem]) -> Iterator[Remark]:
    """The *problems* that parsing noted, as remarks."""
    for problem in problems:
        lint = PARSER_LINTS[problem.kind]
        yield Remark(lint, problem, lint.instead)
