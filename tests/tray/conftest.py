"""A desktop of the smallest size that all windows must fit; and a second try for keys that a busy server loses."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import REQUIRE
from desktop import NEEDS, Desktop, desktop

SYSTEM_PACKAGES = Path("/usr/lib/python3/dist-packages")
# A message bus that starts no services but those in its own folder.
BUS = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><servicedir>{services}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


@pytest.fixture
def laptop(needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """1366 x 768 pixels, as that of this test."""
    for program in NEEDS:
        needs(program)
    with desktop((1366, 768)) as made:
        monkeypatch.setenv("DISPLAY", made.name)
        yield made


@pytest.fixture
def gi(needs: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A message bus of one's own on which nobody shows notifications, and Debian's gi within reach of this Python."""
    needs("dbus-daemon")
    lent = tmp_path / "lent"
    lent.mkdir()
    (lent / "gi").symlink_to(SYSTEM_PACKAGES / "gi")
    asked = (
        "import gi; gi.require_version('AyatanaAppIndicator3', '0.1'); from gi.repository import AyatanaAppIndicator3"
    )
    path = {"PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(lent))))}
    if subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | path, capture_output=True, check=False
    ).returncode:
        reason = "python3-gi or gir1.2-ayatanaappindicator3-0.1 is not installed for this Python"
        pytest.fail(reason) if os.environ.get(REQUIRE) else pytest.skip(reason)
    config = tmp_path / "bus.conf"
    services = tmp_path / "services"
    services.mkdir(exist_ok=True)
    config.write_text(BUS.format(services=services))
    command = ["dbus-daemon", f"--config-file={config}", "--print-address", "--nofork"]
    bus = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert bus.stdout
    # GTK would start a service for screen readers, which outlives the test.
    yield path | {"DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip(), "NO_AT_BRIDGE": "1"}
    bus.terminate()
    bus.wait(10)


@pytest.fixture(scope="session")
def server_of_this_process(needs: Callable[[str], None]) -> Iterator[str]:
    """One for as long as the process lives: Tk keeps its connection, and ends the process when the server goes."""
    for program in NEEDS:
        needs(program)
    with desktop((1366, 768)) as made:
        yield made.name


@pytest.fixture
def inside(server_of_this_process: str) -> Iterator[str]:
    """The display for windows that are opened in this process. Tcl aborts it when what is left of one is freed in
    another thread, as a listening one."""
    gc.disable()
    yield server_of_this_process
    gc.collect()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A key pressed within milliseconds of a change of views goes to what is being taken away: people press later."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=2))
