"""The phrases and entities found in texts, kept beside the texts: finding them is most of the work of judging, and need
not be done again while the vocabularies are the same. Who changes only scenarios sees the effect in half the time."""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from popupwatch.rules.judge import Matches, matches_on
from popupwatch.rules.load import PACKAGE_RULES, RuleBook
from popupwatch.rules.page import Page, Span
from popupwatch.rules.phrases import Match
from popupwatch.workshop.kept import KeptTexts, latest_of, write_whole

_PREFIX = "found-"


@dataclass(frozen=True)
class Found:
    """What was found on a page: the matches by kind, the languages it speaks, and the *seconds* it took to find out."""

    matches: Matches
    spoken: frozenset[str]
    seconds: float


@dataclass(frozen=True)
class KeptFinds:
    """What was found by one set of vocabularies, kept in *folder*; without a folder nothing is kept."""

    folder: Path | None = None

    @classmethod
    def beside(cls, texts: KeptTexts, rules: RuleBook) -> KeptFinds:
        """Those in the texts of *texts* with the vocabularies of *rules*. Raises CorpusError."""
        if texts.folder is None:
            return cls()
        return cls(latest_of(texts.folder, f"{_PREFIX}{_way_of_finding(rules)}"))

    def on(self, picture: str, rules: RuleBook) -> FindsOnPicture:
        """What is found in the texts of one *picture*, which goes by the digest of its content."""
        return FindsOnPicture(rules, self.folder / f"{picture}.json" if self.folder else None)


class FindsOnPicture:
    """What is found in the texts of one picture: kept in *file*, or found now because it was not."""

    def __init__(self, rules: RuleBook, file: Path | None) -> None:
        self._rules = rules
        self._file = file
        self._kept = _load(file) if file else {}
        self._were_kept = True

    def find(self, page: Page) -> Found:
        text = f"{zlib.crc32(page.text.encode()):08x}"
        if text in self._kept:
            return self._kept[text]
        start = time.perf_counter()
        matches, spoken = matches_on(page, self._rules)
        self._kept[text] = Found(matches, spoken, time.perf_counter() - start)
        self._were_kept = False
        return self._kept[text]

    def save(self) -> None:
        """Keep what was found now. Raises CorpusError where that cannot be."""
        if self._file and not self._were_kept:
            write_whole(self._file, {text: _as_json(found) for text, found in self._kept.items()})


def _way_of_finding(rules: RuleBook) -> str:
    """A name for everything that decides what is found in a text: every phrase, and the code that looks for them."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE_RULES.glob("*.py")):
        digest.update(file.read_bytes())
    for phrase in rules.phrases:
        digest.update(f"{phrase.language}\t{phrase.concept}\t{phrase.text}\n".encode())
    return digest.hexdigest()[:16]


def _as_json(found: Found) -> dict[str, Any]:
    rows = {
        kind: [
            (m.language, m.phrase, m.span.first, m.span.last, m.span.start, m.span.end, m.similarity) for m in matches
        ]
        for kind, matches in found.matches.items()
    }
    return {"matches": rows, "spoken": sorted(found.spoken), "seconds": round(found.seconds, 6)}


def _from_json(kept: Mapping[str, Any]) -> Found:
    matches = {
        kind: [Match(kind, language, phrase, Span(*span), similarity) for language, phrase, *span, similarity in rows]
        for kind, rows in kept["matches"].items()
    }
    return Found(matches, frozenset(kept["spoken"]), kept["seconds"])


def _load(file: Path) -> dict[str, Found]:
    """What is kept in *file*, by the text it was found in; nothing where it is missing or damaged."""
    try:
        return {text: _from_json(found) for text, found in json.loads(file.read_bytes()).items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
