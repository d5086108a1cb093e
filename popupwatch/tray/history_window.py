"""The window with past warnings: what was found, what the person chose, and what can be done with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts, language_of, load_texts
from popupwatch.errors import HistoryError, PopupwatchError
from popupwatch.model import Box
from popupwatch.settings import documents_folder, history_path
from popupwatch.tray.history_telling import Told, save_as_file
from popupwatch.tray.page import Page
from popupwatch.tray.shown import Shown
from popupwatch.tray.stage import Action, View
from popupwatch.tray.warning.views import told_view
from popupwatch.tray.window import Tray
from popupwatch.watch.history import NO_SCAM, History, Record

# As many entries as are shown at once.
AT_ONCE = 50
# What an entry is said to be once more that was said to be no scam.
_READ = "understood"


def open_history(tray: Tray) -> None:
    """Content: ``language``, ``text_size``, ``monitor``."""
    content = tray.content()
    texts = load_texts(content.get("language") or language_of())
    monitor = Box(**content["monitor"]) if content.get("monitor") else None
    HistoryWindow(tray, texts, content.get("text_size") or 100, monitor).run()


class HistoryWindow:
    """Reads the history anew for each list that is shown: the watcher may have added to it."""

    def __init__(self, tray: Tray, texts: Texts, text_size: int, monitor: Box | None) -> None:
        self._tray, self._texts, self._say = tray, texts, texts.say
        self._history, self._teller = History(history_path()), Teller(texts, {})
        self._records: list[Record] = []
        self._first = 0  # the entry that the list begins with
        self._at = 0.0  # how far the list was scrolled
        self._shown = Shown(tray, self._say("history-window.title"), text_size, monitor, self._close)

    def run(self) -> None:
        """Until it is closed."""
        self._show_list()
        self._shown.run()

    # -- the views ----------------------------------------------------------------------------------------------------
    def _show_list(self, said: str = "", focus: str = "") -> None:
        """The list, with what has just been done *said* above it."""
        try:
            self._records = self._history.records() if history_path().exists() else []
        except HistoryError as error:
            self._show_trouble(error)
            return
        if self._first >= len(self._records):
            self._first = max(0, (len(self._records) - 1) // AT_ONCE * AT_ONCE)
        leads = [said] if said else [self._say("history-window.lead")] if self._records else []
        actions = [self._action("close", self._close, main=True, always=True)]
        if self._records:
            actions.append(self._action("save", self._save))
            if self._first:
                actions.append(self._action("newer", lambda: self._turn(-AT_ONCE)))
            if self._first + AT_ONCE < len(self._records):
                actions.append(self._action("older", lambda: self._turn(AT_ONCE)))
            actions.append(self._action("delete-all", self._ask_delete_all, apart=True))
        title = self._say("history-window.title")
        self._show(View(title, self._build_list, actions, self._close, self._close, leads), self._at, focus)

    def _build_list(self, page: Page) -> None:
        page.space(8)
        if not self._records:
            page.lead(self._say("history-window.empty"))
            page.paragraph(self._say("history-window.empty-then"))
            return
        shown = self._records[self._first : self._first + AT_ONCE]
        for record in shown:
            told = self._told(record)
            entry = page.entry(told.when, [told.title, told.choice], lambda record=record: self._open(record))  # type: ignore[misc]
            self._shown.named[f"entry-{record.id}"] = entry
        if len(self._records) > AT_ONCE:
            first, last = self._first + 1, self._first + len(shown)
            page.quiet(self._say("history-window.part", first=first, last=last, count=len(self._records)))

    def _open(self, record: Record) -> None:
        self._at = self._shown.stage.page.scrolled_to
        self._show_record(record)

    def _show_record(self, record: Record, said: str = "") -> None:
        told = self._told(record)

        def build(page: Page) -> None:
            page.heading(told.when)
            page.paragraph(told.choice)
            if told.why:
                page.paragraph(told.why)
            with page.card():
                page.strong(self._say("history-window.words" if told.reasons else "history-window.no-words"))
                for line, numbers in told.reasons:
                    page.paragraph(line)
                    for number in numbers:
                        page.struck(number)

        back = lambda: self._show_list(focus=f"entry-{record.id}")  # noqa: E731
        actions = [self._action("back", back, main=True, always=True)]
        if record.choice == NO_SCAM:
            actions.append(self._action("scam-again", lambda: self._choose(record, _READ, "scam-again-done")))
        else:
            actions.append(self._action("no-scam", lambda: self._ask_no_scam(record)))
        actions.append(self._action("delete", lambda: self._delete(record)))
        actions.append(self._action("close", self._close, apart=True))
        self._show(View(told.title, build, actions, back, self._close, [said] if said else []))

    def _ask_no_scam(self, record: Record) -> None:
        back = lambda: self._show_record(record)  # noqa: E731
        yes = self._action("no-scam-yes", lambda: self._choose(record, NO_SCAM, "no-scam-done"))
        self._ask("no-scam", ["no-scam-sure", "no-scam-then"], yes, back)

    def _ask_delete_all(self) -> None:
        self._at = self._shown.stage.page.scrolled_to
        yes = self._action("delete-all-yes", self._delete_all)
        self._ask("delete-all", ["delete-all-sure"], yes, self._show_list)

    def _ask(self, what: str, sentences: Sequence[str], yes: Action, back: Callable[[], object]) -> None:
        no = self._action(f"{what}-no", back, main=True, always=True)
        said = [self._say(f"history-window.{sentence}") for sentence in sentences]
        self._show(told_view(self._say(f"history-window.{what}-title"), said, [no, yes], back, back))

    def _show_trouble(self, error: PopupwatchError) -> None:
        again = self._action("again", self._show_list, always=True)
        close = self._action("close", self._close, main=True, always=True)
        said = [self._texts.error(error), self._say("history-window.trouble-then")]
        title = self._say("history-window.trouble-title")
        self._show(told_view(title, said, [close, again], self._close, self._close))

    # -- what is done -------------------------------------------------------------------------------------------------
    def _turn(self, entries: int) -> None:
        self._first, self._at = self._first + entries, 0.0
        self._show_list()

    def _choose(self, record: Record, choice: str, done: str) -> None:
        assert record.id is not None
        try:
            self._history.choose(record.id, choice, time.time())
            kept = next((known for known in self._history.records() if known.id == record.id), None)
        except HistoryError as error:
            self._show_record(record, self._failed(error))
            return
        self._tray.tell("reload")
        if kept:
            self._show_record(kept, self._say(f"history-window.{done}"))
        else:  # deleted meanwhile
            self._show_list()

    def _delete(self, record: Record) -> None:
        assert record.id is not None
        try:
            self._history.delete([record.id])
        except HistoryError as error:
            self._show_record(record, self._failed(error))
            return
        self._forgotten([record])
        self._show_list(self._say("history-window.deleted"))

    def _delete_all(self) -> None:
        try:
            self._history.delete()
        except HistoryError as error:
            self._show_list(self._failed(error))
            return
        self._forgotten(self._records)
        self._first, self._at = 0, 0.0
        self._show_list(self._say("history-window.deleted-all"))

    def _forgotten(self, records: Sequence[Record]) -> None:
        if any(record.choice == NO_SCAM for record in records):
            self._tray.tell("reload")

    def _save(self) -> None:
        try:
            told = [(record, self._told(record)) for record in self._history.records()]
            path = save_as_file(told, documents_folder(), self._say, datetime.now().date())
        except PopupwatchError as error:
            self._show_list(self._failed(error))
            return
        self._show_list(self._say("history-window.saved", path=path), focus="save")

    # -- words --------------------------------------------------------------------------------------------------------
    def _told(self, record: Record) -> Told:
        return Told.of(record, self._teller, datetime.now().date())

    def _failed(self, error: PopupwatchError) -> str:
        return self._say("history-window.failed", reason=self._texts.error(error))

    def _action(
        self, key: str, do: Callable[[], object], main: bool = False, always: bool = False, apart: bool = False
    ) -> Action:
        return Action(key, self._say(f"history-window.{key}"), do, main, always, apart)

    def _show(self, view: View, at: float = 0.0, focus: str = "") -> None:
        self._shown.show(view, at, focus)

    def _close(self) -> None:
        self._shown.root.destroy()
