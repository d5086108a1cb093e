"""`popupwatch.scan`: the verdict on a path, on bytes, on a Pillow image."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import popupwatch
from popupwatch.errors import PictureError
from popupwatch.model import Level


def test_everything_that_is_a_picture(pictures: Any) -> None:
    with Image.open(pictures.scam) as image:
        for given in (pictures.scam, str(pictures.scam), pictures.scam.read_bytes(), image):
            verdict = popupwatch.scan(given)
            assert verdict.level is Level.SCAM
            assert verdict.findings[0].rule == "fake-microsoft-alert"


def test_an_ordinary_picture(pictures: Any) -> None:
    assert popupwatch.scan(pictures.ordinary) == popupwatch.scan(pictures.blank)
    assert popupwatch.scan(pictures.blank).level is Level.CLEAR


def test_what_is_no_picture() -> None:
    with pytest.raises(PictureError, match="picture is empty"):
        popupwatch.scan(b"")


def test_is_typed(tmp_path: Path) -> None:
    code = "import popupwatch\nreveal_type(popupwatch.scan('x').level)"
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={os.devnull}", "-c", code]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert 'Revealed type is "popupwatch.model.Level"' in checked.stdout, checked.stdout + checked.stderr
