"""What was found and what the person chose: one small SQLite file. Times are seconds since 1970."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from popupwatch.errors import HistoryError
from popupwatch.watch.incidents import Fingerprint

# What brings a file from each version to the next; a new step is added at the end and never changed again.
_MIGRATIONS = (
    """
    CREATE TABLE incident (
        id INTEGER PRIMARY KEY,
        began_at REAL NOT NULL,
        ended_at REAL,
        level TEXT NOT NULL,
        scenario TEXT NOT NULL,
        score REAL NOT NULL,
        screen INTEGER NOT NULL,
        evidence TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        choice TEXT,
        chosen_at REAL
    );
    CREATE INDEX incident_began_at ON incident (began_at);
    """,
)
_WAIT = 1.0  # seconds for another process that writes

NO_SCAM = "no-scam"
CHOICES = ("closed", "no-scam", "called", "understood")


@dataclass(frozen=True, slots=True)
class Record:
    """One incident as it is kept. *evidence*: clue and words of each."""

    began_at: float
    level: str
    scenario: str
    score: float
    screen: int
    evidence: tuple[tuple[str, str], ...]
    fingerprint: Fingerprint
    id: int | None = None
    ended_at: float | None = None
    choice: str | None = None
    chosen_at: float | None = None


class History:
    """The history in *path*, which is made when it is first used. Raises HistoryError for whatever goes wrong: a full
    disk, a file that another program holds or that is damaged."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, record: Record) -> int:
        """Keep *record*. Its number."""
        with self._open() as database:
            row = database.execute(
                "INSERT INTO incident (began_at, ended_at, level, scenario, score, screen, evidence, fingerprint,"
                " choice, chosen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    record.began_at,
                    record.ended_at,
                    record.level,
                    record.scenario,
                    record.score,
                    record.screen,
                    json.dumps(record.evidence, ensure_ascii=False),
                    json.dumps(record.fingerprint.as_fields()),
                    record.choice,
                    record.chosen_at,
                ),
            ).lastrowid
        assert row is not None
        return row

    def end(self, row: int, at: float | None) -> None:
        """What is kept as *row* was gone *at* that time, or is there."""
        with self._open() as database:
            database.execute("UPDATE incident SET ended_at = ? WHERE id = ?", (at, row))

    def choose(self, row: int, choice: str, at: float) -> bool:
        """Keep what the person chose, one of CHOICES. Whether there is such a row."""
        with self._open() as database:
            statement = "UPDATE incident SET choice = ?, chosen_at = ? WHERE id = ?"
            return database.execute(statement, (choice, at, row)).rowcount > 0

    def records(
        self, since: float | None = None, scenario: str | None = None, level: str | None = None
    ) -> list[Record]:
        """What is kept, the latest first, as far as it fits."""
        wanted = {"began_at >= ?": since, "scenario = ?": scenario, "level = ?": level}
        wanted = {condition: value for condition, value in wanted.items() if value is not None}
        where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
        with self._open() as database:
            rows = database.execute(
                f"SELECT * FROM incident {where} ORDER BY began_at DESC, id DESC", tuple(wanted.values())
            )
            return [_record(row) for row in rows]

    def no_scams(self) -> list[Fingerprint]:
        """What the person said was none."""
        with self._open() as database:
            rows = database.execute("SELECT fingerprint FROM incident WHERE choice = ?", (NO_SCAM,))
            return [Fingerprint.from_fields(json.loads(row["fingerprint"])) for row in rows]

    def delete(self, rows: Sequence[int] | None = None, before: float | None = None) -> int:
        """Forget *rows*, or what began *before* that time, or everything. How many were forgotten."""
        with self._open() as database:
            if rows is not None:
                done = database.executemany("DELETE FROM incident WHERE id = ?", [(row,) for row in rows])
            elif before is not None:
                done = database.execute(
                    "DELETE FROM incident WHERE began_at < ? AND choice IS NOT ?", (before, NO_SCAM)
                )
            else:
                done = database.execute("DELETE FROM incident")
            return done.rowcount

    def set_aside(self, at: float) -> Path:
        """Put a damaged file out of the way, so that a new one can be begun; nothing of it is lost. Its new name."""
        aside = self.path.with_name(f"{self.path.stem}-damaged-{int(at)}{self.path.suffix}")
        try:
            self.path.replace(aside)
        except OSError as error:
            raise HistoryError(
                "The history {path} could not be moved: {reason}", path=self.path, reason=error
            ) from error
        return aside

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one piece of work, all of which is kept or nothing."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise HistoryError("The history {path} cannot be opened: {reason}", path=self.path, reason=error) from error
        try:
            database.row_factory = sqlite3.Row
            database.execute("BEGIN IMMEDIATE")
            _migrate(database, self.path)
            yield database
            database.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                database.execute("ROLLBACK")
            raise _told(error, self.path) from error
        except (ValueError, TypeError, KeyError) as error:  # a row that holds what nobody wrote
            raise HistoryError("The history {path} is damaged.", path=self.path, damaged=True) from error
        finally:
            database.close()


def _migrate(database: sqlite3.Connection, path: Path) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > len(_MIGRATIONS):
        raise HistoryError(
            "The history {path} was written by a newer popupwatch (version {version} of the file). Please update.",
            path=path,
            version=version,
        )
    for number, migration in enumerate(_MIGRATIONS[version:], version + 1):
        for statement in migration.split(";"):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {number}")


def _told(error: sqlite3.Error, path: Path) -> HistoryError:
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return HistoryError("The history {path} is damaged.", path=path, damaged=True)
    if code == "SQLITE_FULL":
        return HistoryError("The history {path} could not be written: the disk is full.", path=path)
    return HistoryError("The history {path} could not be used: {reason}", path=path, reason=error)


def _record(row: sqlite3.Row) -> Record:
    fields: dict[str, Any] = dict(row)
    fields["evidence"] = tuple((clue, text) for clue, text in json.loads(fields["evidence"]))
    fields["fingerprint"] = Fingerprint.from_fields(json.loads(fields["fingerprint"]))
    return Record(**fields)
