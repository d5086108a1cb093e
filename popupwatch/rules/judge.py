"""Judging: what the rules make of a screen's text. Pure: no clock, no file, no picture, no platform."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from popupwatch.model import Evidence, Finding, Level, ScreenText, Verdict
from popupwatch.rules.entities import find_entities
from popupwatch.rules.load import RuleBook
from popupwatch.rules.model import MIN_CLUES, Clue, Scenario
from popupwatch.rules.page import Page, Span
from popupwatch.rules.phrases import ANY_LANGUAGE, LONG_PHRASE, SPOKEN_SHARE, Match, spoken_languages

MAX_COMBINATIONS = 60
# Phrases of a language with less than this share of the matches that the most spoken one has mean something else.
HEARD_SHARE = 0.1
NEGATION = "negation"
CONDITION = "condition"
QUOTATION = "quotation"

Matches = Mapping[str, Sequence[Match]]


@dataclass(frozen=True)
class _Hit:
    """One way a clue was found: the spans that stand together, and how like the rule's words they are."""

    spans: tuple[Span, ...]
    similarity: float
    language: str
    wording: str


def judge(screen: ScreenText, rules: RuleBook) -> Verdict:
    """The verdict on *screen*: each scenario judged on all of its text."""
    page = Page(screen)
    matches, spoken = matches_on(page, rules)
    return verdict_of(consider(scenario, page, matches, spoken) for scenario in rules.scenarios)


def verdict_of(findings: Iterable[Finding | None]) -> Verdict:
    """The verdict on a page of which each scenario made what *findings* say."""
    # The scenario that is most over its own bar says best what this is.
    considered = sorted(filter(None, findings), key=lambda finding: (-finding.level.rank, -finding.reach, finding.rule))
    warning = tuple(finding for finding in considered if finding.level is not Level.CLEAR)
    return Verdict(warning[0].level if warning else Level.CLEAR, warning, tuple(considered))


def matches_on(page: Page, rules: RuleBook) -> tuple[Matches, frozenset[str]]:
    """Every concept and entity on *page*, by kind, and the languages that count as spoken there."""
    matches = find_entities(page)
    for index in rules.indexes:
        for concept, found in index.search(page).items():
            matches.setdefault(concept, []).extend(found)
    spoken, heard = _spoken(matches, SPOKEN_SHARE), _spoken(matches, HEARD_SHARE)
    kept = {kind: [match for match in found if _belongs(match, spoken, heard)] for kind, found in matches.items()}
    return kept, spoken


def _belongs(match: Match, spoken: Collection[str], heard: Collection[str]) -> bool:
    """Whether *match* is likely meant: long, or of a language of the page. Slips are forgiven only in the languages it
    mainly speaks: with a letter changed, many a word is one of another language (Spanish perderse, Dutch perverse)."""
    if match.language == ANY_LANGUAGE or len(match.phrase) > LONG_PHRASE:
        return True
    return match.language in (heard if match.similarity == 1 else spoken)


def _spoken(matches: Matches, share: float) -> frozenset[str]:
    """The languages of the page. A word of another language that happens to look like a calming phrase must not calm a
    scam."""
    return spoken_languages(chain.from_iterable(matches.values()), share)


def consider(scenario: Scenario, page: Page, matches: Matches, spoken: frozenset[str]) -> Finding | None:
    """What one scenario makes of the page, or ``None`` where it found no clue at all."""
    evidence = [item for clue in scenario.clues for item in evidence_of(clue, page, matches)]
    if not evidence:
        return None
    found = {item.clue for item in evidence}
    missing = tuple(clue.name for clue in scenario.clues if clue.name not in found)
    calming = [item for clue in scenario.calms for item in evidence_of(clue, page, matches, spoken)]
    score = round(sum(item.points for item in [*evidence, *calming]), 2)
    level = level_at(score, found, scenario)
    reach = round(score / (scenario.scam or scenario.suspicious), 3)
    return Finding(scenario.id, level, score, tuple(evidence), missing, tuple(calming), reach)


def level_at(score: float, found: Collection[str], scenario: Scenario, bars: float = 1.0) -> Level:
    """What *score* points from the clues that were *found* amount to; *bars* is how many times as high as written the
    scenario's bars shall be."""
    if not has_what_it_needs(scenario, found):
        return Level.CLEAR
    if scenario.scam is not None and score >= scenario.scam * bars:
        return Level.SCAM
    return Level.SUSPICIOUS if score >= scenario.suspicious * bars else Level.CLEAR


def has_what_it_needs(scenario: Scenario, found: Collection[str]) -> bool:
    """Whether the clues that were *found* may warn, given the points: they are enough, and none is lacking that
    must be there."""
    return len(found) >= MIN_CLUES and all(names & set(found) for names in scenario.needs)


