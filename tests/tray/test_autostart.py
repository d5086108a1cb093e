"""Starting with the computer, as each system is told to."""

from __future__ import annotations

import plistlib
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from popupwatch.errors import TrayError
from popupwatch.tray.platform import autostart as autostart_module
from popupwatch.tray.platform.autostart import autostart_of_this_system, tray_command
from popupwatch.tray.platform.autostart_darwin import LaunchAgent
from popupwatch.tray.platform.autostart_linux import DesktopEntry, quoted

linux = pytest.mark.skipif(sys.platform != "linux", reason="the entry is Linux's")
AWKWARD = ("/opt/a folder/python", "-m", "pop$watch", 'x"y', "100%", "back\\slash", "`ls`")


@linux
def test_on_and_off(run: Callable[..., Any], tmp_path: Path) -> None:
    entry = tmp_path / "config" / "autostart" / "popupwatch.desktop"
    assert "does not start" in run("autostart").out
    assert run("autostart", "on").out == "popupwatch starts with this computer.\n"
    text = entry.read_text()
    command = next(line for line in text.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    assert shlex.split(command) == [sys.executable, "-m", "popupwatch", "tray"]
    assert run("autostart", "on").code == 0
    ran = run("autostart", "status", "--language", "fr")
    assert (ran.code, ran.out) == (0, "popupwatch démarre avec cet ordinateur.\n")
    assert "does not start" in run("autostart", "off").out
    assert not entry.exists()
    assert run("autostart", "off").code == 0


@linux
def test_what_cannot_be_written_is_told(run: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    ran = run("autostart", "on")
    assert ran.code == 2
    assert "popupwatch.desktop cannot be written" in ran.err


@pytest.mark.parametrize("off", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_switched_off_in_the_systems_settings(tmp_path: Path, off: str) -> None:
    entry = DesktopEntry(tmp_path / "popupwatch.desktop")
    entry.turn_on(["popupwatch"])
    assert entry.is_on()
    text = (tmp_path / "popupwatch.desktop").read_text().replace("X-GNOME-Autostart-enabled=true", off)
    (tmp_path / "popupwatch.desktop").write_text(text)
    assert not entry.is_on()
    entry.turn_on(["popupwatch"])
    assert entry.is_on()


def test_a_command_is_quoted_as_the_standard_wants() -> None:
    assert quoted("/usr/bin/python3.11") == "/usr/bin/python3.11"
    assert quoted("/a b") == '"/a b"'
    assert quoted("100%") == '"100%%"'
    assert quoted('$"') == r'"\\$\\""'
    assert quoted("a\\b") == r'"a\\\\b"'


@linux
def test_a_desktop_starts_what_was_written(needs: Callable[[str], None], tmp_path: Path) -> None:
    """Read by GLib, as GNOME, Xfce and others do."""
    needs("gio")
    out = tmp_path / "out"
    path = tmp_path / "popupwatch.desktop"
    writes = "import json, sys; json.dump(sys.argv[2:], open(sys.argv[1], 'w'))"
    DesktopEntry(path).turn_on([sys.executable, "-c", writes, str(out), *AWKWARD])
    subprocess.run(["gio", "launch", str(path)], check=True, timeout=20)
    from popupwatch.tray.platform.closing import within

    assert within(10.0, lambda: out.exists() and out.read_text().endswith("]"))
    import json

    assert tuple(json.loads(out.read_text())) == AWKWARD


def test_a_macs_list(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path / "LaunchAgents")
    assert not agent.is_on()
    agent.turn_on(AWKWARD)
    assert agent.is_on()
    (path,) = (tmp_path / "LaunchAgents").iterdir()
    told = plistlib.loads(path.read_bytes())
    assert (tuple(told["ProgramArguments"]), told["RunAtLoad"]) == (AWKWARD, True)
    assert path.stem == told["Label"]
    path.write_bytes(plistlib.dumps(told | {"Disabled": True}))
    assert not agent.is_on()
    path.write_bytes(b"no list")
    assert not agent.is_on()
    agent.turn_off()
    agent.turn_off()
    assert not path.exists()


def test_a_system_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autostart_module.sys, "platform", "plan9")
    with pytest.raises(TrayError, match="does not know"):
        autostart_of_this_system()


def test_an_installed_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert tray_command() == (sys.executable, "tray")
