"""What was found in a text is kept as long as phrases and code are the same, and is what would be found again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.judge import matches_on
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.rules.page import Page
from popupwatch.rules.phrases import Phrase, PhraseIndex
from popupwatch.workshop.found import Found, KeptFinds
from popupwatch.workshop.kept import KeptTexts

ALERT = "Windows Security Alert. Your computer has been blocked, call Microsoft Support now: 1-800-555-0134"


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return load_rules()


@pytest.fixture
def finds(rules: RuleBook, tmp_path: Path) -> KeptFinds:
    return KeptFinds.beside(KeptTexts.of(tmp_path, "way"), rules)


def find(finds: KeptFinds, rules: RuleBook, text: str = ALERT) -> Found:
    on_picture = finds.on("picture", rules)
    found = on_picture.find(Page(from_plain_text(text)))
    on_picture.save()
    return found


def test_what_is_kept_is_what_was_found(finds: KeptFinds, rules: RuleBook) -> None:
    found = find(finds, rules)
    assert (found.matches, found.spoken) == matches_on(Page(from_plain_text(ALERT)), rules)
    assert "microsoft" in found.matches
    knows_nothing = replace(rules, indexes=())
    again = find(finds, knows_nothing)
    assert (again.matches, again.spoken) == (found.matches, found.spoken)
    assert again.seconds == pytest.approx(found.seconds, abs=1e-6)


def test_another_text_of_the_picture_is_searched(finds: KeptFinds, rules: RuleBook) -> None:
    find(finds, rules)
    assert "gift-card" in find(finds, rules, "Buy a gift card").matches
    assert "gift-card" not in find(finds, replace(rules, indexes=())).matches


def test_only_phrases_matter(finds: KeptFinds, rules: RuleBook, tmp_path: Path) -> None:
    texts = KeptTexts.of(tmp_path, "way")
    fewer_scenarios = replace(rules, scenarios=rules.scenarios[:2])
    assert KeptFinds.beside(texts, fewer_scenarios) == finds
    more = PhraseIndex([Phrase.of("malware", "en", "your soul")])
    assert KeptFinds.beside(texts, replace(rules, indexes=(*rules.indexes, more))) != finds


def test_damage_is_found_out(finds: KeptFinds, rules: RuleBook) -> None:
    found = find(finds, rules)
    assert finds.folder
    (file,) = finds.folder.iterdir()
    for damage in ("", "[]", '{"x": {}}', file.read_text()[:-9], '{"x": {"matches": {"a": [[1]]}, "spoken": []}}'):
        file.write_text(damage)
        assert find(finds, rules).matches == found.matches


def test_without_a_folder_nothing_is_kept(rules: RuleBook, tmp_path: Path) -> None:
    assert KeptFinds.beside(KeptTexts(None), rules) == KeptFinds()
    find(KeptFinds(), rules)
    assert list(tmp_path.iterdir()) == []
