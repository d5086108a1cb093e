"""Nothing that the watcher reads leaves it but into the history: it speaks to the display and at its own door only,
and its log holds no word of the screen."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from desktop import ROOT, Desktop
from PIL import Image
from running import SCAM_WORDS, Running, watching

from popupwatch.settings import history_path, log_path, running_folder, settings_path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")

CALLS = "network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,symlink"
OPENED = re.compile(r'\bopen(?:at|at2)?\((?:AT_FDCWD, )?"([^"]*)", [^)]*(?:O_WRONLY|O_RDWR|O_CREAT)')
CHANGED = re.compile(r'\b(?:creat|mkdir|mkdirat|rename\w*|unlink|unlinkat|link|symlink)\((?:AT_FDCWD, )?"([^"]*)"')


@pytest.fixture
def session(
    screen: Desktop, tmp_path: Path, needs: Callable[[str], None], draw: Callable[..., Image.Image]
) -> tuple[str, str, str]:
    """What strace tells of a watcher that found something, its log, and what it kept."""
    needs("strace")
    trace = tmp_path / "trace"
    under = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "300", "-e", f"trace={CALLS}", "-o", str(trace)]
    with watching(screen, tmp_path, under=["env", "PYTHONDONTWRITEBYTECODE=1", *under]) as watcher:
        shown = screen.picture(draw(SCAM_WORDS))
        watcher.wait("warned", unkept=0)
        kept = words_of(watcher)
        shown.close()
        watcher.wait("watching")
        assert watcher.end() == 0
        return trace.read_text(errors="replace"), watcher.log, kept


def words_of(watcher: Running) -> str:
    (entry,) = watcher.history
    return " ".join(item["words"] for item in entry["evidence"])


def test_it_speaks_to_the_display_and_at_its_door_and_writes_what_it_says_it_writes(
    session: tuple[str, str, str], screen: Desktop
) -> None:
    trace, log, _ = session
    assert "state: warned" in log
    families = set(re.findall(r"\bsocket(?:pair)?\((\w+)", trace))
    assert families == {"AF_UNIX"}, families
    addresses = set(re.findall(r"\bconnect\(.*?sun_path=@?\"([^\"]*)\"", trace))
    assert addresses == {f"/tmp/.X11-unix/X{screen.name[1:]}"}
    (bound,) = set(re.findall(r"\bbind\(.*?sun_path=@?\"([^\"]*)\"", trace))
    assert bound == str(running_folder({"DISPLAY": screen.name}) / "door")

    written = {Path(name) for name in (*OPENED.findall(trace), *CHANGED.findall(trace))}
    assert history_path() in written, "strace saw the history"
    own = {history_path(), Path(f"{history_path()}-journal"), log_path(), Path(bound), Path(bound).with_name("lock")}
    folders = {folder for path in (*own, settings_path()) for folder in (path.parent, *path.parent.parents)}
    system = [Path(name) for name in ("/dev", "/proc", "/sys")]
    others = [path for path in written - own - folders if not any(path.is_relative_to(place) for place in system)]
    assert not others


def test_the_log_holds_no_word_of_the_screen(session: tuple[str, str, str]) -> None:
    _, log, kept = session
    assert "state: warned" in log
    sentences = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "popupwatch" / "watch").glob("*.py"))
    ours = words(" ".join(re.findall(r'_LOG\.\w+\(\s*"([^"]*)"', sentences)) + " fake-microsoft-alert scam")
    shown = words(SCAM_WORDS) | words(kept)
    assert {"trojan", "passwords", "stolen"} <= shown - ours
    assert not (shown - ours) & words(log)
    assert "0134" not in log


def words(text: str) -> set[str]:
    """The words of four letters or more."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", text)}
