"""``popupwatch first-aid`` prints the steps with whom to turn to, and what it prints is no scam itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from popupwatch.advice.contacts import countries
from popupwatch.advice.texts import languages
from popupwatch.model import Level
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.judge import judge
from popupwatch.rules.load import load_rules

Run = Callable[..., Any]


def test_the_steps_with_the_countrys_contacts(run: Run) -> None:
    ran = run("first-aid", "--country", "gb")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[2] == "1. Hang up and disconnect from the internet"
    assert "   - Report Fraud: reportfraud.police.uk · 0300\u00a0123\u00a02040" in lines
    assert max(map(len, lines[1:])) <= 100
    assert "Source" not in ran.out


def test_the_bank_first(run: Run) -> None:
    assert run("first-aid", "--paid").out.splitlines()[2] == "1. Call your bank at once"


def test_in_french(run: Run) -> None:
    ran = run("first-aid", "--country", "FR", "--language", "fr")
    assert "1. Raccrochez et coupez internet" in ran.out
    assert "numéro surtaxé" in ran.out


def test_the_sources(run: Run) -> None:
    assert (
        "     Source: Official page of 2020. As of 2025-12-04." in run("first-aid", "--country", "fr", "--sources").out
    )


def test_the_country_is_that_of_the_settings_or_of_the_system(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ic3.gov" in run("first-aid").out
    run("settings", "set", "country", "be")
    assert "Card Stop" in run("first-aid").out
    assert "ic3.gov" in run("first-aid", "--country", "us").out
    run("settings", "set", "country", "")
    monkeypatch.setenv("LC_ALL", "pl_PL.UTF-8")
    ran = run("first-aid")
    assert ran.code == 0
    assert "popupwatch first-aid --country CODE. There are: au, be," in ran.out
    assert "9. Expect more calls" in ran.out


def test_the_trusted_person_stands_with_the_help(run: Run) -> None:
    run("settings", "set", "trusted-name", "Anna")
    run("settings", "set", "trusted-number", "01 99 00 12 34")
    lines = run("first-aid", "--country", "fr").out.splitlines()
    at = lines.index("3. Ask someone you trust to help you")
    assert lines[at + 2 : at + 4] == ["   - Anna 01 99 00 12 34", "   - 17Cyber: 17cyber.gouv.fr · day and night"]


def test_a_country_we_have_nobody_in_is_said(run: Run) -> None:
    ran = run("first-aid", "--country", "xx")
    assert (ran.code, ran.out) == (2, "")
    assert "'fr'" in ran.err


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("country", countries())
def test_what_it_prints_is_clear(run: Run, country: str, language: str) -> None:
    out = run("first-aid", "--country", country, "--language", language).out
    assert judge(from_plain_text(out), load_rules()).level is Level.CLEAR
