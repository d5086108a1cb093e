"""A draft can be used as it is: it warns of what it was made from, keeps still otherwise, and passes lint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.workshop.drafting import WANTS, Brief, Draft, draft, too_short, without_real_numbers
from popupwatch.workshop.fictional import real_numbers

WARNS = """Example Bank security department
Your account was blocked because of a suspicious transfer of 950 EUR.
Do not close this window. Call us immediately: 020 7946 0345"""
CALM = ("Example Bank\nYour statement for May is ready.", "Example Bank contact\nCall us: 020 7946 0300")
BANK = Brief("fake-bank-alert", "Fake bank alert", ("Example Bank", "ebank"), ("call",), (WARNS,), CALM)


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return load_rules()


def points(drafted: Draft) -> list[float]:
    entries = [*drafted.sender, *drafted.demands, *(one.entry for one in drafted.suggested), *drafted.usual]
    return [entry["points"] for entry in entries]


def test_names_get_words_of_their_own(rules: RuleBook) -> None:
    drafted = draft(BANK, rules)
    assert drafted.concepts == {"fake-bank-alert-sender": ("example bank", "ebank")}
    assert drafted.sender[0]["find"] == ["fake-bank-alert-sender"]


def test_names_that_are_known_use_what_is_known(rules: RuleBook) -> None:
    drafted = draft(replace(BANK, names=("Microsoft", "Apple", "Windows", "Example Bank", "example bank")), rules)
    assert drafted.sender[0]["find"] == ["microsoft", "apple", "fake-bank-alert-sender"]
    assert drafted.concepts == {"fake-bank-alert-sender": ("example bank",)}


def test_nobody_in_particular(rules: RuleBook) -> None:
    drafted = draft(replace(BANK, names=()), rules)
    assert (drafted.sender, drafted.concepts) == ((), {})


@pytest.mark.parametrize("want", WANTS)
def test_what_it_wants_is_a_demand(rules: RuleBook, want: str) -> None:
    drafted = draft(replace(BANK, wants=(want,)), rules)
    assert drafted.demands
    assert all(entry["one_of"] == "demand" for entry in drafted.demands)


def test_the_example_suggests_what_calm_ones_do_not_show(rules: RuleBook) -> None:
    found = {one.entry.get("use", one.entry.get("name")): one.words for one in draft(BANK, rules).suggested}
    assert found["do-not-close"] == "Do not close"
    assert "asks-to-call" not in found, "it is demanded already"
    calmer = replace(BANK, calm=(*CALM, "Do not close this program while it saves"))
    assert "do-not-close" not in {one.entry.get("use") for one in draft(calmer, rules).suggested}


def test_every_example_must_show_it(rules: RuleBook) -> None:
    other = "Example Bank: your card is blocked. Call now 020 7946 0345"
    found = {one.entry.get("use") for one in draft(replace(BANK, warns=(WARNS, other)), rules).suggested}
    assert "do-not-close" not in found


def test_the_bars_stand_between_the_examples(rules: RuleBook) -> None:
    drafted = draft(BANK, rules)
    assert max(points(drafted)) < drafted.suspicious <= drafted.scam <= sum(points(drafted))
    assert drafted.suspicious > 5, "the near miss alone finds the bank and a number to call"
    near = replace(BANK, calm=(CALM[0], f"{WARNS.splitlines()[0]}\nDo not close. Call us immediately: 020 7946 0300"))
    assert draft(near, rules).suspicious > drafted.suspicious


@pytest.mark.parametrize("brief", [Brief("x", "X"), Brief("x", "X", wants=("pay",)), Brief("x", "X", names=("Xyz",))])
def test_without_examples_it_can_still_be_used(rules: RuleBook, brief: Brief) -> None:
    drafted = draft(brief, rules)
    assert len(points(drafted)) >= 2
    assert max(points(drafted)) < drafted.suspicious <= drafted.scam <= sum(points(drafted))


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Call 1-800-642-7676 now", "Call 1-800-555-0123 now"),
        ("appelez le 09 70 01 90 90", "appelez le 01 99 00 12 34"),
        ("ring 0208 123 4567 or 020 7123 4567", "ring 020 7946 0123 or 020 7946 0123"),
        ("Call 020 7946 0345", "Call 020 7946 0345"),
        ("no number", "no number"),
    ],
)
def test_numbers_that_may_be_somebodys_are_replaced(text: str, instead: str) -> None:
    assert without_real_numbers(text) == instead
    assert not list(real_numbers(without_real_numbers(text)))


def test_names_that_are_too_short() -> None:
    assert too_short("BE")
    assert not too_short("KBC")
