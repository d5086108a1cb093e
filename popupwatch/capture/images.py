"""Opens pictures of any common kind, as a Frame, and refuses what is none with one clear sentence."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from popupwatch.errors import PictureError
from popupwatch.model import Frame

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"})

# Twelve 4K screens. Counted before decoding: a file of a few kilobytes can claim gigapixels.
MAX_PIXELS = 100_000_000
# Small text is read at double size, and Tesseract takes no picture with a side over 32,767 pixels.
MAX_SIDE = 16_383
MAX_BYTES = 400_000_000

# Only these: others (EPS, PSD …) start programs or slow decoders, and no screenshot comes in them.
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"BM", b"GIF8", b"II*\x00", b"MM\x00*")
_ORIENTATION = 0x0112


def pictures_in(folder: Path) -> list[Path]:
    """The picture files in *folder* and the folders below it, sorted; hidden ones are left out.

    Raises PictureError when there is none.
    """
    found = sorted(_walk(folder))
    if not found:
        raise PictureError("The folder {path} holds no pictures ({kinds}).", path=folder, kinds="PNG, JPEG, WebP …")
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(parent, name)


def open_picture(path: Path) -> Frame:
    """The picture in the file *path*; of an animation or a document of many pages, the first. Raises PictureError."""
    try:
        with path.open("rb") as file:
            return read_picture(file, str(path))
    except FileNotFoundError:
        raise PictureError("There is no file {path}.", path=path) from None
    except IsADirectoryError:
        raise PictureError("{path} is a folder, not a picture.", path=path) from None
    except OSError as error:
        raise PictureError("{path} cannot be opened: {reason}.", path=path, reason=error.strerror or error) from error


def read_picture(file: BinaryIO, source: str) -> Frame:
    """The picture that *file* holds from its current place to its end, known as *source*. Raises PictureError."""
    content = file.read(MAX_BYTES + 1)
    if not content:
        raise PictureError("{path} is empty: it holds no bytes.", path=source)
    if len(content) > MAX_BYTES:
        raise PictureError("{path} is too large: over {limit} megabytes.", path=source, limit=MAX_BYTES // 1_000_000)
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except UnidentifiedImageError:
        if content.startswith(_BEGINNINGS):
            raise PictureError("{path} is damaged: the picture cannot be decoded.", path=source) from None
        raise PictureError(
            "{path} is not a picture that popupwatch can open. It opens PNG, JPEG, WebP, BMP, GIF and TIFF.",
            path=source,
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(source) from None
    except Exception as error:  # whatever a decoder stumbles over in a damaged head: struct.error, SyntaxError …
        raise PictureError("{path} is damaged: the picture cannot be decoded.", path=source) from error
    return frame_of(image, source)


def frame_of(image: Image.Image, source: str) -> Frame:
    """*image* as a Frame known as *source*: upright, see-through parts on white, at most 8 bits a channel.

    Raises PictureError when it is too large or its data are damaged.
    """
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(source)
    if max(width, height) > MAX_SIDE:
        raise PictureError(
            "{path} is {width} x {height} pixels; popupwatch reads at most {limit} a side. Cut it into pieces.",
            path=source,
            width=width,
            height=height,
            limit=MAX_SIDE,
        )
    try:
        image.load()
        return Frame(_flat(_upright(image)), source)
    except MemoryError:
        raise _too_many_pixels(source) from None
    except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, zlib.error and more
        raise PictureError("{path} is damaged or cut off: the picture is not complete.", path=source) from error


def _too_many_pixels(source: str) -> PictureError:
    limit = MAX_PIXELS // 1_000_000
    return PictureError("{path} is too large: it has over {limit} million pixels.", path=source, limit=limit)


def _upright(image: Image.Image) -> Image.Image:
    try:
        turned = image.getexif().get(_ORIENTATION, 1) != 1
    except Exception:  # a broken note about the camera is no reason to refuse the picture
        return image
    if not turned:
        return image
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _flat(image: Image.Image) -> Image.Image:
    """*image* in RGB or grey (``L``)."""
    if image.mode in ("RGB", "L") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.has_transparency_data:
        return _on_white(image.convert("RGBA"))
    return image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    alpha = image.getchannel("A")
    if alpha.getextrema() == (0, 0):  # some clipboards leave the channel unused: all would be gone
        return image.convert("RGB")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=alpha)
    return page


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits or in fractions, brought down to 0-255 by the range its values lie in."""
    _, high = image.getextrema()
    assert isinstance(high, (int, float)), "one channel has one pair of extremes"
    if image.mode.startswith("I;16"):
        full: float = 65_535
    elif image.mode == "F" and high <= 1:
        full = 1
    else:
        full = next((top for top in (255, 65_535) if high <= top), high)
    fractions = image.convert("I").convert("F") if image.mode.startswith("I") else image
    return fractions.point(lambda value: value * (255 / full) + 0).convert("L")
