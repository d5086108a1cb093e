"""What reading will probably cost."""

from __future__ import annotations

import pytest

from popupwatch.watch.cost import SLOWEST, Cost


def test_more_text_costs_more_and_so_does_a_larger_picture() -> None:
    cost = Cost()
    blank, page, dense = (cost.expect(2_000_000, cells) for cells in (0, 300, 2000))
    assert 0.05 < blank < page < dense
    assert page < cost.expect(8_000_000, 300) < 2 * page
    assert cost.expect(20_000, 0) < 0.03


@pytest.mark.parametrize("times", [0.4, 5.0])
def test_it_learns_how_fast_this_machine_is(times: float) -> None:
    cost = Cost()
    usual = cost.expect(2_000_000, 300)
    for _ in range(30):
        cost.learn(2_000_000, 300, times * usual)
    assert cost.expect(1_000_000, 100) == pytest.approx(times * Cost().expect(1_000_000, 100), rel=0.01)


def test_it_learns_nothing_from_hardly_any_text_and_does_not_lose_its_head() -> None:
    cost = Cost()
    usual = cost.expect(2_000_000, 300)
    cost.learn(2_000_000, 3, 60.0)
    assert cost.expect(2_000_000, 300) == usual
    for _ in range(100):
        cost.learn(2_000_000, 300, 1e6)
    assert cost.expect(2_000_000, 300) == pytest.approx(SLOWEST * usual, rel=0.01)
