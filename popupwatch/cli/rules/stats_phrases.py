"""What ``popupwatch rules stats --phrases`` tells: which phrases pull the wrong way, and which are never found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from popupwatch.advice.texts import Texts
from popupwatch.cli.rules.stats_report import columns, figure
from popupwatch.cli.rules.table import heading, table, wrapped
from popupwatch.workshop.stats import PhraseStats, Stats

_WORST = 25


def phrase_lines(phrases: Sequence[PhraseStats], stats: Stats, texts: Texts, everything: bool) -> Iterator[str]:
    """The phrases that should go or be made longer come first. Without *everything*, only the worst of them."""
    for role in ("calms", "warns"):
        wrong = sorted((each for each in phrases if each.role == role and each.wrong_way), key=_worst_first)
        yield from heading(texts.say(f"stats.{role}-wrong-way", count=len(wrong)))
        shown = wrong if everything else wrong[:_WORST]
        yield from _rows(shown, texts)
        if len(shown) < len(wrong):
            yield from wrapped(texts.say("stats.more-phrases", count=len(wrong) - len(shown)))
    yield from wrapped(texts.say("stats.phrases-legend"))
    if everything:
        others = [each for each in phrases if each.is_found and not each.wrong_way]
        yield from heading(texts.say("stats.other-phrases", count=len(others)))
        yield from _rows(sorted(others, key=_most_found_first), texts)
    yield from _never_found(phrases, stats, texts, everything)


def _worst_first(phrase: PhraseStats) -> tuple[float, str, str, str]:
    return -phrase.wrong_way, phrase.language, phrase.concept, phrase.text


def _most_found_first(phrase: PhraseStats) -> tuple[int, str, str, str]:
    return -phrase.hits.scam - phrase.hits.ordinary, phrase.language, phrase.concept, phrase.text


def _rows(phrases: Iterable[PhraseStats], texts: Texts) -> Iterator[str]:
    head = columns(("scams", "ordinary", "S/O", "language", "concept", "phrase"), texts)
    rows = [
        (str(each.hits.scam), str(each.hits.ordinary), figure(each.hits.so), each.language, each.concept, each.text)
        for each in phrases
    ]
    if rows:
        yield from table(head, rows, left=(3, 4, 5))


def _never_found(phrases: Sequence[PhraseStats], stats: Stats, texts: Texts, everything: bool) -> Iterator[str]:
    """How many phrases of each language were never found; which, where only one language is asked for."""
    by_language: dict[str, list[PhraseStats]] = defaultdict(list)
    for each in phrases:
        by_language[each.language].append(each)
    yield from heading(texts.say("stats.never-found"))
    rows = []
    for language, some in sorted(by_language.items()):
        score = stats.by_language.get(language)
        pictures = str(score.scam + score.ordinary) if score else "0"
        rows.append((language, str(len(some)), str(sum(not each.is_found for each in some)), pictures))
    yield from table(columns(("of-languages", "phrases", "never", "pictures-in-it"), texts), rows)
    yield from wrapped(texts.say("stats.never-legend"))
    if everything or len(by_language) == 1:
        by_concept: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in phrases:
            if not each.is_found:
                by_concept[each.language, each.concept].append(each.text)
        for (language, concept), found in sorted(by_concept.items()):
            yield ""
            yield f"  {language} {concept}"
            yield from wrapped(" · ".join(sorted(found)), indent="    ")
