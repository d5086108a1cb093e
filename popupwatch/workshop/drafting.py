"""Drafting a scenario from what an author knows: whom it pretends to be, what it wants, and what such a page says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from popupwatch.model import Finding
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.fold import fold
from popupwatch.rules.judge import evidence_of, judge, matches_on
from popupwatch.rules.load import RuleBook
from popupwatch.rules.model import MIN_CLUES, Clue
from popupwatch.rules.page import Page
from popupwatch.rules.parse import read_scenario
from popupwatch.rules.phrases import ANY_LANGUAGE, Phrase, PhraseIndex
from popupwatch.rules.source import RuleFile
from popupwatch.workshop.fictional import FICTIONAL_EXAMPLES, real_numbers
from popupwatch.workshop.lint.vocabularies import LEAST_LETTERS

# A clue as it stands in a scenario file.
Entry = Mapping[str, Any]

WANTS: Mapping[str, tuple[Entry, ...]] = {
    "call": ({"use": "asks-to-call", "points": 2.0}, {"use": "number-to-call", "points": 3.0}),
    "pay": (
        {
            "name": "demands-money",
            "find": ["pay + money", "pay + coin", "pay + gift-card", "ransom"],
            "within": 10,
            "points": 3.0,
        },
    ),
    "code": ({"name": "code", "find": ["enter-code", "card-code"], "points": 3.0},),
    "install": (
        {
            "name": "remote-tool",
            "find": ["install + remote-tool", "remote-tool + support-role", "remote-session"],
            "within": 12,
            "points": 3.0,
        },
        {"name": "remove-now", "find": ["remove-now"], "points": 2.0},
    ),
}
# What scams press with, where no example tells.
_USUAL: tuple[Entry, ...] = (
    {"use": "do-not-close", "points": 1.5},
    {"use": "threatens-loss", "points": 1.5},
    {"use": "urgency", "points": 1.0},
)
# Names that have a concept of their own; any other gets one.
_KNOWN_SENDERS = ("microsoft", "apple", "antivirus", "police-name", "police")
# Shared clues that say who it is from, or are made of others: they are no suggestion.
_NOT_SUGGESTED = ("names-microsoft", "names-apple", "names-antivirus", "pressure", "trouble", "support")
# Concepts that mean something only together with others.
_PARTS = {"device", "access", "blocked", "detected", "call-verb", "pay", "install", "unlock", "support-role", "seller"}
_PARTS |= {"card-brand", "condition", "negation", "document", "coin", *_KNOWN_SENDERS}
_MOST_CLUES, _MOST_CONCEPTS, _MOST_POINTS = 5, 3, 2.0
# A shorter phrase is too often there by chance.
_MEANS_SOMETHING = 7
_SLACK = 0.5
# Of the points of the example, the rest is for what a page says otherwise, or a reader cannot read.
_BAR_SHARE = 0.7
_BELOW_SCAM = 1.0


@dataclass(frozen=True)
class Brief:
    """What the author said. *names* are those it pretends to be from, *wants* keys of `WANTS`."""

    id: str
    title: str
    names: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    calm: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A clue that was found in the examples, and the *words* of the first that show it."""

    entry: Entry
    words: str


@dataclass(frozen=True)
class Draft:
    """A scenario: its *brief*, its clues (who sends it, what it demands, what the example suggested or, where there is
    none, what is usual), from how many points on it warns, and the words for *concepts* that are new."""

    brief: Brief
    sender: tuple[Entry, ...]
    demands: tuple[Entry, ...]
    suggested: tuple[Suggestion, ...]
    usual: tuple[Entry, ...]
    suspicious: float
    scam: float
    concepts: Mapping[str, tuple[str, ...]]


def draft(brief: Brief, rules: RuleBook) -> Draft:
    """A scenario for *brief* that can be used as it is; the better, the more examples it has."""
    sender, concepts = _sender(brief, rules)
    book = _with_concepts(rules, concepts)
    demands = [{**entry, "one_of": "demand"} for want in brief.wants for entry in WANTS[want]]
    taken = {str(entry.get("use", entry.get("name"))) for entry in (*sender, *demands)}
    suggested = _suggestions(brief, rules, taken)
    taken |= {str(suggestion.entry.get("use")) for suggestion in suggested}
    usual = [entry for entry in _USUAL if entry["use"] not in taken] if len(suggested) < MIN_CLUES else []
    clues = [*sender, *demands, *(suggestion.entry for suggestion in suggested), *usual]
    suspicious, scam = _bars(brief, clues, book)
    return Draft(brief, tuple(sender), tuple(demands), tuple(suggested), tuple(usual), suspicious, scam, concepts)


def too_short(name: str) -> bool:
    """Whether *name* has so few letters that it stands on many screens by chance."""
    return len(fold(name)) < LEAST_LETTERS


def without_real_numbers(text: str) -> str:
    """*text* with fictional telephone numbers in place of those that may be somebody's."""
    for number in reversed(list(real_numbers(text))):
        fictional = max(FICTIONAL_EXAMPLES, key=lambda example: _begin_alike(example, number.digits))
        text = text[: number.start] + fictional + text[number.end :]
    return text


