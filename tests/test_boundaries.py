"""Who may import what (docs/decisions.md, DESIGN): read from the imports themselves, the lazy ones included."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "popupwatch"
MODULES = sorted(PACKAGE.rglob("*.py"))

BASE = {"model", "errors"}
# What each part may import of our own, besides itself. A part that is not here may not exist.
MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "settings": {"errors", "rules", "advice"},
    "capture": BASE,
    "ocr": BASE,
    "rules": BASE,
    "scanning": BASE | {"ocr", "rules"},
    "workshop": BASE | {"capture", "ocr", "rules", "scanning"},
    "advice": BASE | {"rules"},
    "watch": BASE | {"settings", "capture", "ocr", "rules", "scanning"},
    "tray": BASE | {"settings", "advice", "rules", "watch"},
    "cli": BASE | {"", "settings", "capture", "ocr", "rules", "scanning", "workshop", "advice", "watch", "tray"},
    "__main__": {"cli"},
    "__init__": BASE | {"settings", "capture", "ocr", "rules", "scanning"},
}
ONE_IMPORTER = {
    "mss": "capture/screen.py",
    "pystray": "tray/icon.py",
    "tesserocr": "ocr/embedded.py",
    "pytesseract": "ocr/command.py",
    "rapidfuzz": "rules/phrases.py",
    "phonenumbers": "rules/phone.py",
    "platformdirs": "settings.py",
}
# Judging is pure: it can be replayed anywhere, at any time.
NOT_IN_RULES = {"PIL", "time", "datetime", "platform", "subprocess", "socket", "os", "sys", "random", "threading"}
NETWORK = {"socket", "ssl", "urllib.request", "http", "ftplib", "smtplib", "requests", "httpx", "aiohttp"}


def imports(module: Path) -> Iterator[str]:
    """The full names of all modules that *module* imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            assert node.module
            yield node.module
            if node.module == "popupwatch":
                yield from (f"popupwatch.{name.name}" for name in node.names)


def part_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_only_what_it_may(module: Path) -> None:
    part = part_of(module)
    for name in imports(module):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if top == "popupwatch" and other != part:
            assert other in MAY_IMPORT[part], f"{part} must not import {name}"


@pytest.mark.parametrize("library", ONE_IMPORTER)
def test_one_module_imports(library: str) -> None:
    found = {
        str(module.relative_to(PACKAGE))
        for module in MODULES
        for name in imports(module)
        if name.partition(".")[0] == library
    }
    assert found <= {ONE_IMPORTER[library]}


def test_rules_are_pure() -> None:
    for module in MODULES:
        if part_of(module) == "rules":
            assert not {name.partition(".")[0] for name in imports(module)} & NOT_IN_RULES, module


def test_nothing_imports_the_network() -> None:
    for module in MODULES:
        found = set(imports(module))
        assert not {name for name in found for net in NETWORK if name == net or name.startswith(f"{net}.")}, module


def test_the_tray_is_imported_lazily_by_the_command_line() -> None:
    for module in MODULES:
        if part_of(module) == "cli":
            top_level = ast.Module(ast.parse(module.read_text(encoding="utf-8")).body, [])
            for node in top_level.body:
                if isinstance(node, ast.ImportFrom):
                    assert not (node.module or "").startswith("popupwatch.tray"), module
