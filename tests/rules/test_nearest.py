"""What on a page is most like a phrase that was not found there."""

from __future__ import annotations

import pytest

from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.page import Page
from popupwatch.rules.phrases import Match, Phrase, nearest


def near(text: str, *phrases: str) -> tuple[str, str, float] | None:
    page = Page(from_plain_text(text))
    match: Match | None = nearest([Phrase.of("c", "en", phrase) for phrase in phrases], page)
    return match and (match.phrase, page.quote(match.span), match.similarity)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Please do nat tum it off", ("do not turn it off", "do nat tum it off", 0.923)),
        ("Please donot turn it off", ("do not turn it off", "donot turn it off", 1.0)),
        ("Please do not\nturn it of", ("do not turn it off", "do not turn it of", 0.923)),
        ("a virus", ("virus", "virus", 1.0)),
        ("your antivirus program", ("virus", "antivirus", 0.556)),  # whole words only
        ("infectious", ("infect*", "infectious", 1.0)),
    ],
)
def test_the_likest_whole_words(text: str, found: tuple[str, str, float]) -> None:
    assert near(text, "virus", "do not turn it off", "infect*") == found


def test_never_across_two_dialogs() -> None:
    assert near("call\n\nmicrosoft", "call microsoft") == ("call microsoft", "microsoft", 0.692)


def test_japanese_needs_no_edges() -> None:
    assert near("今すぐサポトに雷話してください", "サポートに電話") == (
        "サポートに電話",
        "今すぐサポトに雷話してください",
        0.833,
    )


def test_nothing_on_an_empty_page_or_for_no_phrase() -> None:
    assert near("", "virus") is None
    assert near("a virus") is None
