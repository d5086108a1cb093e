"""What measurements amount to: scores, S/O, what only one scenario catches, sweeps, phrases, and what has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from popupwatch.errors import CorpusError
from popupwatch.model import Level
from popupwatch.rules.load import RuleBook, compile_rules
from popupwatch.workshop import baseline
from popupwatch.workshop.corpus import Sample
from popupwatch.workshop.measure import Measured, Opinion, PhraseKey
from popupwatch.workshop.stats import Hits, Score, phrase_stats, stats_of, sweep

VOCABULARY = """language = "en"
[concepts]
threat = ["your computer is lost", "all is lost"]
demand = ["send money"]
kind = ["only a story"]
no = ["not"]
"""
SCENARIO = """id = "{name}"
suspicious = 3
scam = 5
[[clue]]
name = "threat"
find = ["threat"]
points = 3
[[clue]]
name = "demand"
find = ["demand"]
points = 3
[[calm]]
name = "story"
find = ["kind"]
points = -2
[examples]
warns = ["Your computer is lost. Send money"]
calm = ["all is well"]
"""
CLEAR, SUSPICIOUS, SCAM = Level
BOTH = ("threat", "demand")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """Two scenarios, alike, and four concepts, one of which only calms and one of which no clue looks for."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary" / "en.toml").write_text(VOCABULARY)
    (folder / "clues.toml").write_text("")
    for name in ("one", "two"):
        (folder / f"{name}.toml").write_text(SCENARIO.format(name=name))
    book = compile_rules(folder)
    assert not book.problems
    return book


def opinion(rule: str, level: Level, score: float, clues: tuple[str, ...] = BOTH, *calms: str) -> Opinion:
    return Opinion(rule, level, score, score / 5, clues, calms)


def measured(
    name: str, expected: Level, *opinions: Opinion, language: str = "", phrases: tuple[PhraseKey, ...] = ()
) -> Measured:
    level = max((opinion.level for opinion in opinions), key=lambda level: level.rank, default=CLEAR)
    sample = Sample(name, Path(name), expected, language, "kind")
    return Measured(sample, level, opinions, frozenset(phrases), {"one": 0.001, "two": 0.003}, 0.01)


@pytest.fixture
def some() -> list[Measured]:
    return [
        measured("both", SCAM, opinion("one", SCAM, 6), opinion("two", SCAM, 6), language="fr"),
        measured("by one", SCAM, opinion("one", SCAM, 5.5), opinion("two", SUSPICIOUS, 4, BOTH, "story")),
        measured("missed", SCAM, opinion("two", SUSPICIOUS, 4, BOTH, "story"), language="fr"),
        measured("enough", SUSPICIOUS, opinion("two", SUSPICIOUS, 4)),
        measured("ordinary", CLEAR, opinion("one", CLEAR, 3, ("threat",))),
        measured("alarm", CLEAR, opinion("two", SCAM, 5)),
        measured("doubt", CLEAR, opinion("two", SUSPICIOUS, 3.2)),
    ]


def test_scores(some: list[Measured], rules: RuleBook) -> None:
    stats = stats_of(some, rules)
    assert stats.score == Score(scam=4, met=3, ordinary=3, false_alarms=1, suspicious=1)
    assert stats.by_language["fr"] == Score(2, 1, 0, 0, 0)
    assert stats.by_kind == {"kind": stats.score}
    assert stats.searching == 10


def test_what_could_not_be_measured_does_not_count(some: list[Measured], rules: RuleBook) -> None:
    broken = replace(some[0], error=CorpusError("broken"))
    assert stats_of([*some, broken], rules) == stats_of(some, rules)


def test_a_scenario(some: list[Measured], rules: RuleBook) -> None:
    one, two = stats_of(some, rules).scenarios
    assert (one.hits, one.alarms) == (Hits(2, 0, 4, 3), Hits(2, 0, 4, 3))
    assert (two.hits, two.alarms) == (Hits(4, 2, 4, 3), Hits(1, 1, 4, 3))
    assert (one.hits.so, two.hits.so) == (1.0, 0.6)
    assert (one.only, two.only) == (("by one",), ("enough",))
    assert (one.overlaps, two.overlaps) == ({"two": 2}, {"one": 2})
    assert (one.milliseconds, two.milliseconds) == (1, 3)