def _begin_alike(number: str, digits: str) -> int:
    """With how many equal digits a *number* and *digits* begin."""
    own = filter(str.isdigit, number)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(own, digits, strict=False)))


def _sender(brief: Brief, rules: RuleBook) -> tuple[list[Entry], dict[str, tuple[str, ...]]]:
    """The clue for the names, and the words of the concept it needs, where there is none for them."""
    known: dict[str, None] = {}
    unknown: list[str] = []
    for name in brief.names:
        same = {phrase.concept for phrase in rules.phrases if phrase.folded == fold(name)}
        concept = next((sender for sender in _KNOWN_SENDERS if sender in same), None)
        if concept:
            known[concept] = None
        elif fold(name) not in map(fold, unknown):
            unknown.append(name.lower())
    concepts = {f"{brief.id}-sender": tuple(unknown)} if unknown else {}
    find = [*known, *concepts]
    return ([{"name": "sender", "find": find, "points": 2.0, "required": True}] if find else []), concepts


def _with_concepts(rules: RuleBook, concepts: Mapping[str, Sequence[str]]) -> RuleBook:
    phrases = [Phrase.of(concept, ANY_LANGUAGE, text) for concept, texts in concepts.items() for text in texts]
    known = replace(rules.known, concepts=rules.known.concepts | set(concepts))
    return replace(rules, indexes=(*rules.indexes, PhraseIndex(phrases)) if phrases else rules.indexes, known=known)


def _suggestions(brief: Brief, rules: RuleBook, taken: Iterable[str]) -> list[Suggestion]:
    """What every example that must warn shows and no calm one: shared clues, and concepts those do not look for."""
    clues = {clue.name: clue for scenario in rules.scenarios for clue in scenario.clues}
    shared = [clue for name, clue in clues.items() if name in rules.known.clues and name not in _NOT_SUGGESTED]
    scam, calm = ([_Seen.on(text, shared, rules) for text in texts] for texts in (brief.warns, brief.calm))
    if not scam:
        return []
    found: list[Suggestion] = []
    for clue in sorted(shared, key=lambda clue: -clue.points):
        words = scam[0].clues.get(clue.name, "")
        is_new = clue.name not in taken and not any(words in other.words for other in found)
        if (
            is_new
            and all(clue.name in seen.clues for seen in scam)
            and not any(clue.name in seen.clues for seen in calm)
        ):
            found.append(Suggestion({"use": clue.name, "points": min(clue.points, _MOST_POINTS)}, words))
    del found[_MOST_CLUES:]
    looked_for = {atom for clue in shared for atom in clue.atoms}
    calming = {atom for scenario in rules.scenarios for clue in scenario.calms for atom in clue.atoms}
    concepts = [
        Suggestion({"name": concept, "find": [concept], "points": 1.0}, words)
        for concept, words in scam[0].concepts.items()
        if concept not in _PARTS | looked_for | calming
        and all(concept in seen.concepts for seen in scam)
        and not any(concept in seen.concepts for seen in calm)
    ]
    return [*found, *concepts[:_MOST_CONCEPTS]]


@dataclass(frozen=True)
class _Seen:
    """What was found in a text, with the words: *clues*, and *concepts* by themselves."""

    clues: Mapping[str, str]
    concepts: Mapping[str, str]

    @classmethod
    def on(cls, text: str, clues: Iterable[Clue], rules: RuleBook) -> _Seen:
        page = Page(from_plain_text(text))
        matches, spoken = matches_on(page, rules)
        found = {clue.name: evidence_of(clue, page, matches) for clue in clues}
        concepts = {
            match.kind: page.quote(match.span)
            for some in matches.values()
            for match in some
            if match.kind in rules.known.concepts
            and match.language in (*spoken, ANY_LANGUAGE)
            and len(fold(match.phrase)) >= _MEANS_SOMETHING
        }
        return cls({name: evidence[0].text for name, evidence in found.items() if evidence}, concepts)


def _bars(brief: Brief, clues: Sequence[Entry], rules: RuleBook) -> tuple[float, float]:
    """From how many points on it is suspicious and a scam: more than one clue gives, or a calm example reaches, and no
    more than an example that must warn does."""
    total, largest = sum(entry["points"] for entry in clues), max(entry["points"] for entry in clues)
    scores = [_score(text, brief, clues, rules) for text in brief.warns]
    least = max([largest, *(_score(text, brief, clues, rules) for text in brief.calm)]) + _SLACK
    most = min([total, *(score for score in scores if score >= least)])
    scam = min(most, max(least, _BAR_SHARE * most))
    scam = max(math.floor(4 * scam) / 4, min(least, total))
    return min(scam, max(least, scam - _BELOW_SCAM)), scam


def _score(text: str, brief: Brief, clues: Sequence[Entry], rules: RuleBook) -> float:
    """The points that *clues* find in *text*, less what calms."""
    content = {"id": brief.id, "suspicious": 1, "clue": list(clues)}
    scenario = read_scenario(RuleFile(Path(f"{brief.id}.toml"), content), rules.known)
    considered: Sequence[Finding] = judge(from_plain_text(text), replace(rules, scenarios=(scenario,))).considered
    return considered[0].score if considered else 0.0
