"""What the README names is there."""

from __future__ import annotations

import re
from pathlib import Path

import popupwatch
from popupwatch.model import Level

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_first_command_finds_a_scam() -> None:
    (picture,) = re.findall(r"pip install \. && popupwatch scan (\S+)", README)
    assert popupwatch.scan(ROOT / picture).level is Level.SCAM
