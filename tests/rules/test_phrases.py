"""Phrases are found through slips, spacing and line breaks, and only where they begin and end on word edges."""

from __future__ import annotations

import pytest

from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.page import Page
from popupwatch.rules.phrases import Phrase, PhraseIndex


def search(text: str, *phrases: str) -> list[tuple[str, str]]:
    page = Page(from_plain_text(text))
    found = PhraseIndex([Phrase.of("c", "en", phrase) for phrase in phrases]).search(page)
    return [(match.phrase, page.quote(match.span)) for match in found.get("c", ())]


@pytest.mark.parametrize(
    "text",
    [
        "Please call us immediately at once",
        "Please CALL US\nIMMEDIATELY",
        "c a l l  u s  i m m e d i a t e l y",
        "callus immediately",
        "ca11 us immediate1y",
        "call us immediatelv now",
        "please_call_us_immediately",
    ],
)
def test_finds_through_slips(text: str) -> None:
    assert search(text, "call us immediately")


@pytest.mark.parametrize(
    "text",
    [
        "recall usage of memory",  # no word edge
        "call\n\nus immediately",  # two dialogs
        "said Microsoft",  # one word wrong altogether
        "Contract 2 Microsoft",
    ],
)
def test_does_not_find_what_only_resembles(text: str) -> None:
    assert not search(text, "call us", "call us immediately", "call microsoft", "contact microsoft")


def test_a_word_one_letter_shorter_is_another_word() -> None:
    assert not search("open the window", "windows")
    assert not search("secure the door", "f-secure")


def test_a_star_lets_the_last_word_go_on() -> None:
    assert search("zainfekowany komputer", "zainfekowan*") == [("zainfekowan*", "zainfekowany")]
    assert not search("zainfekowany komputer", "zainfekowan")


def test_every_place_is_found() -> None:
    assert len(search("virus here\n\nvirus there\n\nvirus everywhere", "virus")) == 3


def test_japanese_needs_no_edges() -> None:
    assert search("今すぐサポートに電話してください", "サポートに電話")
    assert search("サ ポ ー ト に 電 話", "サポートに電話")
