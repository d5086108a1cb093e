"""Text that was read before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from popupwatch.errors import ReaderError
from popupwatch.model import Box, Frame, ScreenText, TextLine, Word
from popupwatch.ocr.recorded import (
    RecordedLooks,
    RecordedReader,
    belongs_to,
    from_json,
    from_plain_text,
    load,
    load_looks,
    save,
    save_looks,
    stored_in,
    to_json,
)

TEXT = ScreenText(
    (
        TextLine((Word("Apelle", Box(1, 2, 30, 14), 0.5), Word("“01 99”", Box(33, 2, 60, 14), 1.0)), 1),
        TextLine((Word("電話", Box(1, 40, 30, 52), 0.125),), 2),
    ),
    (640, 480),
    "embedded",
)

words = some.builds(
    Word,
    some.text(min_size=1),
    some.builds(Box, *[some.integers(0, 5000)] * 4),
    some.integers(0, 1000).map(lambda thousandths: thousandths / 1000),
)
texts = some.builds(
    ScreenText,
    some.lists(some.builds(TextLine, some.lists(words, min_size=1).map(tuple), some.integers(1, 9))).map(tuple),
    some.tuples(some.integers(1, 9000), some.integers(1, 9000)),
    some.text(),
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    save(TEXT, tmp_path / "text.json")
    assert load(tmp_path / "text.json") == TEXT
    assert len((tmp_path / "text.json").read_text("utf-8").splitlines()) == len(TEXT.lines) + 2


def test_both_looks_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "text.json"
    more = from_plain_text("call now\nplease")
    looks = RecordedLooks(replace(more, lines=more.lines[:1]), 0.25, more)
    save_looks(looks, file)
    assert load_looks(file) == looks
    assert load(file) == looks.more
    assert (looks.first(), looks.unread_share(looks.text), looks.closer(looks.text)) == (looks.text, 0.25, looks.more)
    assert len(file.read_text("utf-8").splitlines()) == 1 + 1 + 1 + 2 + 1
    alone = RecordedLooks(looks.text)
    save_looks(alone, file)
    assert load_looks(file) == alone
    assert alone.closer(looks.text) is looks.text


def test_a_mark_of_the_picture(tmp_path: Path) -> None:
    file, picture = tmp_path / "text.json", tmp_path / "x.png"
    picture.write_bytes(b"one")
    save(TEXT, file, picture)
    assert belongs_to(stored_in(file), picture)
    picture.write_bytes(b"another")
    assert not belongs_to(stored_in(file), picture)
    save(TEXT, file)
    assert not belongs_to(stored_in(file), picture)


@settings(max_examples=30, deadline=None)
@given(texts)
def test_any_text_survives_json(text: ScreenText) -> None:
    assert from_json(json.loads(json.dumps(to_json(text)))) == text


@pytest.mark.parametrize(
    "stored",
    [
        "no json",
        "[]",
        '{"schema": 99, "lines": []}',
        '{"schema": 1, "size": [1, 1], "reader": "r"}',
        '{"schema": 1, "size": [1], "reader": "r", "lines": []}',
        '{"schema": 1, "size": [1, 1], "reader": "r", "lines": [{"block": 1, "words": []}]}',
        '{"schema": 1, "size": [1, 1], "reader": "r", "lines": [{"block": 1, "words": [["", [0, 0, 1, 1], 1]]}]}',
    ],
)
def test_a_file_that_is_no_recorded_text_is_refused(tmp_path: Path, stored: str) -> None:
    (tmp_path / "text.json").write_text(stored)
    with pytest.raises(ReaderError):
        load(tmp_path / "text.json")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"nothing\.json"):
        load(tmp_path / "nothing.json")


def test_plain_text_has_lines_and_blocks() -> None:
    text = from_plain_text("\nYour PC is locked\n  Call 555-0134\n\n\nOK\n")
    assert [(line.text, line.block) for line in text.lines] == [
        ("Your PC is locked", 1),
        ("Call 555-0134", 1),
        ("OK", 2),
    ]
    tops = [line.box.top for line in text.lines]
    assert tops == sorted(set(tops))
    assert all(line.box.right <= text.size[0] and line.box.bottom <= text.size[1] for line in text.lines)


def test_recorded_texts_are_replayed_in_order() -> None:
    frame = Frame(Image.new("L", (1, 1)), "screen 1")
    reader = RecordedReader([TEXT])
    assert reader.read(frame) == TEXT
    assert reader.read_closely(frame, TEXT) == TEXT
    with pytest.raises(ReaderError, match="screen 1"):
        reader.read(frame)
