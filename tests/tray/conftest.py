"""A desktop of the smallest size that all windows must fit; and a second try for keys that a busy server loses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desktop import NEEDS, Desktop, desktop


@pytest.fixture
def laptop(needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """1366 x 768 pixels, as that of this test."""
    for program in NEEDS:
        needs(program)
    with desktop((1366, 768)) as made:
        monkeypatch.setenv("DISPLAY", made.name)
        yield made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A key pressed within milliseconds of a change of views goes to what is being taken away: people press later."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=2))
