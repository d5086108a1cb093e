"""What the reader sees is kept, belongs to its picture, and tells how it differs from what was kept before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from popupwatch.errors import FixtureError, ReaderError
from popupwatch.model import Level
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import choose_reader
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.load import load_rules
from popupwatch.workshop.fixtures import Fixture, load_fixture
from popupwatch.workshop.recording import Recording, check_recorded, is_recorded, read_fixture


@pytest.fixture
def fixture(tmp_path: Path, pictures: Any) -> Fixture:
    (tmp_path / "x.png").write_bytes(pictures.scam.read_bytes())
    (tmp_path / "x.toml").write_text('expected = "scam"\n')
    return load_fixture(tmp_path / "x.toml")


def test_what_a_scan_would_read_is_kept(fixture: Fixture) -> None:
    with pytest.raises(FixtureError, match=r"its text was not recorded yet\. .* popupwatch fixtures record .*x\.toml"):
        check_recorded(fixture)
    first = read_fixture(fixture, choose_reader(), load_rules())
    assert (first.before, first.level) == (None, Level.SCAM)
    first.keep()
    check_recorded(fixture)
    assert "1-800-555-0134" in fixture.recorded.read_text("utf-8")
    again = read_fixture(fixture, choose_reader(), load_rules())
    assert again.same
    assert (again.lost, again.gained) == ([], [])


def test_a_text_of_another_picture_is_noticed(fixture: Fixture) -> None:
    recorded.save(from_plain_text("words"), fixture.recorded, fixture.picture)
    assert is_recorded(fixture)
    Image.new("RGB", (9, 9)).save(fixture.picture)
    with pytest.raises(FixtureError, match="its picture changed since its text was recorded"):
        check_recorded(fixture)
    recorded.save(from_plain_text("words"), fixture.recorded)
    assert not is_recorded(fixture), "whose text it is, nobody knows"
    fixture.picture.unlink()
    with pytest.raises(FixtureError, match="there is no picture"):
        check_recorded(fixture)


def test_a_damaged_text(fixture: Fixture) -> None:
    fixture.recorded.write_text("{", encoding="utf-8")
    with pytest.raises(ReaderError, match="is not a recorded text"):
        check_recorded(fixture)
    assert not is_recorded(fixture)
    assert read_fixture(fixture, choose_reader(), load_rules()).before is None


def test_words_lost_and_gained(fixture: Fixture) -> None:
    before, now = from_plain_text("call us now now\nplease"), from_plain_text("please call them now")
    recording = Recording(fixture, now, Level.CLEAR, before)
    assert not recording.same
    assert (recording.lost, recording.gained) == (["us", "now"], ["them"])
    assert Recording(fixture, now, Level.CLEAR, None).lost == []
