"""The pictures of the welcome, the control window, “about” and the practice: all there, and told for what they are."""

from __future__ import annotations

import itertools

import pytest
from pictures_of_windows import FOLDER, LANGUAGES, TEXT_SIZES, VIEWS, name_of

import popupwatch
from popupwatch.model import Level


@pytest.mark.parametrize(("view", "language", "text_size"), list(itertools.product(VIEWS, LANGUAGES, TEXT_SIZES)))
def test_only_the_practice_alert_is_a_scam(view: str, language: str, text_size: int) -> None:
    verdict = popupwatch.scan(FOLDER / name_of(view, language, text_size))
    assert verdict.level is (Level.SCAM if view == "practise" else Level.CLEAR)
