"""Lines, blocks and merging, without any reader."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from popupwatch.model import Box, ScreenText, Word
from popupwatch.ocr.assemble import assemble, merge, tilt
from popupwatch.ocr.prepare import View, bands
from popupwatch.ocr.tsv import is_junk, words_from_tsv


def word(text: str, left: int, top: int, confidence: float = 0.9, height: int = 12) -> Word:
    return Word(text, Box(left, top, left + 8 * len(text), top + height), confidence)


def lines(*words: Word) -> list[tuple[str, int]]:
    return [(line.text, line.block) for line in assemble(words, (1000, 1000), "test").lines]


def test_words_become_lines_whatever_their_order() -> None:
    assert lines(word("now", 60, 12), word("Later", 10, 30), word("Call", 10, 10), word("-", 48, 16, height=3)) == [
        ("Call - now", 1),
        ("Later", 1),
    ]


def test_windows_side_by_side_and_far_below_are_other_blocks() -> None:
    assert lines(word("Left", 10, 10), word("Right", 300, 10), word("Below", 10, 200)) == [
        ("Left", 1),
        ("Right", 2),
        ("Below", 3),
    ]


def test_a_row_is_read_from_left_to_right_though_its_boxes_are_not_level() -> None:
    assert lines(
        word("until Sunday", 300, 10), word("Price", 10, 12), word("3.5 BTC", 150, 11), word("Wallet", 10, 30)
    ) == [
        ("Price", 1),
        ("Wallet", 1),
        ("3.5 BTC", 2),
        ("until Sunday", 3),
    ]


def test_merging_keeps_the_surer_reading_and_doubles_nothing() -> None:
    sure, poor, new = word("555-0134", 10, 10, 0.95), word("5S5-O134", 11, 11, 0.4), word("Call", 200, 10)
    assert merge([poor], [sure, new]) == [sure, new]
    assert merge([sure], [poor]) == [sure]
    assert merge([], [sure]) == [sure]


def test_one_word_does_not_outdo_two_surely_read_ones() -> None:
    two = [word("Call", 10, 10), word("support", 50, 10)]
    assert merge(two, [Word("Callsup", Box(10, 10, 106, 22), 0.6)]) == two


@pytest.mark.parametrize("fall", [-2, 0, 2])
def test_tilt_is_measured_on_the_longer_lines(fall: int) -> None:
    words = [word("abcd", 10 + 40 * i, 100 + 60 * row + fall * i) for row in range(4) for i in range(6)]
    measured = tilt(assemble(words, (1000, 1000), "test"))
    assert measured == pytest.approx(2.86 * fall / 2, abs=0.1)
    assert tilt(ScreenText((), (10, 10), "test")) == 0


def test_junk_goes_and_digits_stay() -> None:
    assert is_junk("", 1.0)
    assert is_junk("|", 0.5)
    assert is_junk("eee", 0.05)
    assert not is_junk("—", 0.9)
    assert not is_junk("+1-844", 0.0)


def test_a_table_of_words_is_mapped_into_the_frame() -> None:
    view = View(Image.new("L", (400, 200)), scale=2.0, top=50, cut_below=True)
    rows = [
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "4\t1\t1\t1\t1\t0\t0\t0\t400\t200\t-1\t",
        "5\t1\t1\t1\t1\t1\t20\t40\t60\t20\t96.5\tCall",
        "5\t1\t1\t1\t1\t2\t90\t185\t60\t15\t90\tcut",
    ]
    assert words_from_tsv("\n".join(rows), view) == (Word("Call", Box(10, 70, 40, 80), 0.965),)


def test_bands_are_cut_between_lines() -> None:
    picture = Image.new("L", (200, 300), 255)
    for top in range(20, 280, 40):
        ImageDraw.Draw(picture).rectangle((10, top, 190, top + 20), 0)
    views = [prepare() for prepare in bands(picture, 1.0)]
    assert len(views) == 4
    assert [view.top for view in views[1:]] == [view.top + view.picture.height for view in views[:-1]]
    assert views[-1].top + views[-1].picture.height == 300
    assert {picture.getpixel((100, view.top)) for view in views[1:]} == {255}
    assert not any(view.cut_below or view.cut_above for view in views)


def test_bands_overlap_where_there_is_no_empty_row() -> None:
    picture = Image.linear_gradient("L").resize((200, 300))
    upper, lower = (prepare() for prepare in bands(picture, 2.0))
    assert upper.picture.height / 2 - lower.top == 80
    assert upper.cut_below
    assert lower.cut_above
