"""A desktop of the smallest size that all windows must fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