def evidence_of(clue: Clue, page: Page, matches: Matches, languages: frozenset[str] | None = None) -> list[Evidence]:
    """The clue's best evidence with its points, and further wordings elsewhere on the page while they add points."""
    hits = [hit for term in clue.terms for hit in _hits(term, clue, page, matches)]
    if languages is not None:
        hits = [hit for hit in hits if hit.language == ANY_LANGUAGE or hit.language in languages]
    hits.sort(key=lambda hit: -hit.similarity)
    found: list[Evidence] = []
    said: set[str] = set()
    counted: list[Span] = []
    left = clue.upto - clue.points if clue.upto else 0.0
    for hit in hits:
        if hit.wording in said or any(span.overlaps(other) for span in hit.spans for other in counted):
            continue
        points = clue.points if not found else clue.each
        if found and (not points or abs(left) < abs(points)):
            break
        left -= points if found else 0.0
        said.add(hit.wording)
        counted.extend(hit.spans)
        found.append(_as_evidence(clue, hit, points, page))
    return found


def _as_evidence(clue: Clue, hit: _Hit, points: float, page: Page) -> Evidence:
    first, last = min(span.first for span in hit.spans), max(span.last for span in hit.spans)
    if page.block_of[first] == page.block_of[last] and last - first < 16:
        text = page.quote(Span(first, last))
    else:
        text = " … ".join(page.quote(span) for span in hit.spans)
    box = page.box(hit.spans[0])
    for span in hit.spans[1:]:
        box = box.union(page.box(span))
    return Evidence(clue.name, text, box, hit.similarity, points)


def _hits(term: tuple[str, ...], clue: Clue, page: Page, matches: Matches) -> list[_Hit]:
    """Every way the term is found: one match of each atom, near each other, in one language or a neutral one.

    Scenarios share most of their clues: what was worked out for one is kept on the page for the others.
    """
    key = (term, clue.within, clue.statement)
    if key not in page.found:
        hits = [_Hit((m.span,), m.similarity, m.language, m.phrase) for m in matches.get(term[0], ())]
        for atom in term[1:]:
            hits = list(islice(_joined(hits, atom, term, clue, page, matches), MAX_COMBINATIONS))
        if clue.statement:
            hits = [hit for hit in hits if not _denied(hit, page, matches)]
        page.found[key] = hits
    known: list[_Hit] = page.found[key]
    return known


def _joined(
    hits: Sequence[_Hit], atom: str, term: Sequence[str], clue: Clue, page: Page, matches: Matches
) -> Iterator[_Hit]:
    """Each of *hits* with each match of *atom* that stands where it should."""
    fitting = {
        language: [m for m in matches.get(atom, ()) if _common(language, m.language)]
        for language in {hit.language for hit in hits}
    }
    places = {language: page.places((atom, language), [m.span for m in found]) for language, found in fitting.items()}
    for hit in hits:
        for number in page.within_reach(hit.spans[0], places[hit.language], clue.within):
            m = fitting[hit.language][number]
            if any(span.overlaps(m.span) for span in hit.spans):
                continue
            if not all(
                _together(page, kind, span, m.span, clue.within) for kind, span in zip(term, hit.spans, strict=False)
            ):
                continue
            if clue.statement and not all(page.one_sentence(span, m.span) for span in hit.spans):
                continue
            wording = f"{hit.wording} + {m.phrase}"
            language = _common(hit.language, m.language)
            yield _Hit((*hit.spans, m.span), min(hit.similarity, m.similarity), language, wording)


def _together(page: Page, kind: str, one: Span, other: Span, within: int) -> bool:
    """Whether two spans stand near each other; what goes with a quotation stands inside it."""
    if kind == QUOTATION:
        inside = one.first <= other.first <= other.last <= one.last
        return inside and page.block_of[one.first] == page.block_of[other.first]
    return page.near(one, other, within)


def _common(one: str, other: str) -> str:
    """The language both are in; a neutral one fits any. Empty where they differ."""
    if one == ANY_LANGUAGE:
        return other
    return one if other in (ANY_LANGUAGE, one) else ""


def _denied(hit: _Hit, page: Page, matches: Matches) -> bool:
    """Whether the words ask ("infected?"), suppose ("if your PC is infected") or deny ("no threats found")."""
    first, last = min(hit.spans, key=lambda s: s.first), max(hit.spans, key=lambda s: s.last)
    block = page.block_of[first.first]
    one_sentence = page.block_of[last.last] == block and last.last - first.first < 16
    if page.asked(first.first if one_sentence else last.first, last.last):
        return True
    for maybe in matches.get(CONDITION, ()):
        if first.first - 2 <= maybe.span.first < first.first and page.block_of[maybe.span.first] == block:
            return True
    for no in matches.get(NEGATION, ()):
        at = no.span.first
        if not first.first - 1 <= at <= last.last + 1:
            continue
        if any(span.first <= at <= span.last for span in hit.spans):
            continue
        before = any(at == span.first - 1 and page.block_of[at] == page.block_of[span.first] for span in hit.spans)
        inside = one_sentence and first.first < at < last.last
        after = at == last.last + 1 and page.block_of[at] == block and no.phrase in ("0", "none")
        after = after and not _has_decimals(page.words[at].text)
        if before or inside or after:
            return True
    return False


def _has_decimals(text: str) -> bool:
    """Whether a "0" only begins an amount (0,05)."""
    return any(digit.isdigit() and digit != "0" for digit in text)
