"""The pictures of our own windows under docs/pictures are all there, and none of them is a scam to us."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures import FOLDER, LANGUAGES, SIZES, TEXT_SIZES, VIEWS, name_of

import popupwatch
from popupwatch.model import Level

PICTURES = sorted(FOLDER.glob("warning*.png"))


def test_they_are_all_there() -> None:
    every = {name_of(language, text, size) for language in LANGUAGES for text in TEXT_SIZES for size in SIZES}
    views = {name_of(language, text, SIZES[0], view) for language in LANGUAGES for text in TEXT_SIZES for view in VIEWS}
    assert {path.name for path in PICTURES} == every | views


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_our_own_windows_are_clear(picture: Path) -> None:
    assert popupwatch.scan(picture).level is Level.CLEAR
