"""New fixtures are whole and readable, and never take the place of anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from popupwatch.errors import FixtureError
from popupwatch.model import Level
from popupwatch.ocr.recorded import RecordedLooks, from_plain_text
from popupwatch.workshop.fixtures import load_fixture
from popupwatch.workshop.making import Expectation, as_name, check_name, free_name, write_page, write_picture
from popupwatch.workshop.recording import is_recorded

ORDINARY = Expectation(Level.CLEAR, kind="bank", language="fr", purpose='says "call us" \\ and\nmore\x7f')


def test_a_picture_becomes_a_whole_fixture(tmp_path: Path) -> None:
    image = Image.new("RGB", (300, 200), "white")
    folder = tmp_path / "new" / "folder"
    files = write_picture(folder, "x", image, ORDINARY.as_toml(image.size), RecordedLooks(from_plain_text("words")))
    assert [file.name for file in files] == ["x.png", "x.toml", "x.text.json"]
    fixture = load_fixture(folder / "x.toml")
    assert (fixture.expected, fixture.kind, fixture.language) == (Level.CLEAR, "bank", "fr")
    assert fixture.purpose == 'says "call us" \\ and\nmore'
    assert fixture.look.size == (300, 200)
    assert is_recorded(fixture)


def test_the_picture_holds_nothing_but_pixels(tmp_path: Path) -> None:
    image = Image.new("RGB", (300, 200), "white")
    write_picture(tmp_path, "x", image, ORDINARY.as_toml(image.size), RecordedLooks(from_plain_text("words")))
    content = (tmp_path / "x.png").read_bytes()
    kinds, at = [], 8
    while at < len(content):
        length = int.from_bytes(content[at : at + 4])
        kinds.append(content[at + 4 : at + 8])
        at += 12 + length
    assert set(kinds) == {b"IHDR", b"IDAT", b"IEND"}


def test_a_size_no_page_can_have_is_left_out() -> None:
    assert "size" not in ORDINARY.as_toml((90, 20))
    assert 'scenario = "sextortion"' in Expectation(Level.SCAM, "sextortion", todo="later").as_toml((500, 500))


@pytest.mark.parametrize("suffix", [".png", ".toml", ".html", ".text.json"])
def test_nothing_is_overwritten(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"x{suffix}").write_text("mine")
    with pytest.raises(FixtureError, match="exists already"):
        write_page(tmp_path, "x", "<p>", ORDINARY.as_toml((500, 500)))
    with pytest.raises(FixtureError, match="exists already"):
        write_picture(tmp_path, "x", Image.new("RGB", (9, 9)), "", RecordedLooks(from_plain_text("words")))
    assert [file.read_text() for file in tmp_path.iterdir()] == ["mine"]
    assert free_name("x", tmp_path) == "x-2"


@pytest.mark.parametrize("name", ["", "a/b", "..", "-x", "a b", "x@y", "a\\b"])
def test_what_is_no_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(FixtureError, match="cannot be a name"):
        check_name(name, tmp_path)


def test_names_from_texts() -> None:
    assert as_name("fr-Banque & Épargne (bloquée)") == "fr-banque-epargne-bloquee"
    assert as_name("銀行") == ""


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FixtureError, match="cannot be written"):
        write_page(tmp_path / "file" / "folder", "x", "<p>", "")
