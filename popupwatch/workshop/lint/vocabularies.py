"""What can be wrong with a vocabulary that can be read: phrases that say nothing, or nothing new, and missing ones."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from popupwatch.errors import RuleError
from popupwatch.rules.fold import fold
from popupwatch.rules.phrases import ANY_LANGUAGE, LONG_PHRASE, Phrase
from popupwatch.rules.source import RuleFile, Way, closest
from popupwatch.workshop.lint.context import MODIFIERS, Context
from popupwatch.workshop.lint.remark import PARSER_LINTS, Lint, Remark

LEAST_LETTERS, LEAST_LETTERS_OF_MANY = 3, 4

TOO_SHORT = PARSER_LINTS["phrase-too-short"]
TOO_COMMON = Lint("phrase-too-common", RuleError("It stands on nearly every screen, so it tells nothing about one."))
TWICE = Lint(
    "phrase-twice",
    RuleError("Matching forgives case, accents, hyphens and look-alikes: one of the two does nothing."),
)
ACCUSES_AND_CALMS = Lint("accuses-and-calms", RuleError("It gives points and takes them at once."))
MISSING_CONCEPT = Lint("missing-concept", RuleError("In this language, scenarios look for them in vain."))
UNUSED_CONCEPT = Lint("unused-concept", RuleError("Words that no scenario looks for do nothing."))

Placed = tuple[Way, Phrase]


def lint_vocabulary(
    file: RuleFile, phrases: Sequence[Phrase], context: Context, rivals: Collection[str]
) -> Iterator[Remark]:
    """Remarks on a vocabulary. *rivals* are the languages whose concepts it should have: those of its folder."""
    placed = list(_placed(file, phrases))
    for way, phrase in placed:
        yield from _too_short(file, way, phrase, context)
        yield from _too_common(file, way, phrase)
    yield from _twice(file, placed, context)
    yield from _accuses_and_calms(file, placed, context)
    yield from _unused_concepts(file, context)
    yield from _missing_concepts(file, context, rivals)


def _placed(file: RuleFile, phrases: Sequence[Phrase]) -> Iterator[Placed]:
    """Each phrase with the way to it."""
    by_text = {(phrase.concept, phrase.text): phrase for phrase in phrases}
    for concept, texts in file.data["concepts"].items():
        for number, text in enumerate(texts if isinstance(texts, list) else ()):
            if isinstance(text, str) and (concept, text) in by_text:
                yield ("concepts", concept, number), by_text[concept, text]


def _too_short(file: RuleFile, way: Way, phrase: Phrase, context: Context) -> Iterator[Remark]:
    is_open = phrase.open_start or phrase.open_end
    least = LEAST_LETTERS_OF_MANY if is_open else LEAST_LETTERS if phrase.concept in context.counting_alone else 0
    if phrase.has_edges and len(phrase.folded) < least and not phrase.folded.isdigit():
        what = RuleError(
            "The phrase “{phrase}” is too short: it needs {least} letters.", phrase=phrase.text, least=least
        )
        yield TOO_SHORT.value(file, way, what, RuleError("Write the words that stand around it as well."))


@cache
def everyday_words() -> Mapping[str, frozenset[str]]:
    """The commonest words of each language, folded."""
    listed = tomllib.loads(Path(__file__).with_name("everyday.toml").read_text(encoding="utf-8"))
    return {language: frozenset(map(fold, words)) for language, words in listed.items()}


def _too_common(file: RuleFile, way: Way, phrase: Phrase) -> Iterator[Remark]:
    words = everyday_words()
    common = (
        words.get(phrase.language, frozenset())
        if phrase.language != ANY_LANGUAGE
        else frozenset().union(*words.values())
    )
    if phrase.folded in common and phrase.concept not in MODIFIERS:
        what = RuleError("“{phrase}” is one of the commonest words of all.", phrase=phrase.text)
        instead = RuleError("Write the words that stand around it as well: not “your” but “your computer”.")
        yield TOO_COMMON.value(file, way, what, instead)


def _twice(file: RuleFile, placed: Sequence[Placed], context: Context) -> Iterator[Remark]:
    """Phrases that another one of their concept makes needless: of this file, of all languages, of popupwatch."""
    elsewhere = [((), phrase) for phrase in context.phrases_beside(file.path)]
    same: dict[tuple[object, ...], Placed] = {}
    starred: dict[str, list[Placed]] = {}
    for way, phrase in (*elsewhere, *placed):
        same.setdefault(_form(phrase), (way, phrase))
        if phrase.open_end and not phrase.open_start:
            starred.setdefault(phrase.concept, []).append((way, phrase))
    for way, phrase in placed:
        other_way, other = same[_form(phrase)]
        if other_way != way:
            yield TWICE.value(file, way, _said_twice(file, phrase, other_way, other), RuleError("Leave this one out."))
            continue
        for other_way, other in starred.get(phrase.concept, ()):
            if other_way != way and _covers(other, phrase):
                yield TWICE.value(
                    file, way, _said_twice(file, phrase, other_way, other), RuleError("Leave this one out.")
                )
                break


def _form(phrase: Phrase) -> tuple[object, ...]:
    """All of *phrase* that matching looks at. Words that are written together on a page may differ from those apart."""
    return phrase.concept, phrase.folded, phrase.word_ends, phrase.open_start, phrase.open_end


def _covers(starred: Phrase, phrase: Phrase) -> bool:
    """Whether *starred* is found wherever *phrase* is, with as many slips of the reader, and counts as much."""
    return (
        phrase.folded.startswith(starred.folded)
        and phrase.word_ends[:-1] == starred.word_ends[:-1]
        and not phrase.open_start
        and phrase.slips <= starred.slips
        and (len(phrase.text) <= LONG_PHRASE or len(starred.text) > LONG_PHRASE)
    )


def _said_twice(file: RuleFile, phrase: Phrase, way: Way, other: Phrase) -> RuleError:
    if not way:
        return RuleError(
            "“{phrase}” is known already: popupwatch's own words have “{other}”.", phrase=phrase.text, other=other.text
        )
    line, _ = file.places.of_value(way)
    if _form(other) == _form(phrase):
        return RuleError(
            "“{phrase}” is there already: line {line} has “{other}”.", phrase=phrase.text, line=line, other=other.text
        )
    return RuleError(
        "“{other}” in line {line} finds “{phrase}” as well.", phrase=phrase.text, line=line, other=other.text
    )


def _accuses_and_calms(file: RuleFile, placed: Sequence[Placed], context: Context) -> Iterator[Remark]:
    accusing = {phrase.folded: phrase for _, phrase in placed if phrase.concept in context.accusing - MODIFIERS}
    for way, phrase in placed:
        other = accusing.get(phrase.folded)
        if other and phrase.concept in context.calming - MODIFIERS:
            what = RuleError(
                "“{phrase}” stands in “{calming}”, which calms, and in “{accusing}”, which accuses.",
                phrase=phrase.text,
                calming=phrase.concept,
                accusing=other.concept,
            )
            yield ACCUSES_AND_CALMS.value(file, way, what, RuleError("Keep it in one of the two."))


def _unused_concepts(file: RuleFile, context: Context) -> Iterator[Remark]:
    broken = {problem.path.parent for problem in context.book.problems}
    if {file.path.parent, file.path.parent.parent, file.path.parent.parent / "library"} & broken:
        return  # a scenario that cannot be read may look for it
    for concept in file.data["concepts"]:
        if concept not in context.looked_for:
            what = RuleError("No clue looks for the concept “{concept}”.", concept=concept)
            close = closest(concept, context.looked_for)
            instead = RuleError("Put it into the “find” of a clue, or leave it out.")
            yield UNUSED_CONCEPT.key(
                file, ("concepts", concept), what, RuleError("Did you mean “{name}”?", name=close) if close else instead
            )


def _missing_concepts(file: RuleFile, context: Context, rivals: Collection[str]) -> Iterator[Remark]:
    """The concepts that at least half of the other languages have, those of the folder or all."""
    language, by_language = file.path.stem, context.concepts_by_language
    if language == ANY_LANGUAGE:
        return
    known = by_language.get(language, frozenset()) | by_language.get(ANY_LANGUAGE, frozenset())
    missing: set[str] = set()
    for group in (rivals, by_language):
        others = [by_language.get(name, frozenset()) for name in {*group} - {language, ANY_LANGUAGE}]
        counts = Counter(concept for concepts in others for concept in concepts)
        missing |= {concept for concept, count in counts.items() if 2 * count >= len(others)} - known
    if missing:
        what = RuleError("There are no words for: {concepts}.", concepts=", ".join(sorted(missing)))
        instead = RuleError('Write a line for each: {concept} = ["…", "…"]', concept=min(missing))
        yield MISSING_CONCEPT.key(file, ("concepts",), what, instead)
