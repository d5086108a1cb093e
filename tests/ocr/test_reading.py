"""Both readers on pictures that are hard to read, drawn here."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont

from popupwatch.model import Frame, ScreenText
from popupwatch.ocr.reader import Reader, choose_reader

LINES = ("Windows Security Warning", "This computer has been locked", "Call support now: 1-800-555-0134")
Colour = tuple[int, int, int]
WHITE, BLACK, RED, BLUE = (255, 255, 255), (0, 0, 0), (230, 0, 0), (0, 40, 160)


@pytest.fixture(scope="module", params=["embedded", "command"])
def reader(request: pytest.FixtureRequest) -> Reader:
    return choose_reader(request.param)


@pytest.fixture(scope="module")
def embedded() -> Reader:
    return choose_reader("embedded")


def screen(
    text: Colour,
    ground: Colour,
    letter: float = 18,
    size: tuple[int, int] = (900, 500),
    at: tuple[int, int] = (120, 150),
) -> Frame:
    """A screen with LINES in one pair of colours."""
    image = Image.new("RGB", size, ground)
    write(image, LINES, text, letter, at)
    return Frame(image, "drawn")


def write(image: Image.Image, lines: tuple[str, ...], colour: Colour, letter: float, at: tuple[int, int]) -> None:
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(letter)
    for row, line in enumerate(lines):
        pen.text((at[0], at[1] + row * round(letter * 1.7)), line, colour, font)


def said(text: ScreenText) -> str:
    return "\n".join(line.text for line in text.lines)


def look_twice(reader: Reader, frame: Frame) -> str:
    return said(reader.read_closely(frame, reader.read(frame)))


def test_plain_text_is_read_with_boxes_in_the_frame(reader: Reader) -> None:
    text = reader.read(screen(BLACK, WHITE))
    assert said(text) == "\n".join(LINES)
    assert (text.size, text.reader) == ((900, 500), reader.name)
    first = text.lines[0].words[0]
    assert first.text == "Windows"
    assert abs(first.box.left - 120) <= 4
    assert 148 <= first.box.top < first.box.bottom <= 175
    assert 0.5 < first.confidence <= 1


@pytest.mark.parametrize(
    ("text", "ground"),
    [(WHITE, RED), (RED, BLACK), (RED, BLUE), ((255, 230, 0), WHITE), ((150, 150, 150), (110, 110, 110))],
    ids=["white on red", "red on black", "red on blue", "yellow on white", "grey on grey"],
)
def test_any_pair_of_colours_is_read_at_first_sight(embedded: Reader, text: Colour, ground: Colour) -> None:
    assert "1-800-555-0134" in said(embedded.read(screen(text, ground)))


def test_light_and_dark_windows_are_read_in_one_look(embedded: Reader) -> None:
    frame = screen(BLACK, WHITE, size=(1366, 768), at=(60, 60))
    ImageDraw.Draw(frame.image).rectangle((500, 300, 1200, 650), RED)
    write(frame.image, ("Your files are in danger", "Dial 020 7946 0123 today"), WHITE, 20, (560, 400))
    found = said(embedded.read(frame))
    assert "1-800-555-0134" in found
    assert "020 7946 0123" in found


def test_small_text(embedded: Reader) -> None:
    assert "1-800-555-0134" in look_twice(embedded, screen(BLACK, WHITE, letter=11))


def test_text_on_a_gradient(embedded: Reader) -> None:
    image = Image.linear_gradient("L").resize((900, 500)).convert("RGB")
    write(image, LINES, (255, 60, 0), 20, (120, 200))
    assert "1-800-555-0134" in look_twice(embedded, Frame(image, "gradient"))


@pytest.mark.parametrize("degrees", [-3, 3])
def test_tilted_text_keeps_its_place(embedded: Reader, degrees: int) -> None:
    upright = screen(BLACK, WHITE, size=(1000, 600))
    frame = Frame(upright.image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=WHITE), "tilted")
    text = embedded.read_closely(frame, embedded.read(frame))
    assert "1-800-555-0134" in said(text)
    words = [word for line in text.lines for word in line.words if word.text == "Windows"]
    assert len(words) == 1
    # (120, 150) turned about the centre (500, 300): 8 pixels left or right, 20 down or up.
    assert abs(words[0].box.top - (153 + 20 * degrees / 3)) <= 8


def test_4k_with_large_and_small_text(embedded: Reader) -> None:
    frame = screen(WHITE, (30, 30, 30), letter=15, size=(3840, 2160), at=(2900, 1900))
    write(frame.image, ("Your computer is blocked",), RED, 60, (300, 300))
    found = said(embedded.read(frame))
    assert "1-800-555-0134" in found
    assert "blocked" in found


@pytest.mark.parametrize("size", [(1, 1), (3, 40), (640, 480)])
def test_an_empty_picture_has_no_text(reader: Reader, size: tuple[int, int]) -> None:
    frame = Frame(Image.new("RGB", size, BLUE), "empty")
    first = reader.read(frame)
    assert first.lines == ()
    assert reader.read_closely(frame, first).lines == ()


def test_a_grey_frame_is_read(embedded: Reader) -> None:
    frame = screen(BLACK, WHITE)
    assert said(embedded.read(Frame(frame.image.convert("L"), "grey"))) == "\n".join(LINES)


def test_one_dialog_is_one_block_and_two_windows_are_two(embedded: Reader) -> None:
    frame = screen(BLACK, WHITE, size=(1366, 768), at=(60, 60))
    write(frame.image, ("Shopping list", "Bread and butter"), BLACK, 18, (900, 500))
    blocks = {line.block: said_by for line in embedded.read(frame).lines for said_by in [line.text]}
    assert len(blocks) == 2


def test_several_threads_read_at_once(embedded: Reader) -> None:
    frame = screen(BLACK, WHITE)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(said(embedded.read(frame)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["\n".join(LINES)] * 4


def test_the_closer_look_doubles_nothing(embedded: Reader) -> None:
    assert look_twice(embedded, screen(BLACK, WHITE)) == "\n".join(LINES)


@pytest.mark.parametrize("read", [lambda r, f: r.read(f), lambda r, f: r.read_closely(f, r.read(f))])
def test_reading_leaves_no_file_behind(
    reader: Reader, read: Callable[[Reader, Frame], ScreenText], tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    def forbidden(*_: object, **__: object) -> object:
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "mkstemp", "mkdtemp", "TemporaryFile"):
        monkeypatch.setattr(tempfile, name, forbidden)
    assert read(reader, screen(BLACK, WHITE)).lines
