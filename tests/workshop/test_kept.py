"""Texts kept by the content of the picture: never read twice, never the text of another picture."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from popupwatch.errors import CorpusError, PictureError
from popupwatch.model import ScreenText
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import Reader, choose_reader, probe_reader
from popupwatch.workshop.kept import KeptLooks, KeptTexts, forget, way_of_reading


@pytest.fixture(scope="module")
def reader() -> Reader:
    return choose_reader()


def not_again() -> Reader:
    raise AssertionError("it was read before")


def words(text: ScreenText) -> str:
    return " ".join(line.text for line in text.lines)


def read(looks: KeptLooks) -> tuple[ScreenText, float, ScreenText]:
    first = looks.first()
    found = first, looks.unread_share(first), looks.closer(first)
    looks.save()
    return found


def test_a_second_time_nothing_is_read(tmp_path: Path, pictures: Any, reader: Reader) -> None:
    texts = KeptTexts.of(tmp_path, "way")
    anew = texts.looks(pictures.scam, lambda: reader)
    found = read(anew)
    assert "1-800-555-0134" in words(found[0])
    assert not anew.were_kept
    elsewhere = tmp_path / "the same picture by another name.png"
    elsewhere.write_bytes(pictures.scam.read_bytes())
    again = texts.looks(elsewhere, not_again)
    assert read(again) == found
    assert again.were_kept


def test_another_picture_and_another_way_are_read(tmp_path: Path, pictures: Any, reader: Reader) -> None:
    read(KeptTexts.of(tmp_path, "way").looks(pictures.scam, lambda: reader))
    other = KeptTexts.of(tmp_path, "way").looks(pictures.ordinary, lambda: reader)
    assert "Weather" in words(other.first())
    assert not other.were_kept
    with pytest.raises(AssertionError, match="read before"):
        KeptTexts.of(tmp_path, "another way").looks(pictures.scam, not_again).first()


def test_what_one_run_did_not_need_the_next_may_add(tmp_path: Path, pictures: Any, reader: Reader) -> None:
    texts = KeptTexts.of(tmp_path, "way")
    only_once = texts.looks(pictures.scam, lambda: reader)
    only_once.first()
    only_once.save()
    twice = texts.looks(pictures.scam, lambda: reader)
    closer = twice.closer(twice.first())
    twice.save()
    assert texts.looks(pictures.scam, not_again).closer(closer) == closer


def test_a_damaged_text_is_read_anew(tmp_path: Path, pictures: Any, reader: Reader) -> None:
    texts = KeptTexts.of(tmp_path, "way")
    found = read(texts.looks(pictures.scam, lambda: reader))
    (file,) = tmp_path.glob("*/*.json")
    for damage in ("", "[1]", '{"first": {}, "closer": null, "unread": null}', file.read_text()[:-20]):
        file.write_text(damage)
        assert read(texts.looks(pictures.scam, lambda: reader)) == found


def test_without_a_folder_nothing_is_kept(tmp_path: Path, pictures: Any, reader: Reader) -> None:
    read(KeptTexts(None).looks(pictures.ordinary, lambda: reader))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_nobody_else_may_look(tmp_path: Path, pictures: Any, reader: Reader) -> None:
    folder = tmp_path / "texts"
    read(KeptTexts.of(folder, "way").looks(pictures.ordinary, lambda: reader))
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o700]


def test_only_the_latest_ways_stay(tmp_path: Path) -> None:
    for number, way in enumerate("abcdef"):
        KeptTexts.of(tmp_path, way)
        os.utime(tmp_path / way, (number, number))
    KeptTexts.of(tmp_path, "c")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c", "d", "e", "f"]


def test_forgetting(tmp_path: Path, pictures: Any, reader: Reader) -> None:
    folder = tmp_path / "texts"
    read(KeptTexts.of(folder, "way").looks(pictures.ordinary, lambda: reader))
    assert forget(folder) == 1
    assert not folder.exists()
    assert forget(folder) == 0


def test_a_way_is_told_apart_by_all_that_decides_what_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    status = probe_reader("embedded")
    usual = way_of_reading(status, ["eng"])
    assert way_of_reading(status, ["eng"]) == usual
    assert way_of_reading(status, ["jpn", "eng"]) != usual
    assert way_of_reading(probe_reader("command"), ["eng"]) != usual
    for file in Path(recorded.__file__).parent.glob("*.py"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(recorded, "__file__", str(tmp_path / "recorded.py"))
    assert way_of_reading(status, ["eng"]) == usual
    (tmp_path / "recorded.py").write_text("# reads no picture\n")
    assert way_of_reading(status, ["eng"]) == usual
    (tmp_path / "prepare.py").write_text("# prepares otherwise\n")
    assert way_of_reading(status, ["eng"]) != usual


def test_what_cannot_be_opened_or_kept(tmp_path: Path, pictures: Any) -> None:
    with pytest.raises(PictureError, match="cannot be opened"):
        KeptTexts(None).looks(tmp_path / "none.png", not_again)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CorpusError, match="To do without: --no-cache"):
        KeptTexts.of(tmp_path / "file", "way")
