"""What looks like text, and how much of it was left unread."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from popupwatch.model import Frame, ScreenText
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.ocr.unread import cells_of_text, thinned, unread_share

ROWS = ["Your computer is locked and the files are at risk"] * 5


def drawn(ink: str = "black", ground: str = "white", size: tuple[int, int] = (600, 300)) -> Image.Image:
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    for row, text in enumerate(ROWS):
        pen.text((20, 20 + 22 * row), text, ink, font_size=16)
    return image


def test_unread_share_is_high_where_text_was_missed() -> None:
    image = drawn()
    frame = Frame(image, "drawn")
    assert unread_share(frame, ScreenText((), image.size, "none")) == 1.0
    assert unread_share(frame, from_plain_text("\n".join(ROWS))) < 0.2
    assert unread_share(Frame(Image.new("RGB", (600, 300)), "empty"), ScreenText((), (600, 300), "none")) == 0.0


@pytest.mark.parametrize(
    ("ink", "ground"), [("black", "white"), ("white", "black"), ("white", "#c00000"), ("#ff3030", "black")]
)
def test_as_much_is_counted_in_all_colours_and_wherever_it_stands(ink: str, ground: str) -> None:
    """Five lines of about 370 pixels; a line stands in two rows of cells where it does not stand in one."""
    cells = cells_of_text(thinned(drawn(ink, ground)))
    assert 5 * 370 // 16 < cells < 3 * 5 * 370 // 16
    for down in range(1, 4):
        moved = Image.new("RGB", (600, 300), ground)
        moved.paste(drawn(ink, ground), (0, down))
        assert abs(cells_of_text(thinned(moved)) - cells) < 0.25 * cells


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (600, 300), "navy"),
        Image.linear_gradient("L").resize((600, 300)),
        drawn("#f4f4f4"),
        drawn().crop((0, 0, 100, 30)),
        Image.new("RGB", (3, 3)),
    ],
    ids=["plain", "gradient", "hardly visible", "a word", "tiny"],
)
def test_where_hardly_anything_looks_like_text_nothing_does(image: Image.Image) -> None:
    assert cells_of_text(thinned(image)) == 0
