"""A verdict in a person's words: what it is, why, and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from popupwatch.advice.texts import Texts
from popupwatch.model import Evidence, Finding, Verdict
from popupwatch.rules.model import Scenario

GENERAL = "general"
_STEPS = Path(__file__).with_name("steps.toml")


@dataclass(frozen=True, slots=True)
class Reason:
    """One clue in a person's words: what the screen does (``It rushes you``) and with which *words*."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Teller:
    """Tells findings in the language of *texts*. *scenarios* by id: a rule author's own bring their own words."""

    texts: Texts
    scenarios: Mapping[str, Scenario]

    @classmethod
    def knowing(cls, scenarios: Iterable[Scenario], texts: Texts) -> Teller:
        return cls(texts, {scenario.id: scenario for scenario in scenarios})

    def title(self, rule: str) -> str:
        """What the scenario *rule* is called, to stand in a sentence: ``a fake Microsoft alert``."""
        scenario = self.scenarios.get(rule)
        own = scenario.title if scenario else ""
        return own or self.texts.find(f"scenario.{rule}.title") or rule

    def why(self, rule: str) -> str:
        """Why this scenario is a scam, as a paragraph; empty for a rule author's own."""
        scenario = self.scenarios.get(rule)
        return "" if scenario and scenario.title else self.texts.find(f"scenario.{rule}.why") or ""

    def label(self, rule: str, clue: str) -> str:
        """What the clue called *clue* in the scenario *rule* says about a screen."""
        scenario = self.scenarios.get(rule)
        clues = (*scenario.clues, *scenario.calms) if scenario else ()
        own = next((known.says for known in clues if known.name == clue), "")
        return own or self.texts.find(f"clue.{clue}") or clue

    def headline(self, verdict: Verdict) -> str:
        """The verdict in one sentence."""
        if not verdict.findings:
            return self.texts.say("verdict.clear")
        return self.texts.say(f"verdict.{verdict.level.value}", title=self.title(verdict.findings[0].rule))

    def reasons(self, finding: Finding) -> tuple[Reason, ...]:
        """Why *finding* was made, the weightiest clue first, each with all its words."""
        words: dict[str, dict[str, None]] = {}
        for item in telling_evidence(finding):
            words.setdefault(self.label(finding.rule, item.clue), {})[item.text] = None
        return tuple(Reason(label, tuple(found)) for label, found in words.items())

    def steps(self, finding: Finding) -> tuple[str, ...]:
        """What to do, one step a line; the first one calms."""
        scenario = self.scenarios.get(finding.rule)
        steps = steps_by_advice()
        chosen = steps.get(scenario.advice if scenario else finding.rule, steps[GENERAL])
        return tuple(self.texts.say(f"step.{step}") for step in chosen)


def telling_evidence(finding: Finding) -> list[Evidence]:
    """The evidence worth showing a person, the weightiest first: several clues may stand in the same words, which need
    not be said twice."""
    told: list[Evidence] = []
    for item in sorted(finding.evidence, key=lambda item: -item.points):
        if not any(item.text in other.text for other in told):
            told.append(item)
    return told


@cache
def steps_by_advice() -> Mapping[str, list[str]]:
    """The keys of the steps that belong to each kind of advice."""
    with _STEPS.open("rb") as file:
        return tomllib.load(file)
