"""Every kind of picture opens as an upright Frame in RGB or grey; everything else is refused in one sentence."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from PIL import Image

from popupwatch.capture import images
from popupwatch.capture.images import frame_of, open_picture, pictures_in, read_picture
from popupwatch.errors import PictureError

# Pillow also warns of what we refuse or pass over.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")

SIZE = (60, 40)


def black_on_white(mode: str) -> Image.Image:
    """White, with a black square in the upper left corner."""
    image = Image.new("RGB", SIZE, "white")
    image.paste("black", (0, 0, 20, 20))
    return image.convert(mode)


@pytest.mark.parametrize(
    ("suffix", "mode"),
    [
        ("png", "RGB"),
        ("png", "L"),
        ("png", "P"),
        ("png", "1"),
        ("png", "RGBA"),
        ("png", "LA"),
        ("jpg", "RGB"),
        ("jpg", "L"),
        ("jpg", "CMYK"),
        ("webp", "RGB"),
        ("webp", "RGBA"),
        ("bmp", "RGB"),
        ("bmp", "P"),
        ("gif", "P"),
        ("tiff", "RGB"),
        ("tiff", "CMYK"),
        ("tiff", "LAB"),
        ("tiff", "1"),
    ],
)
def test_opens(tmp_path: Path, suffix: str, mode: str) -> None:
    file = tmp_path / f"x.{suffix}"
    image = black_on_white("RGB" if mode == "LAB" else mode)
    if mode == "LAB":
        image = Image.merge("LAB", [image.convert("L"), *[Image.new("L", SIZE, 128)] * 2])
    image.save(file)
    frame = open_picture(file)
    assert frame.source == str(file)
    assert frame.image.mode in ("RGB", "L")
    assert frame.image.size == SIZE
    grey = frame.image.convert("L")
    assert grey.getpixel((5, 5)) < 40
    assert grey.getpixel((50, 30)) > 215


@pytest.mark.parametrize("suffix", ["png", "tiff"])
def test_opens_sixteen_bits(tmp_path: Path, suffix: str) -> None:
    steps = numpy.linspace(0, 65_535, 256).astype(numpy.uint16)
    Image.fromarray(numpy.tile(steps, (4, 1))).save(tmp_path / f"x.{suffix}")
    grey = open_picture(tmp_path / f"x.{suffix}").image
    assert grey.mode == "L"
    assert [grey.getpixel((x, 0)) for x in (0, 64, 128, 255)] == pytest.approx([0, 64, 128, 255], abs=1)


def test_opens_fractions() -> None:
    ramp = numpy.linspace(0, 1, 11, dtype=numpy.float32).reshape(1, 11)
    grey = frame_of(Image.fromarray(ramp), "x").image
    assert [grey.getpixel((x, 0)) for x in (0, 5, 10)] == pytest.approx([0, 127, 255], abs=1)


def test_see_through_parts_are_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 20, 20))
    image.save(tmp_path / "x.png")
    opened = open_picture(tmp_path / "x.png").image
    assert opened.getpixel((5, 5)) == (0, 0, 0)
    assert opened.getpixel((50, 30)) == (255, 255, 255)


def test_a_wholly_see_through_picture_keeps_its_colours() -> None:
    assert frame_of(Image.new("RGBA", SIZE, (10, 20, 30, 0)), "clipboard").image.getpixel((0, 0)) == (10, 20, 30)


def test_a_palette_may_have_a_see_through_colour(tmp_path: Path) -> None:
    image = black_on_white("P")
    image.save(tmp_path / "x.png", transparency=image.getpixel((5, 5)))
    assert open_picture(tmp_path / "x.png").image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tiff"])
def test_turned_upright(tmp_path: Path, suffix: str) -> None:
    image = black_on_white("RGB")
    exif = image.getexif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    image.save(tmp_path / f"x.{suffix}", exif=exif)
    upright = open_picture(tmp_path / f"x.{suffix}").image
    assert upright.size == SIZE[::-1]
    assert upright.convert("L").getpixel((35, 5)) < 40


def test_broken_exif_is_no_reason_to_refuse(tmp_path: Path) -> None:
    black_on_white("RGB").save(tmp_path / "x.jpg", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff\x12\x01")
    assert open_picture(tmp_path / "x.jpg").image.size == SIZE


def test_the_first_of_many_pictures_counts(tmp_path: Path) -> None:
    pages = [Image.new("RGB", SIZE, colour) for colour in ("red", "blue")]
    for suffix in ("gif", "tiff"):
        file = tmp_path / f"x.{suffix}"
        pages[0].save(file, save_all=True, append_images=pages[1:])
        assert open_picture(file).image.getpixel((0, 0)) == (255, 0, 0)


def test_the_content_counts_not_the_name(tmp_path: Path) -> None:
    black_on_white("RGB").save(tmp_path / "x.txt", "PNG")
    assert open_picture(tmp_path / "x.txt").image.size == SIZE


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"Dear Sir or Madam, " * 20, "is not a picture"),
        (b"%PDF-1.7 " * 20, "is not a picture"),
        (b"\x89PNG\r\n\x1a\n garbage", "is damaged"),
        (b"\xff\xd8\xff\xe0", "is damaged"),
        (png_claiming(60_000, 60_000), "over 100 million pixels"),
        (png_claiming(12_000, 9_000), "over 100 million pixels"),
        (png_claiming(30_000, 100), "30000 x 100 pixels; popupwatch reads at most 16383 a side"),
        (png_claiming(100, 100), "is damaged or cut off"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is not a picture"),
    ],
)
def test_refused_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "x.png"
    file.write_bytes(content)
    with pytest.raises(PictureError) as refused:
        open_picture(file)
    assert str(refused.value).startswith(f"{file} ")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp", "gif", "tiff"])
def test_cut_off(tmp_path: Path, suffix: str) -> None:
    noise = Image.fromarray(numpy.random.default_rng(1).integers(0, 255, (80, 80, 3), dtype=numpy.uint8))
    noise.save(tmp_path / f"x.{suffix}")
    whole = (tmp_path / f"x.{suffix}").read_bytes()
    with pytest.raises(PictureError, match="is damaged"):
        read_picture(io.BytesIO(whole[: len(whole) // 2]), "x")


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="There is no file"):
        open_picture(tmp_path / "none.png")


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="is a folder"):
        open_picture(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the administrator may open everything")
def test_not_allowed(tmp_path: Path) -> None:
    file = tmp_path / "x.png"
    file.touch(mode=0)
    with pytest.raises(PictureError, match="cannot be opened: Permission denied"):
        open_picture(file)


def test_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 10)
    with pytest.raises(PictureError, match="is too large"):
        read_picture(io.BytesIO(b"x" * 11), "x")


def test_an_endless_file_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 1_000_000)
    with pytest.raises(PictureError, match="is too large"):
        open_picture(Path("/dev/zero"))


def test_pictures_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.PNG", "a/z.jpeg", "a/c.tif", "notes.txt", ".hidden.png", ".git/x.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert pictures_in(tmp_path) == [tmp_path / name for name in ("a/c.tif", "a/z.jpeg", "b.PNG")]


def test_a_folder_without_pictures(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(PictureError, match="holds no pictures"):
        pictures_in(tmp_path)


def test_what_is_drawn_can_be_read_in_every_format(tmp_path: Path, draw: Callable[..., Image.Image]) -> None:
    page = draw("Good morning everyone")
    for suffix in ("png", "jpg", "webp", "bmp", "gif", "tiff"):
        page.save(tmp_path / f"x.{suffix}")
        assert open_picture(tmp_path / f"x.{suffix}").image.size == page.size
