"""What rule files are linted against: everything that they may refer to, and that may refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from popupwatch.rules.judge import CONDITION, NEGATION, QUOTATION
from popupwatch.rules.load import PACKAGE_RULES, RuleBook
from popupwatch.rules.model import Clue
from popupwatch.rules.phrases import ANY_LANGUAGE, Phrase

# The judge itself looks for these.
MODIFIERS = frozenset({CONDITION, NEGATION, QUOTATION})


@dataclass(frozen=True)
class Told:
    """What the texts have words for: the kinds of *advice*, the *clues* and the *scenarios* that need none of their
    own."""

    advice: frozenset[str]
    clues: frozenset[str]
    scenarios: frozenset[str]


@dataclass(frozen=True)
class Context:
    """All rules that stand together (*book*), those of popupwatch alone (*shipped*), and what is *told* of them."""

    book: RuleBook
    shipped: RuleBook
    told: Told

    @cached_property
    def clues(self) -> tuple[Clue, ...]:
        """Every clue of every scenario, those that calm too."""
        return tuple(clue for scenario in self.book.scenarios for clue in (*scenario.clues, *scenario.calms))

    @cached_property
    def looked_for(self) -> frozenset[str]:
        """The concepts that some clue looks for, or the judge."""
        shared = (term for entry in self.book.known.clues.values() for term in entry.get("find", ()))
        written = {atom.strip() for term in shared for atom in str(term).split("+")}
        return MODIFIERS | written | {atom for clue in self.clues for atom in clue.atoms}

    @cached_property
    def counting_alone(self) -> frozenset[str]:
        """The concepts a single phrase of which gives points to a scam."""
        return frozenset(term[0] for clue in self._accusing for term in clue.terms if len(term) == 1)

    @cached_property
    def accusing(self) -> frozenset[str]:
        return frozenset(atom for clue in self._accusing for atom in clue.atoms)

    @cached_property
    def calming(self) -> frozenset[str]:
        """The concepts that do nothing but calm."""
        return frozenset(atom for clue in self.clues if clue.points < 0 for atom in clue.atoms) - self.accusing

    @property
    def _accusing(self) -> Iterable[Clue]:
        return (clue for clue in self.clues if clue.points > 0)

    def phrases_beside(self, path: Path) -> tuple[Phrase, ...]:
        """The phrases that the vocabulary *path* need not repeat: those for all languages, and those of popupwatch in
        its own language, which it adds to."""
        language = path.stem
        for_all = [phrase for phrase in self.book.phrases if phrase.language == ANY_LANGUAGE != language]
        if path.resolve().parent.parent == PACKAGE_RULES:
            return tuple(for_all)
        return (*for_all, *(phrase for phrase in self.shipped.phrases if phrase.language == language))

    @cached_property
    def concepts_by_language(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for phrase in self.book.phrases:
            found.setdefault(phrase.language, set()).add(phrase.concept)
        return {language: frozenset(concepts) for language, concepts in found.items()}