def test_a_clue_is_found_even_where_its_scenario_does_not_warn(some: list[Measured], rules: RuleBook) -> None:
    one, two = ({clue.name: clue for clue in each.clues} for each in stats_of(some, rules).scenarios)
    assert one["threat"].hits == Hits(2, 1, 4, 3)
    assert one["demand"].hits == Hits(2, 0, 4, 3)
    assert (two["story"].hits, two["story"].points) == (Hits(2, 0, 4, 3), -2)


def test_s_o() -> None:
    assert Hits(10, 10, 100, 1000).so == 0.909
    assert Hits(0, 1, 100, 1000).so == 0
    assert Hits(0, 0, 100, 1000).so is None
    assert Hits(5, 0, 100, 0).so is None


def test_sweeps(some: list[Measured], rules: RuleBook) -> None:
    every = sweep(some, rules)
    assert every[1.0] == stats_of(some, rules).score
    assert every[0.8] == Score(4, 4, 3, 1, 1)  # a scam from 4 points on: the missed one is told
    assert every[0.7] == Score(4, 4, 3, 1, 1)  # one clue alone never warns, however low the bars
    assert every[1.1] == Score(4, 3, 3, 0, 1)
    assert every[1.3] == Score(4, 1, 3, 0, 1)
    assert sweep(some, rules, "one")[1.3] == Score(4, 2, 3, 1, 1)  # "both" is still told by the other


def test_phrases(rules: RuleBook) -> None:
    threat, story, no = ("en", "threat", "all is lost"), ("en", "kind", "only a story"), ("en", "no", "not")
    found = [
        measured("a", SCAM, phrases=(threat, story, no)),
        measured("b", SCAM, phrases=(story,)),
        measured("c", CLEAR, phrases=(threat, story, no)),
        measured("d", CLEAR),
    ]
    stats = {(each.language, each.concept, each.text): each for each in phrase_stats(found, rules)}
    assert len(stats) == 5
    assert stats[story].role == "calms"
    assert stats[story].hits == Hits(2, 1, 2, 2)
    assert stats[threat].role == "warns"
    assert stats[no].role == ""
    assert stats[story].wrong_way > stats[threat].wrong_way > stats[no].wrong_way == 0
    assert not stats["en", "threat", "your computer is lost"].is_found


def test_what_has_changed(some: list[Measured], rules: RuleBook, tmp_path: Path) -> None:
    before = [each for each in some if each.sample.name != "ordinary"]
    file = tmp_path / "before.json"
    baseline.save(baseline.as_json(stats_of([*before, measured("gone", SCAM)], rules), {}, ()), file)
    now = {each.sample.name: each for each in some}
    now["missed"] = measured("missed", SCAM, opinion("two", SCAM, 6))
    now["by one"] = measured("by one", SCAM, opinion("two", SUSPICIOUS, 4))
    now["alarm"] = measured("alarm", CLEAR, opinion("two", SUSPICIOUS, 4))
    now["doubt"] = measured("doubt", CLEAR)
    changes = baseline.compare(baseline.load(file), stats_of(list(now.values()), rules))
    assert (changes.compared, changes.new, changes.gone) == (6, 1, 1)
    assert (changes.gained, changes.lost) == (("missed",), ("by one",))
    assert (changes.alarms_began, changes.alarms_ended) == ((), ("alarm",))
    assert (changes.suspicion_began, changes.suspicion_ended) == (("alarm",), ("doubt",))
    assert changes.scenarios == (
        baseline.ScenarioChange("one", (2, 1), (0, 0)),
        baseline.ScenarioChange("two", (4, 4), (2, 1)),
    )


def test_nothing_saved_is_overwritten(some: list[Measured], rules: RuleBook, tmp_path: Path) -> None:
    measurement = baseline.as_json(stats_of(some, rules), {}, ())
    file = tmp_path / "mine.json"
    file.write_text("mine")
    with pytest.raises(CorpusError, match="exists already"):
        baseline.save(measurement, file)
    assert file.read_text() == "mine"
    with pytest.raises(CorpusError, match="cannot be written"):
        baseline.save(measurement, tmp_path / "none" / "file.json")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"schema": 9}',
        '{"schema": 1}',
        '{"schema": 1, "pictures": {"a": {"verdict": "odd", "findings": {}}}}',
    ],
)
def test_what_is_no_measurement(content: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(CorpusError, match="no measurement"):
        baseline.load(tmp_path / "x.json")
