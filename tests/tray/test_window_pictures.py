"""The pictures of the windows with past warnings and settings are all there, and none of them is a scam to us: the past
warnings quote what scams say."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures import FOLDER, LANGUAGES, TEXT_SIZES
from window_pictures import SIZE, VIEWS

import popupwatch
from popupwatch.model import Level

PICTURES = [
    FOLDER / f"{view}-{language}-{text_size}-{SIZE[0]}x{SIZE[1]}.png"
    for view in VIEWS
    for language in LANGUAGES
    for text_size in TEXT_SIZES
]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_our_own_windows_are_clear(picture: Path) -> None:
    assert popupwatch.scan(picture).level is Level.CLEAR
