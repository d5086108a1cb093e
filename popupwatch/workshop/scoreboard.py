"""What a folder's own pages say of themselves: ``SCOREBOARD.md``, how the rules fare on the fixtures, and the list of
them in its ``README.md``. In English, whoever writes them: they are kept with the fixtures and compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from popupwatch.model import Level, Verdict
from popupwatch.workshop.fixtures import Fixture
from popupwatch.workshop.tags import TAGS
from popupwatch.workshop.trials import Trial

MADE = "<!-- made by: popupwatch fixtures score -->"
LIST_BEGINS = "<!-- list made by: popupwatch fixtures score -->"
LIST_ENDS = "<!-- end of list -->"

_FIGURES = ("scam pages", "found", "share", "ordinary screens", "false alarms", "suspicious")


@dataclass(frozen=True)
class _Outcome:
    """A fixture and how it was judged."""

    fixture: Fixture
    verdict: Verdict

    @property
    def is_scam(self) -> bool:
        return self.fixture.expected is not Level.CLEAR

    @property
    def met(self) -> bool:
        return self.fixture.met_by(self.verdict.level)

    @property
    def rule(self) -> str:
        """The scenario that was told."""
        return self.verdict.findings[0].rule if self.verdict.findings else ""


def scoreboard(trials: Iterable[Trial]) -> str:
    """The content of ``SCOREBOARD.md``."""
    outcomes = [_Outcome(t.case.fixture, t.verdict) for t in trials if t.case.fixture and t.verdict]
    languages = sorted({outcome.fixture.language for outcome in outcomes})
    by_language = [(name, *_figures([o for o in outcomes if o.fixture.language == name])) for name in languages]
    tagged = [(tag, [o for o in outcomes if tag in o.fixture.all_tags]) for tag in TAGS]
    by_tag = [(tag, TAGS[tag], *_figures(some)) for tag, some in tagged if some]
    gaps = [o for o in outcomes if not o.met]
    by_gap = [(o.fixture.name, o.fixture.expected.value, _judged(o), o.fixture.todo) for o in gaps]
    parts = (
        MADE,
        "# Scoreboard",
        "How the rules judge the fixtures by their recorded texts. Found is a scam page that is judged as expected; "
        "where `suspicious` is expected, a scam will do. A false alarm is an ordinary screen judged a scam.",
        _table(("", *_FIGURES), [("all", *_figures(outcomes))]),
        "## By scenario",
        _table(_SCENARIO_COLUMNS, _by_scenario(outcomes)),
        "## By language",
        _table(("language", *_FIGURES), by_language),
        "## By layout and look",
        _table(("tag", "what it is", *_FIGURES), by_tag),
        "## Not as expected",
        _table(("fixture", "expected", "judged", "known gap"), by_gap) if gaps else "None.",
    )
    return "\n\n".join(parts) + "\n"


_SCENARIO_COLUMNS = ("scenario", "scam pages", "found", "share", "told by its own name", "false alarms", "suspicious")


def _by_scenario(outcomes: Sequence[_Outcome]) -> list[tuple[object, ...]]:
    """A row a scenario; the alarms are those it raises on ordinary screens."""
    names = {o.fixture.scenario for o in outcomes if o.is_scam} | {o.rule for o in outcomes if o.rule and not o.is_scam}
    rows: list[tuple[object, ...]] = []
    for name in sorted(names):
        scams = [o for o in outcomes if o.is_scam and o.fixture.scenario == name]
        found = [o for o in scams if o.met]
        own = [o for o in found if any(finding.rule == name for finding in o.verdict.findings)]
        raised = [o.verdict.level for o in outcomes if not o.is_scam and o.rule == name]
        alarms = (raised.count(Level.SCAM), raised.count(Level.SUSPICIOUS))
        rows.append((name, len(scams), len(found), _share(found, scams), len(own), *alarms))
    return rows


def _figures(outcomes: Sequence[_Outcome]) -> tuple[object, ...]:
    scams = [o for o in outcomes if o.is_scam]
    found = [o for o in scams if o.met]
    ordinary = [o.verdict.level for o in outcomes if not o.is_scam]
    alarms = (ordinary.count(Level.SCAM), ordinary.count(Level.SUSPICIOUS))
    return len(scams), len(found), _share(found, scams), len(ordinary), *alarms


def _share(part: Sequence[object], whole: Sequence[object]) -> str:
    return f"{len(part) / len(whole):.0%}" if whole else ""


def _judged(outcome: _Outcome) -> str:
    return f"{outcome.verdict.level.value} ({outcome.rule})" if outcome.rule else outcome.verdict.level.value


def listing(fixtures: Iterable[Fixture]) -> str:
    """Every fixture with its purpose, as Markdown."""
    rows = [
        (
            f.name,
            f.language,
            f.scenario or f.kind,
            f.purpose + (f" *(known gap: {f.todo})*" if f.todo else ""),
            _look(f),
        )
        for f in sorted(fixtures, key=lambda fixture: fixture.name)
    ]
    return _table(("fixture", "language", "scenario or kind", "purpose", "look"), rows)


def _look(fixture: Fixture) -> str:
    return ", ".join(fixture.all_tags)


def with_listing(readme: str, fixtures: Iterable[Fixture]) -> str:
    """*readme* with the list in its place; as it is where it has none."""
    before, begins, rest = readme.partition(LIST_BEGINS)
    _, ends, after = rest.partition(LIST_ENDS)
    return f"{before}{begins}\n\n{listing(fixtures)}\n\n{ends}{after}" if ends else readme


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', '/') for cell in line)} |" for line in lines)
