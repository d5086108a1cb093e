"""popupwatch reads a picture of a screen and tells a scam from an ordinary screen, and says why.

>>> import popupwatch
>>> popupwatch.scan("screenshot.png").level  # doctest: +SKIP
<Level.SCAM: 'scam'>
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from popupwatch.model import Verdict
    from popupwatch.ocr.reader import Reader
    from popupwatch.rules.load import RuleBook

__version__ = "0.1.0"
__all__ = ["scan"]


def scan(
    image: str | os.PathLike[str] | bytes | Image,
    *,
    reader: Reader | None = None,
    rules: RuleBook | None = None,
) -> Verdict:
    """The verdict on one picture of a screen: a file's path, a file's content, or a Pillow image.

    *reader* is normally the best one installed; *rules* normally those of the package and of the person's own folder,
    loaded once. Raises PictureError when it is no usable picture, ReaderError when its text cannot be read.
    May be called from several threads.
    """
    # Imported here: `import popupwatch` alone stays instant, and the command imports only what it needs.
    import io
    from pathlib import Path

    from popupwatch.capture.images import frame_of, open_picture, read_picture
    from popupwatch.scanning import scan_frame

    if isinstance(image, (str, os.PathLike)):
        frame = open_picture(Path(image))
    elif isinstance(image, bytes):
        frame = read_picture(io.BytesIO(image), "picture")
    else:
        frame = frame_of(image, "picture")
    return scan_frame(frame, reader or _usual_reader(), rules or _usual_rules()).verdict


@cache
def _usual_reader() -> Reader:
    from popupwatch.ocr.reader import choose_reader

    return choose_reader()


@cache
def _usual_rules() -> RuleBook:
    from popupwatch.rules.load import load_rules
    from popupwatch.settings import own_rules_folder

    return load_rules((own_rules_folder(),))
