"""The scoreboard counts right, and the list stands where it belongs."""

from __future__ import annotations

from pathlib import Path

from popupwatch.model import Finding, Level, Verdict
from popupwatch.workshop.fixtures import Fixture, Look
from popupwatch.workshop.scoreboard import LIST_BEGINS, LIST_ENDS, MADE, listing, scoreboard, with_listing
from popupwatch.workshop.trials import Result, Trial, fixture_case


def fixture(name: str, expected: Level, scenario: str = "", language: str = "fr", **more: object) -> Fixture:
    return Fixture(Path("f") / f"{name}.toml", expected, scenario, language, purpose=f"tests {name}", **more)  # type: ignore[arg-type]


def judged(it: Fixture, level: Level, rule: str = "") -> Trial:
    findings = (Finding(rule, level, 9.0, (), ()),) if rule else ()
    return Trial(fixture_case(it), Result.HOLDS, Verdict(level, findings))


FOUND = fixture("found", Level.SCAM, "sextortion", tags=("mail",))
MISSED = fixture("missed", Level.SCAM, "sextortion", "de", todo="too | small")
MILD = fixture("mild", Level.SUSPICIOUS, "fake-scan", look=Look(scale=1.5))
ALARM = fixture("alarm", Level.CLEAR, kind="bank")
FINE = fixture("fine", Level.CLEAR, language="de", kind="shop")
TRIALS = [
    judged(FOUND, Level.SCAM, "sextortion"),
    judged(MISSED, Level.CLEAR),
    judged(MILD, Level.SCAM, "screen-lock"),
    judged(ALARM, Level.SCAM, "sextortion"),
    judged(FINE, Level.CLEAR),
]


def rows(page: str, part: str) -> list[str]:
    section = page.partition(f"## {part}\n")[2].partition("\n## ")[0] if part else page.partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ")][2:]


def test_what_is_counted() -> None:
    page = scoreboard(TRIALS)
    assert page.startswith(MADE)
    assert rows(page, "") == ["| all | 3 | 2 | 67% | 2 | 1 | 0 |"]
    assert rows(page, "By scenario") == [
        "| fake-scan | 1 | 1 | 100% | 0 | 0 | 0 |",
        "| sextortion | 2 | 1 | 50% | 1 | 1 | 0 |",
    ]
    assert rows(page, "By language") == ["| de | 1 | 0 | 0% | 1 | 0 | 0 |", "| fr | 2 | 2 | 100% | 1 | 1 | 0 |"]
    assert [row.split(" | ")[0] for row in rows(page, "By layout and look")] == ["| mail", "| scaled"]
    assert rows(page, "Not as expected") == [
        "| f/missed | scam | clear | too / small |",
        "| f/alarm | clear | scam (sextortion) |  |",
    ]


def test_nothing_wrong() -> None:
    assert scoreboard(TRIALS[:1]).endswith("## Not as expected\n\nNone.\n")


def test_the_list() -> None:
    table = listing([MISSED, FOUND])
    assert table.splitlines()[2:] == [
        "| f/found | fr | sextortion | tests found | mail |",
        "| f/missed | de | sextortion | tests missed *(known gap: too / small)* |  |",
    ]


def test_it_stands_between_its_marks() -> None:
    readme = f"# Mine\n\n{LIST_BEGINS}\nold\n{LIST_ENDS}\n\nthe rest\n"
    new = with_listing(readme, [FOUND])
    assert new.startswith(f"# Mine\n\n{LIST_BEGINS}\n\n| fixture |")
    assert new.endswith(f"|\n\n{LIST_ENDS}\n\nthe rest\n")
    assert "old" not in new
    assert with_listing(new, [FOUND]) == new
    assert with_listing("# Mine\n", [FOUND]) == "# Mine\n"
    assert with_listing(f"{LIST_BEGINS} without end", [FOUND]) == f"{LIST_BEGINS} without end"
