"""What watching may cost, and on what it is spent first."""

from __future__ import annotations

import random

import pytest

from popupwatch.watch.budget import GATHERED, RESERVE, WINDOW, Budget, Need

# A tenth of a core: six seconds a minute, of which so many can be gathered, and the rest comes in.
SHARE = 0.1
MOST = GATHERED * SHARE * WINDOW


def holding(seconds: float) -> Budget:
    budget = Budget(SHARE)
    budget.spend(MOST - seconds, 0.0)
    return budget


def test_at_first_anything_may_be_read_but_what_is_new_and_too_dear_only_in_part() -> None:
    budget = Budget(SHARE, 50.0)
    assert budget.held(50.0) == MOST
    assert all(budget.allows(need, 50.0, 0.3 * MOST) for need in Need)
    assert [need for need in Need if budget.allows(need, 50.0, 100.0)] == [Need.SMALL, Need.RESTLESS]
    assert budget.allows(Need.NEW, 50.0, 100.0, in_part=True)


def test_what_was_spent_comes_in_again_but_no_more_than_can_be_gathered() -> None:
    budget = Budget(SHARE)
    budget.spend(MOST + 1.0, 100.0)
    assert budget.held(100.0) == pytest.approx(-1.0)
    assert budget.held(110.0) == pytest.approx(-1.0 + (1 - GATHERED) * SHARE * 10)
    assert budget.held(1e6) == MOST


@pytest.mark.parametrize(
    ("held", "allowed"),
    [
        (0.05, []),
        (0.15, [Need.NEW]),
        (0.5 * MOST + 0.05, [Need.NEW]),
        (0.5 * MOST + 0.15, [Need.NEW, Need.SMALL]),
        (0.7 * MOST + 0.15, [Need.NEW, Need.SMALL, Need.RESTLESS]),
    ],
)
def test_what_is_new_finds_something_left(held: float, allowed: list[Need]) -> None:
    budget = holding(held)
    assert [need for need in Need if budget.allows(need, 0.0, 0.1)] == allowed


def test_the_reserve_is_for_what_is_cheap_and_new() -> None:
    reserve = RESERVE * MOST
    dear = reserve + 0.1
    assert holding(reserve).allows(Need.NEW, 0.0, reserve)
    assert not holding(dear).allows(Need.NEW, 0.0, dear)
    assert holding(dear + reserve + 0.01).allows(Need.NEW, 0.0, dear)
    assert not holding(reserve).allows(Need.NEW, 0.0, 0.1, in_part=True)
    assert holding(reserve + 0.11).allows(Need.NEW, 0.0, 0.1, in_part=True)


def test_however_long_it_runs_nothing_is_left_over() -> None:
    budget = Budget(SHARE)
    costs = random.Random(3)
    for tick in range(20_000):
        budget.spend(costs.random() / 10, float(tick))
    assert budget.held(20_000.0 + WINDOW) == pytest.approx(MOST)


@pytest.mark.parametrize("need", list(Need))
def test_who_obeys_it_spends_no_more_in_any_minute_than_the_share(need: Need) -> None:
    """Readings of 0.3 seconds, as often as they are allowed."""
    budget = Budget(SHARE)
    spent_at = [tick for tick in range(600) if budget.allows(need, tick, 0.3) and budget.spend(0.3, tick) is None]
    assert len(spent_at) > 100
    for start in range(540):
        assert sum(0.3 for at in spent_at if start <= at < start + WINDOW) <= SHARE * WINDOW + 1e-9


def test_what_is_new_never_waits_long() -> None:
    """Even when all was spent at once, and more."""
    budget = holding(-0.3)
    waited = next(tick for tick in range(60) if budget.allows(Need.NEW, tick, 0.3))
    assert waited <= 10


def test_what_is_likely_a_scam_may_take_what_is_kept_for_one() -> None:
    budget = Budget(SHARE)
    budget.spend(0.2 * MOST, 0.0)
    assert not budget.allows(Need.NEW, 0.0, 0.6 * MOST)
    assert budget.allows(Need.NEW, 0.0, 0.6 * MOST, is_likely=True)
    assert not budget.allows(Need.NEW, 0.0, 0.9 * MOST, is_likely=True)
