"""Slips as a reader makes them, put into a text on purpose: how much of them do the rules forgive?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from popupwatch.model import Level
from popupwatch.workshop.trials import Case, Trial

USUAL_RATE = 0.03
# This share of the noisy copies of what must warn has to warn still.
BAR = 0.95
# Of the characters changed, this part is lost with a whole line that the reader passed over.
_LOST_WITH_LINES = 0.15

# What readers take for each other, both ways.
_CONFUSED = (
    ("rn", "m"), ("nn", "m"), ("cl", "d"), ("vv", "w"), ("ri", "n"), ("li", "h"), ("ii", "u"),
    ("l", "1"), ("l", "I"), ("I", "1"), ("i", "l"), ("I", "|"), ("l", "|"), ("i", "j"), ("t", "f"), ("f", "t"),
    ("O", "0"), ("o", "0"), ("D", "O"), ("Q", "O"), ("S", "5"), ("s", "5"), ("B", "8"), ("Z", "2"), ("z", "2"),
    ("G", "6"), ("g", "9"), ("q", "9"), ("A", "4"), ("T", "7"), ("e", "c"), ("a", "o"), ("u", "v"), ("h", "b"),
    ("n", "u"), ("y", "v"), ("k", "x"), (",", "."), (":", "."), ("-", "–"),
)  # fmt: skip
_LOOK_ALIKE = {
    letters: [b if a == letters else a for a, b in _CONFUSED if letters in (a, b)]
    for letters in sorted({letters for pair in _CONFUSED for letters in pair})
}

Slip = Callable[[str, int, Random], tuple[int, str] | None]


def noisy(text: str, rate: float, random: Random) -> str:
    """*text* with about *rate* of its characters changed as a reader would misread them."""
    lost = _LOST_WITH_LINES * rate
    kept = [line for line in text.splitlines() if not line.strip() or random.random() >= lost]
    return _misread("\n".join(kept), rate - lost, random) if rate else text


def _misread(text: str, rate: float, random: Random) -> str:
    read, at, until_next = [], 0, random.expovariate(rate)
    while at < len(text):
        taken, given = 1, text[at]
        until_next -= 1
        if until_next < 0 and given != "\n":
            taken, given = _slip(text, at, random)
            # A slip that changes two characters counts as two; half a character is lost where the next one falls.
            changed = max(taken, len(given)) - (given[:1] == text[at])
            until_next = changed * random.expovariate(rate) - 0.5
        read.append(given)
        at += taken
    return "".join(read)


def _slip(text: str, at: int, random: Random) -> tuple[int, str]:
    """One slip at a place of *text*: how many characters are read there, and what for."""
    possible = [(slip, weight) for kind, weight in _SLIPS if (slip := kind(text, at, random))]
    if not possible:
        return 1, text[at]
    slips, weights = zip(*possible, strict=True)
    (chosen,) = random.choices(slips, weights)
    return int(chosen[0]), str(chosen[1])


def _confused(text: str, at: int, random: Random) -> tuple[int, str] | None:
    for taken in (2, 1):
        if others := _LOOK_ALIKE.get(text[at : at + taken]):
            return taken, random.choice(others)
    return None


def _dropped(text: str, at: int, random: Random) -> tuple[int, str] | None:
    return None if text[at].isspace() else (1, "")


def _doubled(text: str, at: int, random: Random) -> tuple[int, str] | None:
    return (1, text[at] * 2) if text[at].isalpha() else None


def _accent_lost(text: str, at: int, random: Random) -> tuple[int, str] | None:
    plain = unicodedata.normalize("NFD", text[at])[0]
    return (1, plain) if plain != text[at] else None


def _accent_seen(text: str, at: int, random: Random) -> tuple[int, str] | None:
    seen = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ü", "n": "ñ", "c": "ç"}.get(text[at])
    return (1, seen) if seen else None


def _joined(text: str, at: int, random: Random) -> tuple[int, str] | None:
    return (1, "") if text[at] == " " and text[:at].strip() else None


def _split(text: str, at: int, random: Random) -> tuple[int, str] | None:
    return (1, text[at] + " ") if re.match(r"\w\w", text[at : at + 2]) else None


def _case_changed(text: str, at: int, random: Random) -> tuple[int, str] | None:
    return (1, text[at].swapcase()) if text[at] in "cCoOsSvVwWxXzZ" else None


_SLIPS: tuple[tuple[Slip, float], ...] = (
    (_confused, 10), (_accent_lost, 8), (_joined, 8), (_dropped, 2.5), (_doubled, 1.5), (_split, 1.5),
    (_accent_seen, 1), (_case_changed, 1),
)  # fmt: skip


@dataclass(frozen=True)
class Noise:
    """What became of the noisy copies: how many should warn, which of them no longer do, how many should stay calm, and
    which of those became a scam."""

    warning: int
    lost: tuple[Trial, ...]
    calm: int
    turned: tuple[Trial, ...]

    @property
    def held(self) -> float:
        """The share of those that should warn and still do."""
        return 1 - len(self.lost) / self.warning if self.warning else 1.0

    @property
    def is_borne(self) -> bool:
        return self.held >= BAR and not self.turned


def noisy_copies(cases: Sequence[Case], number: int, rate: float, random: Random) -> list[Case]:
    """*number* noisy copies, spread over the examples among *cases* that are no known gaps."""
    sound = [case for case in cases if case.words and not case.todo]
    chosen = [sound[at % len(sound)] for at in range(number)] if sound else []
    return [replace(case, words=noisy(case.words, rate, random)) for case in chosen]


def noise_of(trials: Sequence[Trial]) -> Noise:
    """The outcome of noisy copies that were tried."""
    warning = [trial for trial in trials if trial.case.expected is not Level.CLEAR]
    calm = [trial for trial in trials if trial.case.expected is Level.CLEAR]
    lost = tuple(trial for trial in warning if trial.result.is_wrong)
    turned = tuple(trial for trial in calm if trial.verdict and trial.verdict.level is Level.SCAM)
    return Noise(len(warning), lost, len(calm), turned)
