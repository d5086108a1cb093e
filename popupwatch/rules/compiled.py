"""The package's rules in the form they are judged by, written once when the wheel is built.

Reading eleven vocabularies and folding sixty thousand phrases takes longer than reading most screens. The file is
part of the package, as trusted as its code, and is passed over where it does not fit the rule files beside it.
"""

from __future__ import annotations

import gc
import hashlib
import pickle
from pathlib import Path
from typing import TypeVar

FILE_NAME = "compiled.bin"

_Book = TypeVar("_Book")


def fingerprint(package: Path) -> bytes:
    """A digest of every rule file of *package* and of the code that reads them."""
    digest = hashlib.sha256()
    for path in sorted([*package.glob("*.py"), *package.rglob("*.toml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.digest()


def read(package: Path, kind: type[_Book]) -> _Book | None:
    """The compiled rules of *package*, or ``None`` where there are none that fit."""
    path = package / FILE_NAME
    if not path.is_file():
        return None
    content = path.read_bytes()
    if content[:32] != fingerprint(package):
        return None
    # It makes a hundred thousand objects and frees none: the collector would look them all through, many times over.
    collecting = gc.isenabled()
    gc.disable()
    try:
        book = pickle.loads(content[32:])
    finally:
        if collecting:
            gc.enable()
    return book if isinstance(book, kind) else None


def write(package: Path, book: object) -> Path:
    """Write *book* as the compiled rules of *package*."""
    path = package / FILE_NAME
    path.write_bytes(fingerprint(package) + pickle.dumps(book, protocol=5))
    return path
