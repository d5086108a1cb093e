"""The shape of a rule: a scenario is clues with points, and what calms them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_WITHIN = 8
MIN_CLUES = 2


@dataclass(frozen=True)
class Clue:
    """One thing to look for. Each of *terms* is a way to find it: a concept or entity, or several that must stand
    within *within* words of each other. *points* count once; *each* counts for every further term or phrase, all
    together never beyond *upto*. A *statement* does not count as a question ("PC infected?") or when denied
    ("no threats found"). Of the clues that share a *one_of* label at least one must be found, as a *required* one must.
    Points of calming clues are negative."""

    name: str
    terms: tuple[tuple[str, ...], ...]
    points: float
    within: int = DEFAULT_WITHIN
    required: bool = False
    one_of: str = ""
    statement: bool = False
    each: float = 0.0
    upto: float = 0.0
    says: str = ""

    @property
    def atoms(self) -> frozenset[str]:
        """The concepts and entities it looks for."""
        return frozenset(atom for term in self.terms for atom in term)


@dataclass(frozen=True)
class Gap:
    """A known gap: an example that should warn, or should not, and does not get that verdict yet, and *why*."""

    text: str
    warns: bool
    why: str


@dataclass(frozen=True)
class Scenario:
    """One kind of scam. From *suspicious* points on it is suspicious, from *scam* points on a scam (``None``: never),
    provided every required clue was found and at least ``MIN_CLUES`` clues stand together."""

    id: str
    advice: str
    suspicious: float
    scam: float | None
    clues: tuple[Clue, ...]
    calms: tuple[Clue, ...]
    warns: tuple[str, ...] = ()
    calm_examples: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    title: str = ""
    path: Path = field(default=Path(), compare=False)

    @property
    def needs(self) -> tuple[frozenset[str], ...]:
        """Sets of clue names of each of which at least one must be found."""
        groups: dict[str, set[str]] = {}
        for clue in self.clues:
            if clue.required or clue.one_of:
                groups.setdefault(clue.one_of or f"required {clue.name}", set()).add(clue.name)
        return tuple(frozenset(names) for names in groups.values())
