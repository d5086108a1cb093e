"""The settings as they are now, whatever happens to their file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from popupwatch.errors import PopupwatchError
from popupwatch.settings import Settings
from popupwatch.watch.live_settings import LiveSettings


def test_a_file_is_followed_and_half_a_file_changes_nothing(tmp_path: Path) -> None:
    file, wrong = tmp_path / "settings.toml", []
    live = LiveSettings(file, noted=wrong.append)
    assert (live.read_again(), live.now) == (False, Settings())
    file.write_text('interval = 2.0\nlanguage = "fr"\n', encoding="utf-8")
    assert live.read_again()
    assert not live.read_again(), "it is the same file as before"
    assert (live.now.interval, live.now.language) == (2.0, "fr")
    file.write_text("interval = 3.0\nlanguage = ", encoding="utf-8")
    assert not live.read_again()
    assert live.now.interval == 2.0
    assert len(wrong) == 1
    file.unlink()
    assert live.read_again()
    assert live.now == Settings()


def test_what_is_wrong_is_told_with_its_line_once_and_the_rest_counts(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("interval = 5\nlanguag = 'fr'\n", encoding="utf-8")
    wrong: list[PopupwatchError] = []
    live = LiveSettings(file, noted=wrong.append)
    assert live.read_again()
    assert not live.read_again()
    assert live.now.interval == 5
    assert [f"{file}:2" in str(error) for error in wrong] == [True]


def test_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    live = LiveSettings(file, lambda settings: replace(settings, interval=7.0))
    assert live.now.interval == 7.0
    file.write_text("interval = 2.0\nkeep-days = 30\n", encoding="utf-8")
    assert live.read_again()
    assert (live.now.interval, live.now.keep_days) == (7.0, 30)
