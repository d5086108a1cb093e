"""What to do when it happened: the right order, with the country's contacts, in words that calm."""

from __future__ import annotations

import re

import pytest

from popupwatch.advice.contacts import Kind, contacts_of, countries
from popupwatch.advice.first_aid import first_aid, lines_of
from popupwatch.advice.texts import Texts, languages, load_texts

ALL = pytest.mark.parametrize("texts", [load_texts(language) for language in languages()], ids=lambda t: t.language)
ENGLISH = load_texts("en")


def keys(paid_only: bool = False) -> list[str]:
    return [step.key for step in first_aid(ENGLISH, paid_only=paid_only)]


def test_the_computer_is_cut_off_first_and_the_bank_called_next() -> None:
    assert keys() == [
        "disconnect",
        "bank",
        "help",
        "uninstall",
        "virus-scan",
        "passwords",
        "proof",
        "report",
        "callers",
    ]


def test_the_bank_comes_first_where_only_money_went() -> None:
    assert keys(paid_only=True) == ["bank", *(key for key in keys() if key != "bank")]


@ALL
def test_every_step_has_its_words_and_every_word_its_step(texts: Texts) -> None:
    steps = {key.split(".")[1] for key in texts.entries if key.startswith("first-aid.")} - {"head", "no-country"}
    assert steps == set(keys())
    for step in first_aid(texts):
        assert step.title
        assert step.text.endswith(".")
        assert not step.title.endswith(".")


@ALL
def test_calm_words_and_no_number_but_those_of_contacts(texts: Texts) -> None:
    for key, text in texts.entries.items():
        if key.startswith(("first-aid.", "microsoft.")):
            assert "!" not in text, key
            assert not re.search(r"\d{3}", text), key


@pytest.mark.parametrize("country", countries())
def test_every_contact_of_a_country_stands_with_one_step(country: str) -> None:
    contacts = contacts_of(country)
    shown = [contact for step in first_aid(ENGLISH, contacts) for contact in step.contacts]
    assert sorted(contact.key for contact in shown) == sorted(
        contact.key for contact in contacts if contact.kind is not Kind.BANK
    )


def test_contacts_stand_with_their_step_in_their_order() -> None:
    steps = {step.key: [contact.key for contact in step.contacts] for step in first_aid(ENGLISH, contacts_of("fr"))}
    assert steps["bank"] == ["card-interbank"]
    assert steps["help"] == ["17cyber", "cybermalveillance", "info-escroqueries"]
    assert steps["report"] == ["police", "complaint-letter", "thesee", "perceval", "pharos"]
    assert not any(contacts for key, contacts in steps.items() if key not in ("bank", "help", "report"))


def test_what_is_shown_of_a_contact() -> None:
    shown = {contact.key: lines_of(contact, ENGLISH) for contact in contacts_of("fr")}
    assert shown["card-interbank"] == (
        "Blocking a card, all banks: 0\u00a0892\u00a0705\u00a0705 · a premium-rate number, the call costs extra",
        "Only if you do not reach your own bank.",
        "(As it was in 2020; it may have changed.)",
    )
    assert shown["17cyber"][0] == "17Cyber: 17cyber.gouv.fr · day and night"
    assert shown["police"][0] == "A police station or gendarmerie"
    french = lines_of(contacts_of("fr")[4], load_texts("fr"))
    assert french[0].endswith("· appel gratuit · du lundi au vendredi, de 9 h à 18 h 30")


@ALL
def test_microsofts_own_statement_and_its_source(texts: Texts) -> None:
    for key in ("no-number", "you-begin", "no-coins", "report"):
        assert "Microsoft" in texts.say(f"microsoft.{key}")
    assert "support.microsoft.com" in texts.say("microsoft.no-number-source")
    assert texts.find("microsoft.no-coins-source")
