"""A past warning in plain words, and all of them as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from popupwatch.advice.telling import Teller
from popupwatch.errors import HistoryError
from popupwatch.model import Level
from popupwatch.tray.dates import when
from popupwatch.tray.warning.content import quoted
from popupwatch.watch.history import Record
from popupwatch.watch.table import table

_HEADINGS = ("number", "began", "ended", "title", "words", "choice")
# Beyond these, letters are pictures, over which Tk may stumble.
_LAST_LETTER = "\uffff"


@dataclass(frozen=True, slots=True)
class Told:
    """*when* it was, what it was (*title*), *why* that is a scam, what the person chose, and for each of the *reasons*
    what the screen did with which words, the telephone numbers apart."""

    when: str
    title: str
    why: str
    choice: str
    reasons: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, record: Record, teller: Teller, today: date) -> Told:
        say = teller.texts.say
        title, why = teller.title(record.scenario), teller.why(record.scenario)
        if record.level == Level.SUSPICIOUS.value:
            title = say("history-window.odd", title=title[:1].lower() + title[1:])
        return cls(
            when(record.began_at, say, today),
            title,
            why,
            say(f"history-window.chose-{record.choice or 'nothing'}"),
            tuple(_reasons(record, teller)),
        )


def _reasons(record: Record, teller: Teller) -> Iterable[tuple[str, tuple[str, ...]]]:
    words: dict[str, list[str]] = {}
    for clue, text in record.evidence:
        words.setdefault(teller.label(record.scenario, clue), []).append(readable(text))
    for label, texts in words.items():
        quotes, numbers = quoted(texts)
        said = ", ".join(teller.texts.say("verdict.quoted", words=quote) for quote in quotes)
        yield (teller.texts.say("verdict.reason", label=label, words=said) if said else label), numbers


def readable(text: str) -> str:
    """*text* of a screen without what cannot be shown in a line."""
    return "".join(letter if letter.isprintable() and letter <= _LAST_LETTER else " " for letter in text)


def save_as_file(records: Iterable[tuple[Record, Told]], folder: Path, say: Callable[..., str], today: date) -> Path:
    """Write all of *records* as a table into *folder*, under a name that is not taken. Its path. Raises
    HistoryError."""
    rows = [
        (
            record.id,
            _moment(record.began_at),
            _moment(record.ended_at) if record.ended_at else "",
            told.title,
            " | ".join(readable(words) for _, words in record.evidence),
            told.choice,
        )
        for record, told in records
    ]
    headings = [say(f"history-window.head-{name}") for name in _HEADINGS]
    text = table([headings, *rows], say("history-window.separator"))
    stem = say("history-window.file", day=today.isoformat())
    path = _free(folder, stem)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # By its first mark spreadsheets know how the accents are written.
        path.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise HistoryError.unwritable(path, error) from error
    return path


def _free(folder: Path, stem: str) -> Path:
    names = (f"{stem}{f' ({number})' if number > 1 else ''}.csv" for number in range(1, 1000))
    return next((folder / name for name in names if not (folder / name).exists()), folder / f"{stem}.csv")


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at).isoformat(" ", "minutes")
