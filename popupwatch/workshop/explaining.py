"""Explaining one scenario on one text: what it found, what it did not and how near that was, what would change it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from popupwatch.errors import TrialError
from popupwatch.model import Finding, Level, ScreenText
from popupwatch.rules.judge import Matches, consider, evidence_of, matches_on
from popupwatch.rules.load import RuleBook
from popupwatch.rules.model import Clue, Scenario
from popupwatch.rules.page import Page
from popupwatch.rules.phrases import ANY_LANGUAGE, Phrase, nearest
from popupwatch.workshop.changes import Change, changes

# What is less alike has nothing to do with the phrase.
ALIKE = 0.65
_ANYWHERE = 1 << 20


class Why(Enum):
    """Why a clue was not found."""

    UNLIKE = "unlike"
    NOTHING = "nothing"
    APART = "apart"
    DENIED = "denied"
    SEPARATE = "separate"


@dataclass(frozen=True)
class Lack:
    """A clue that was not found. *term* is what is missing of the way to find it that came nearest, *text* the words of
    the page that did; where they are merely unlike, *phrase* are the rule's words and *similarity* says how like."""

    clue: Clue
    why: Why
    term: str
    text: str = ""
    phrase: str = ""
    similarity: float = 0.0

    def sentence(self) -> TrialError:
        """What is lacking, to be told."""
        said = {"clue": self.clue.name, "points": f"{self.clue.points:g}", "term": self.term, "text": self.text}
        if self.why is Why.UNLIKE:
            alike = {"phrase": self.phrase, "similarity": f"{self.similarity:.0%}".rstrip("%")}
            return TrialError(
                "{clue} (+{points}): nearest is “{text}”, {similarity} % like “{phrase}” ({term})", **said, **alike
            )
        if self.why is Why.APART:
            within = self.clue.within
            return TrialError(
                "{clue} (+{points}): its words stand more than {within} words apart, or in two sentences: “{text}”",
                **said,
                within=within,
            )
        if self.why is Why.DENIED:
            return TrialError(
                "{clue} (+{points}): its words are there, but asked, supposed or denied: “{text}”", **said
            )
        if self.why is Why.SEPARATE:
            return TrialError("{clue} (+{points}): its words are there, but do not belong together ({term})", **said)
        return TrialError("{clue} (+{points}): nothing like it ({term})", **said)


@dataclass(frozen=True)
class Explanation:
    """What *scenario* makes of a text."""

    scenario: Scenario
    finding: Finding
    lacks: tuple[Lack, ...]
    changes: tuple[Change, ...]

    def sentences(self, lacking: bool = True) -> Iterator[TrialError]:
        """All of it to be told, line by line; what was not found only if *lacking*."""
        yield self._sum()
        for item in (*self.finding.evidence, *self.finding.calming):
            yield TrialError(
                "found: {clue} ({points}): “{text}”", clue=item.clue, points=f"{item.points:+g}", text=item.text
            )
        for lack in self.lacks if lacking else ():
            yield TrialError("not found: {lack}", lack=lack.sentence())
        for change in self.changes:
            yield change.sentence()

    def _sum(self) -> TrialError:
        bars = {
            "rule": self.scenario.id,
            "score": f"{self.finding.score:g}",
            "suspicious": f"{self.scenario.suspicious:g}",
        }
        if self.scenario.scam is None:
            return TrialError("{rule}: {score} points; suspicious from {suspicious}, never a scam.", **bars)
        return TrialError(
            "{rule}: {score} points; suspicious from {suspicious}, a scam from {scam}.",
            **bars,
            scam=f"{self.scenario.scam:g}",
        )


def explain(scenario: Scenario, screen: ScreenText, rules: RuleBook) -> Explanation:
    """Why *scenario* judges *screen* as it does."""
    page = Page(screen)
    matches, spoken = matches_on(page, rules)
    nothing = Finding(scenario.id, Level.CLEAR, 0.0, (), tuple(clue.name for clue in scenario.clues))
    finding = consider(scenario, page, matches, spoken) or nothing
    words = _phrases_by_concept(rules, spoken)
    missed = [clue for clue in scenario.clues if clue.name in finding.missing]
    lacks = tuple(_lack(clue, page, matches, words) for clue in missed)
    likeliest = [lack.clue for lack in sorted(lacks, key=_nearness, reverse=True)]
    return Explanation(scenario, finding, lacks, changes(scenario, finding, likeliest))


def _phrases_by_concept(rules: RuleBook, spoken: frozenset[str]) -> dict[str, list[Phrase]]:
    """The phrases in the languages *spoken* on the page; in all of them where it speaks none that we know."""
    words: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in rules.phrases:
        if not spoken or phrase.language in (*spoken, ANY_LANGUAGE):
            words[phrase.concept].append(phrase)
    return words


def _lack(clue: Clue, page: Page, matches: Matches, words: dict[str, list[Phrase]]) -> Lack:
    """Why *clue* was not found: found once it asks for less, or else what comes nearest."""
    for why, less in (
        (Why.DENIED, replace(clue, statement=False)),
        (Why.APART, replace(clue, within=_ANYWHERE, statement=False)),
    ):
        if found := evidence_of(less, page, matches):
            return Lack(clue, why, "", found[0].text)
    nearest_ones = (_nearest(clue, term, page, matches, words) for term in sorted(clue.terms, key=len))
    return max(nearest_ones, key=_nearness)


def _nearest(clue: Clue, term: Sequence[str], page: Page, matches: Matches, words: dict[str, list[Phrase]]) -> Lack:
    """How near the page comes to one *term* of the clue: as near as to the part of it that is least there."""
    absent = [atom for atom in term if not matches.get(atom)]
    if not absent:
        return Lack(clue, Why.SEPARATE, " + ".join(term))
    best = [nearest(words.get(atom, ()), page) for atom in absent]
    worst = min(best, key=lambda match: match.similarity if match else 0.0)
    if worst is None or worst.similarity < ALIKE:
        return Lack(clue, Why.NOTHING, " + ".join(absent))
    return Lack(clue, Why.UNLIKE, worst.kind, page.quote(worst.span), worst.phrase, worst.similarity)


def _nearness(lack: Lack) -> tuple[float, int]:
    """How near it was; of what is not there at all, the least is the nearest."""
    alike = lack.similarity if lack.why in (Why.UNLIKE, Why.NOTHING) else 1.0
    return alike, -lack.term.count("+")
