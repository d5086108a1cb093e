"""Whom to turn to: every country's contacts are sound, none is invented or too old, and a file says what is wrong."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from popupwatch.advice import contacts
from popupwatch.advice.contacts import (
    FOLDER,
    Contact,
    Cost,
    Kind,
    Matter,
    Status,
    Words,
    contacts_of,
    countries,
    country_of,
    read_contacts,
    stale,
)
from popupwatch.advice.texts import languages, load_texts

COUNTRIES = ("au", "be", "ca", "ch", "de", "es", "fr", "gb", "ie", "it", "jp", "lu", "nl", "us")
ALL = [(country, contact) for country in COUNTRIES for contact in read_contacts(FOLDER / f"{country}.toml")[0]]
SOUND = """
[[contact]]
key = "help-line"
kind = "phone"
matter = "help"
name = "Help line"
number = "01 99 00 12 34"
about = { en = "Advice.", fr = "Des conseils." }
source = "A page"
checked_on = 2026-01-31
status = "verified"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "xx.toml"
    file.write_text(text, encoding="utf-8")
    return file


def told(folder: Path, text: str) -> list[tuple[int, str]]:
    """What is wrong with *text*, by line."""
    return [(problem.line, str(problem.error)) for problem in read_contacts(written(folder, text))[1]]


def test_the_countries() -> None:
    assert countries() == COUNTRIES
    assert all(contacts_of(country) for country in COUNTRIES)
    assert contacts_of("xx") == contacts_of("") == contacts_of("../texts/en") == ()


@pytest.mark.parametrize("country", COUNTRIES)
def test_nothing_is_wrong_with_the_file_of(country: str) -> None:
    assert read_contacts(FOLDER / f"{country}.toml")[1] == []


def test_no_contact_is_older_than_18_months() -> None:
    old = stale([contact for _, contact in ALL], date.today())
    assert not [contact.key for contact in old], (
        "read their pages again, and write the day into contacts/<country>.toml"
    )


@pytest.mark.parametrize(
    ("today", "is_stale"),
    [
        (date(2026, 1, 31), False),
        (date(2027, 7, 31), False),
        (date(2027, 8, 1), True),
        (date(2028, 2, 29), True),
        (date(2025, 1, 1), False),
    ],
)
def test_when_a_contact_is_too_old(tmp_path: Path, today: date, is_stale: bool) -> None:
    (contact,), _ = read_contacts(written(tmp_path, SOUND))
    assert stale([contact], today) == ([contact] if is_stale else [])


def test_the_bank_comes_first_in_france_and_premium_rate_is_said() -> None:
    first, card, *others = contacts_of("fr")
    assert (first.kind, first.matter) == (Kind.BANK, Matter.MONEY)
    assert (card.cost, card.number) == (Cost.PREMIUM, "0 892 705 705")
    assert [contact.key for contact in others[:2]] == ["17cyber", "cybermalveillance"]
    assert {contact.key: contact.number for contact in others if contact.number} == {
        "info-escroqueries": "0 805 805 817"
    }


def test_what_looks_like_a_premium_rate_number_of_france_says_so() -> None:
    for _, contact in ALL:
        assert not contact.number.startswith("0 89") or contact.cost is Cost.PREMIUM


def test_what_the_facts_leave_out_is_left_out() -> None:
    assert not {contact.number for _, contact in ALL} & {"3018", "17"}
    assert not [contact for _, contact in ALL if contact.key == "17cyber" and contact.number]


def test_every_word_is_said_in_every_language() -> None:
    for country, contact in ALL:
        for words in (contact.name, contact.about, contact.source, contact.hours):
            assert words is None or {language for language, _ in words.by_language} == set(languages()), country


def test_french_keeps_its_marks_on_the_line() -> None:
    for _, contact in ALL:
        for words in filter(None, (contact.name, contact.about, contact.source, contact.hours)):
            assert not re.search(r"(?<!\d) [:;?!»]|« ", words.say("fr")), words


def test_words_in_a_language_that_is_not_there_are_english() -> None:
    assert Words((("en", "bank"), ("fr", "banque"))).say("de") == "bank"


def test_a_contact_is_read(tmp_path: Path) -> None:
    same = tuple((language, "Help line") for language in languages())
    (contact,), problems = read_contacts(written(tmp_path, SOUND))
    assert problems == []
    assert contact == Contact(
        "help-line",
        Kind.PHONE,
        Matter.HELP,
        Words(same),
        Words((("en", "Advice."), ("fr", "Des conseils."))),
        Words(tuple((language, "A page") for language in languages())),
        date(2026, 1, 31),
        Status.VERIFIED,
        number="01 99 00 12 34",
    )


