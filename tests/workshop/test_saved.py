"""Saved files are told once each save is over."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from popupwatch.workshop.saved import saved_in


def told(folder: Path, *steps: Callable[[], object], count: int) -> list[set[str]]:
    """The names in the first *count* messages when in each pause the next of *steps* happens."""
    waiting = iter(steps)
    found = saved_in(folder, lambda: next(waiting)())
    return [{path.name for path in saved} for saved in islice(found, count)]


def nothing() -> None: ...


def test_each_save_is_told(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "deep" / "two.toml"
    two.parent.mkdir()
    two.write_text("")
    steps = [
        nothing, lambda: one.write_text("1"), nothing,
        lambda: (one.write_text("22"), two.write_text("2")), nothing,
        two.unlink, nothing,
    ]  # fmt: skip
    assert told(tmp_path, *steps, count=3) == [{"one.toml"}, {"one.toml", "two.toml"}, {"two.toml"}]


def test_a_save_in_several_steps_is_told_once(tmp_path: Path) -> None:
    file, new = tmp_path / "x.toml", tmp_path / "x.new"
    file.write_text("before")
    steps = [
        lambda: file.write_text(""), lambda: file.write_text("half"), lambda: new.write_text("whole"),
        nothing, lambda: new.replace(file), nothing,
    ]  # fmt: skip
    assert told(tmp_path, *steps, count=2) == [{"x.toml"}, {"x.toml"}]


def test_other_files_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    steps = [
        lambda: (tmp_path / "x.py").write_text("1"), lambda: (tmp_path / ".git" / "x.toml").write_text("1"),
        lambda: (tmp_path / "x.png").write_text("1"), nothing,
    ]  # fmt: skip
    assert told(tmp_path, *steps, count=1) == [{"x.png"}]
