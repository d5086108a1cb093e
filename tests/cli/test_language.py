"""In which language the command speaks: the one asked for, else that of the settings, else that of the system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from popupwatch.settings import settings_path

Run = Callable[..., Any]
NO_FILE = {"en": "There is no file", "fr": "Il n'y a pas de fichier"}


@pytest.fixture
def french(run: Run) -> None:
    """The settings say French, the system English."""
    run("settings", "set", "language", "fr")


def test_that_of_the_system_where_nothing_is_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert NO_FILE["en"] in run("scan", "nowhere.png").err
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert NO_FILE["fr"] in run("scan", "nowhere.png").err


@pytest.mark.usefixtures("french")
def test_that_of_the_settings_before_that_of_the_system(run: Run) -> None:
    assert NO_FILE["fr"] in run("scan", "nowhere.png").err
    assert "Arnaque" not in run("settings", "show", "--language", "en").out
    assert "Combien de jours" in run("settings", "show").out


@pytest.mark.usefixtures("french")
def test_errors_of_the_arguments_speak_it_too(run: Run) -> None:
    assert "n'est pas une durée" in run("pause", "soon").err


@pytest.mark.usefixtures("french")
def test_the_option_wins(run: Run) -> None:
    assert NO_FILE["en"] in run("scan", "--language", "en", "nowhere.png").err
    assert NO_FILE["en"] in run("scan", "--language=en", "nowhere.png").err
    assert "is no length of time" in run("pause", "--language", "en", "soon").err


@pytest.mark.usefixtures("french")
def test_help_speaks_it_too(run_process: Run) -> None:
    assert "Surveiller" in run_process("watch", "--help").out
    assert "Surveiller" in run_process("--help").out
    assert "Watch the screen" in run_process("watch", "--language", "en", "--help").out


@pytest.mark.usefixtures("french")
def test_an_empty_setting_is_the_system_again(run: Run) -> None:
    assert run("settings", "set", "language", "").out == 'language = ""\n'
    assert NO_FILE["en"] in run("scan", "nowhere.png").err


@pytest.mark.parametrize("text", ["language = 'xx'", "language = 3", "language = ", "[language]"])
def test_a_setting_that_is_wrong_is_none(run: Run, text: str) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(text)
    assert NO_FILE["en"] in run("scan", "nowhere.png").err
