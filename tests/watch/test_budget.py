"""What watching may cost, and on what it is spent first."""

from __future__ import annotations

import random

import pytest

from popupwatch.watch.budget import WINDOW, Budget, Need


def test_nothing_is_spent_at_first() -> None:
    budget = Budget(0.1)
    assert budget.spent(0.0) == 0.0
    assert all(budget.allows(need, 0.0) for need in Need)


def test_what_was_spent_a_minute_ago_no_longer_counts() -> None:
    budget = Budget(0.1)
    budget.spend(2.0, 100.0)
    budget.spend(3.0, 130.0)
    assert budget.spent(130.0) == 5.0
    assert budget.spent(100.0 + WINDOW - 0.1) == 5.0
    assert budget.spent(100.0 + WINDOW) == 3.0
    assert budget.spent(1e6) == 0.0


@pytest.mark.parametrize(
    ("spent", "allowed"),
    [
        (1.4, [Need.NEW, Need.SMALL, Need.RESTLESS]),
        (1.6, [Need.NEW, Need.SMALL]),
        (2.3, [Need.NEW, Need.SMALL]),
        (2.5, [Need.NEW]),
        (5.9, [Need.NEW]),
        (6.0, []),
        (60.0, []),
    ],
)
def test_what_is_new_finds_something_left(spent: float, allowed: list[Need]) -> None:
    """A tenth of a core is six seconds a minute."""
    budget = Budget(0.1)
    budget.spend(spent, 0.0)
    assert [need for need in Need if budget.allows(need, 1.0)] == allowed


def test_however_long_it_runs_nothing_is_left_over() -> None:
    budget = Budget(0.1)
    costs = random.Random(3)
    for tick in range(20_000):
        budget.spend(costs.random() / 7, float(tick))
    assert budget.spent(20_000.0 + WINDOW) == pytest.approx(0.0, abs=1e-9)
    assert budget.allows(Need.RESTLESS, 20_000.0 + WINDOW)


def test_who_obeys_it_spends_at_most_one_reading_too_much() -> None:
    """A reading of 0.7 seconds as often as it is allowed, looked at over any minute."""
    budget = Budget(0.1)
    spent_at = [tick for tick in range(600) if budget.allows(Need.NEW, tick) and budget.spend(0.7, tick) is None]
    assert len(spent_at) > 60
    for start in range(540):
        assert sum(0.7 for at in spent_at if start <= at < start + WINDOW) < 6.0 + 0.7


def test_a_share_may_change_while_it_runs() -> None:
    budget = Budget(0.1)
    budget.spend(7.0, 0.0)
    assert not budget.allows(Need.NEW, 1.0)
    budget.share = 0.5
    assert budget.allows(Need.RESTLESS, 1.0)