def test_what_nobody_verified_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SOUND + SOUND.replace("help-line", "rumour").replace('"verified"', '"unverified"')
    written(tmp_path, text)
    monkeypatch.setattr(contacts, "FOLDER", tmp_path)
    assert [contact.key for contact in contacts_of("xx")] == ["help-line"]


@pytest.mark.parametrize(
    ("sound", "wrong", "line", "says"),
    [
        ('"help-line"', '""', 3, "“key” is missing here"),
        ('"phone"', '"fone"', 4, "“kind” cannot be “fone”. Did you mean “phone”?"),
        ('"help"', '"gossip"', 5, "“matter” cannot be “gossip”"),
        ('name = "Help line"', "name = 3", 6, "“name” is one text, or one in each language: en, fr."),
        ('"01 99 00 12 34"', '"call us"', 7, "“call us” is no number."),
        ('number = "01 99 00 12 34"', 'url = "http://x.example"', 7, "“http://x.example” is no url."),
        ('number = "01 99 00 12 34"', 'e-mail = "nobody"', 7, "“nobody” is no e-mail."),
        ('number = "01 99 00 12 34"', 'cost = "free"', 2, "This contact cannot be reached"),
        ('number = "01 99', 'cost = "cheap"\nnumber = "01 99', 7, "“cost” cannot be “cheap”"),
        ('number = "01 99', 'hours = 9\nnumber = "01 99', 7, "“hours” is one text"),
        ('number = "01 99', 'phone = "1"\nnumber = "01 99', 7, "There is no key “phone” here."),
        ('number = "01 99', 'source_of = "2020"\nnumber = "01 99', 7, "“source_of” is a year: 2026"),
        (', fr = "Des conseils."', "", 8, "“about” is one text, or one in each language"),
        ('fr = "Des conseils."', 'fr = "Des conseils.", xx = "y"', 8, "“about” is one text, or one in each language"),
        ('source = "A page"\n', "", 2, "“source” is one text"),
        ("2026-01-31", '"2026-01-31"', 10, "“checked_on” is a day, without quotes"),
        ("2026-01-31", "2026-01-31T12:00:00", 10, "“checked_on” is a day, without quotes"),
        ('"verified"', '"sure"', 11, "“status” cannot be “sure”"),
        ("[[contact]]", "[contact]", 2, "double brackets"),
        ("[[contact]]", "[[contacts]]", 2, "There is no key “contacts” here. Did you mean “contact”?"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, sound: str, wrong: str, line: int, says: str) -> None:
    assert sound in SOUND
    problems = told(tmp_path, SOUND.replace(sound, wrong))
    assert [at for at, said in problems if says in said] == [line], problems
    assert read_contacts(tmp_path / "xx.toml")[0] == []


def test_everything_wrong_is_said_at_once_and_the_sound_ones_are_read(tmp_path: Path) -> None:
    wrong = SOUND.replace('"phone"', '"fone"').replace("2026-01-31", "2026").replace("help-line", "other")
    known, problems = read_contacts(written(tmp_path, wrong + SOUND))
    assert [contact.key for contact in known] == ["help-line"]
    assert [problem.line for problem in problems] == [4, 10]


def test_a_key_twice_is_said(tmp_path: Path) -> None:
    assert told(tmp_path, SOUND + SOUND) == [(14, "There are two contacts “help-line”.")]


@pytest.mark.parametrize("text", ["", "# nobody yet\n", "[[contact]\n", 'contact = "me"\n', "contact = [1]\n"])
def test_a_file_without_contacts_says_so(tmp_path: Path, text: str) -> None:
    assert len(told(tmp_path, text)) == 1


def test_a_problem_is_told_in_french(tmp_path: Path) -> None:
    _, (problem,) = read_contacts(written(tmp_path, SOUND.replace('"phone"', '"fone"')))
    assert load_texts("fr").error(problem.error).startswith("«\u00a0kind\u00a0» ne peut pas être «\u00a0fone\u00a0».")


@pytest.mark.parametrize(
    ("environment", "country"),
    [
        ({}, ""),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_BE@euro"}, "be"),
        ({"LANG": "en-GB"}, "gb"),
        ({"LANG": "fr"}, ""),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({"LANG": "en_US.UTF-8", "LC_MONETARY": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, "fr"),
        ({"LANG": "en_US.UTF-8", "LC_ADDRESS": "pl_PL.UTF-8"}, ""),
        ({"LANG": "zh_Hant_TW"}, ""),
        ({"LANG": "de_CH.UTF-8", "LC_ALL": ""}, "ch"),
    ],
)
def test_the_country_is_that_of_the_system(environment: dict[str, str], country: str) -> None:
    assert country_of(environment) == country
