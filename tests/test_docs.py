"""The tutorial of docs/rules.md, done as it stands there: its files, its commands, its answers."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
TUTORIAL = PAGE[PAGE.index("## 2 ") : PAGE.index("## 3 ")]
DRAWN = "### Or a page you write yourself"
_BLOCK = re.compile(
    r"<!-- calm \+= (?P<calm>\S+) -->|(?P<before>[^\n]+)\n\n```(?P<kind>\w+)\n(?P<body>.*?)```",
    re.DOTALL,
)
_NAMED = re.compile(r"`([\w./-]+\.(?:txt|toml|html|py))`")


@dataclass(frozen=True)
class Command:
    """A command, what is typed when it asks, and what it must say: pieces in that order."""

    words: list[str]
    typed: str
    said: list[str]


Do = Callable[[Command], None]


def commands_of(block: str) -> Iterator[Command]:
    """The commands of one console block. ``…`` stands for anything."""
    for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *lines = shown.splitlines()
        typed = [line[1:].strip() for line in lines if line.startswith(">")]
        pieces = [piece for line in lines if not line.startswith(">") for piece in line.split("…")]
        said = [" ".join(piece.split()) for piece in pieces if piece.strip()]
        yield Command(shlex.split(command), "".join(f"{answer}\n" for answer in typed), said)


@pytest.fixture
def do(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Do:
    """Does a command, and sees that it says what the page shows."""

    def do(command: Command) -> None:
        program, *arguments = command.words
        if program == "popupwatch":
            monkeypatch.setattr(sys, "stdin", io.StringIO(command.typed))
            ran = run(*arguments)
            told = ran.out + ran.err
        else:
            assert command.words == ["pytest"]
            plainly = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
            told = subprocess.run(plainly, capture_output=True, text=True, timeout=120, check=False).stdout
        rest = " ".join(told.split())
        for piece in command.said:
            before, found, rest = rest.partition(piece)
            assert found, f"{' '.join(command.words)}: “{piece}” is not said here: {before}"

    return do


def leave(_: Command) -> None:
    """Does nothing."""


def follow(part: str, do: Do) -> None:
    """Save the files of *part* of the tutorial into this folder, and *do* its commands."""
    blocks = list(_BLOCK.finditer(part))
    assert [block["kind"] for block in blocks].count("console") == part.count("```console"), "one follows no sentence"
    for block in blocks:
        if block["calm"]:
            scenario = Path("safe-account.toml")
            content, text = scenario.read_text("utf-8"), Path(block["calm"]).read_text("utf-8")
            scenario.write_text(content.removesuffix("]\n") + f"    '''\n{text}''',\n]\n", "utf-8")
        elif block["kind"] == "console":
            for command in commands_of(block["body"]):
                do(command)
        elif named := _NAMED.findall(block["before"]):
            file = Path(named[-1])
            file.parent.mkdir(exist_ok=True)
            file.write_text(block["body"], "utf-8")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An author's empty folder, where they stand."""
    folder = tmp_path / "bank-rules"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def screenshot(empty: Path, draw: Callable[..., Image.Image]) -> None:
    words = next(block["body"] for block in _BLOCK.finditer(TUTORIAL) if "popup.txt" in (block["before"] or ""))
    draw(words).save(empty / "popup.png")


def without_the_drawn_page() -> tuple[str, str, str]:
    before, _, rest = TUTORIAL.partition(DRAWN)
    drawn, heading, after = rest.partition("\n### ")
    return before, drawn, heading + after


@pytest.mark.usefixtures("screenshot")
def test_the_tutorial(empty: Path, do: Do) -> None:
    before, _, after = without_the_drawn_page()
    follow(before, do)
    follow(after, do)
    assert sorted(file.name for file in (empty / "fixtures").iterdir()) == [
        "bank-popup.png",
        "bank-popup.text.json",
        "bank-popup.toml",
    ]


def test_the_drawn_page(empty: Path, do: Do, run: Callable[..., Any], needs: Callable[[str], None]) -> None:
    needs("chromium")
    before, drawn, _ = without_the_drawn_page()
    follow(before, leave)
    follow(drawn, do)
    assert run("rules", "test", empty).code == 0


def test_editors_get_their_schemas(empty: Path, do: Do) -> None:
    follow(PAGE[PAGE.index("## 5 ") : PAGE.index("## 6 ")], do)
    assert len(list((empty / "schema").iterdir())) == 4


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
