"""The desktop of the tests itself."""

from __future__ import annotations

import socket
from collections.abc import Callable

from desktop import NEEDS, desktop


def test_nobody_gets_the_name_of_a_server_that_was_lost(needs: Callable[[str], None]) -> None:
    """Else who lost it finds the screen of another test."""
    for program in NEEDS:
        needs(program)
    with desktop((640, 480)) as lost:
        lost.lose_server()
        with desktop((640, 480)) as other:
            assert other.name != lost.name
            lost.serve_again()
            assert lost.pixel(1, 1) == 0
    with desktop((640, 480)) as lost:
        lost.lose_server()
    with socket.socket(socket.AF_UNIX) as anybody:
        try:
            anybody.bind(lost.address)
        except OSError:
            anybody.connect(lost.address)  # raises where nobody serves, and the name is held still
