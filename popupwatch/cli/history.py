"""``popupwatch history``: what was found, and what the person chose."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, printable, spoken
from popupwatch.errors import ExitCode, HistoryError, WatchError
from popupwatch.model import Level
from popupwatch.settings import history_path, running_folder
from popupwatch.watch.control import ask
from popupwatch.watch.history import NO_SCAM, History, Record
from popupwatch.watch.table import table

_FIELDS = ("id", "began", "ended", "verdict", "scenario", "score", "screen", "evidence", "choice")
_DAY = 86_400


@click.command(cls=SpeakingCommand, help="history")
@click.option("--days", type=click.IntRange(min=1), help="history-days")
@click.option("--scenario", help="history-scenario")
@click.option("--verdict", type=click.Choice([Level.SUSPICIOUS.value, Level.SCAM.value]), help="history-verdict")
@click.option("--format", "shape", type=click.Choice(["text", "json", "csv"]), default="text", help="history-format")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="history-output")
@click.option("--no-scam", type=int, metavar="NUMBER", help="history-no-scam")
@click.option("--delete", "delete", type=int, multiple=True, metavar="NUMBER", help="history-delete")
@click.option("--delete-all", is_flag=True, help="history-delete-all")
@click.option("--yes", is_flag=True, help="history-yes")
@spoken
def history(
    days: int | None,
    scenario: str | None,
    verdict: str | None,
    shape: str,
    output: Path | None,
    no_scam: int | None,
    delete: tuple[int, ...],
    delete_all: bool,
    yes: bool,
    texts: Texts,
) -> int:
    kept = History(history_path())
    if delete or delete_all:
        if delete_all and not yes:
            click.confirm(texts.say("history.sure"), abort=True)
        click.echo(texts.say("history.deleted", count=kept.delete(None if delete_all else delete)))
        return ExitCode.CLEAR
    if no_scam is not None:
        if not kept.choose(no_scam, NO_SCAM, time.time()):
            raise HistoryError("There is no entry {number} in the history.", number=no_scam)
        with suppress(WatchError):  # where none runs, the next one reads it
            ask(running_folder(), kind="reload")
        click.echo(texts.say("history.forgiven"))
        return ExitCode.CLEAR
    since = time.time() - days * _DAY if days else None
    records = kept.records(since, scenario, verdict) if history_path().exists() else []
    said = {"text": _as_text, "json": _as_json, "csv": _as_csv}[shape](records, texts)
    if output is None:
        click.echo(said, nl=shape == "text")
        return ExitCode.CLEAR
    try:
        output.write_text(said, encoding="utf-8", newline="")
    except OSError as error:
        raise HistoryError.unwritable(output, error) from error
    click.echo(texts.say("history.written", path=printable(str(output)), count=len(records)))
    return ExitCode.CLEAR


def _as_text(records: list[Record], texts: Texts) -> str:
    if not records:
        return texts.say("history.empty")
    teller = Teller(texts, {})
    lines = []
    for record in records:
        title = texts.say(f"verdict.{record.level}", title=teller.title(record.scenario))
        choice = texts.say(f"history.choice-{record.choice}") if record.choice else ""
        lines.append(f"{record.id:4d}  {_time(record.began_at)}  {title}  {choice}".rstrip())
        for clue, words in record.evidence:
            quoted = texts.say("verdict.quoted", words=printable(words))
            lines.append(
                f"      - {texts.say('verdict.reason', label=teller.label(record.scenario, clue), words=quoted)}"
            )
    return "\n".join(lines)


def _as_json(records: list[Record], texts: Texts) -> str:
    return "".join(json.dumps(_fields(record), ensure_ascii=False) + "\n" for record in records)


def _as_csv(records: list[Record], texts: Texts) -> str:
    rows = []
    for fields in map(_fields, records):
        words = " | ".join(item["words"] for item in fields["evidence"])
        rows.append(list({**fields, "evidence": words}.values()))
    return table([_FIELDS, *rows])


def _fields(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "began": _time(record.began_at),
        "ended": _time(record.ended_at) if record.ended_at else None,
        "verdict": record.level,
        "scenario": record.scenario,
        "score": record.score,
        "screen": record.screen,
        "evidence": [{"clue": clue, "words": words} for clue, words in record.evidence],
        "choice": record.choice,
    }


def _time(at: float) -> str:
    return datetime.fromtimestamp(at).isoformat(" ", "seconds")
