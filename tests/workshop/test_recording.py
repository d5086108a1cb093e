"""What the reader sees is kept, belongs to its picture, and tells how it differs from what was kept before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from popupwatch.errors import FixtureError, ReaderError
from popupwatch.model import Level, Verdict
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import choose_reader
from popupwatch.ocr.recorded import RecordedLooks, from_plain_text
from popupwatch.rules.load import load_rules
from popupwatch.workshop.fixtures import Fixture, load_fixture
from popupwatch.workshop.recording import Recording, check_recorded, is_recorded, read_fixture, record
from popupwatch.workshop.trials import fixture_case, try_case


@pytest.fixture
def fixture(tmp_path: Path, pictures: Any) -> Fixture:
    (tmp_path / "x.png").write_bytes(pictures.scam.read_bytes())
    (tmp_path / "x.toml").write_text('expected = "scam"\n')
    return load_fixture(tmp_path / "x.toml")


def test_what_a_scan_would_read_is_kept(fixture: Fixture) -> None:
    with pytest.raises(FixtureError, match=r"its text was not recorded yet\. .* popupwatch fixtures record .*x\.toml"):
        check_recorded(fixture)
    first = record(fixture, choose_reader(), load_rules())
    assert (first.before, first.level) == (None, Level.SCAM)
    first.keep()
    check_recorded(fixture)
    assert "1-800-555-0134" in fixture.recorded.read_text("utf-8")
    again = record(fixture, choose_reader(), load_rules())
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
    assert record(fixture, choose_reader(), load_rules()).before is None


def test_words_lost_and_gained(fixture: Fixture) -> None:
    before = RecordedLooks(from_plain_text("call us"), 0.0, from_plain_text("call us now now\nplease"))
    now = RecordedLooks(from_plain_text("please call them now"))
    recording = Recording(fixture, now, Level.CLEAR, before)
    assert not recording.same
    assert (recording.lost, recording.gained) == (["us", "now"], ["them"])
    assert Recording(fixture, now, Level.CLEAR, None).lost == []


def test_replayed_it_is_judged_as_a_scan_would(fixture: Fixture) -> None:
    """Faint letters, which only the closer look sees: whether it is taken is decided anew each time."""
    page = Image.new("RGB", (1280, 720), "black")
    brush = ImageDraw.Draw(page)
    plain = "Windows has been blocked: a Trojan virus was found.\nDo not close this window. Error 0x80072EE7"
    brush.multiline_text((120, 60), plain, "white", ImageFont.load_default(32))
    faint = "Your passwords are being stolen.\nCall Microsoft Support now: 1-800-555-0134"
    brush.multiline_text((120, 200), faint, "#161616", ImageFont.load_default(20), spacing=20)
    page.save(fixture.picture)
    rules, reader = load_rules(), choose_reader()
    scan, recording = read_fixture(fixture, reader, rules), record(fixture, reader, rules)
    assert "1-800-555-0134" not in str(recording.looks.text)
    assert "1-800-555-0134" in str(recording.looks.more)
    recording.keep()
    trial = try_case(fixture_case(fixture), rules)
    assert trial.verdict
    assert trial.verdict.level is scan.verdict.level is recording.level is Level.SCAM
    lenient = replace(rules, scenarios=())
    assert try_case(fixture_case(fixture), lenient).verdict == Verdict(Level.CLEAR)
