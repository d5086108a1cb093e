"""Recording what the reader sees in a fixture, so that rules can be tried on it without reading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from popupwatch.capture.images import open_picture
from popupwatch.errors import FixtureError, PopupwatchError, ReaderError
from popupwatch.model import Frame, Level, ScreenText
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import Reader
from popupwatch.ocr.recorded import RecordedLooks, as_kept
from popupwatch.ocr.unread import unread_share
from popupwatch.rules.judge import judge
from popupwatch.rules.load import RuleBook
from popupwatch.scanning import Scan, look_and_judge, scan_frame
from popupwatch.workshop.fixtures import Fixture


@dataclass(frozen=True)
class Recording:
    """What the reader saw in *fixture*, the *level* a scan judges from it, and what was kept *before*, if anything."""

    fixture: Fixture
    looks: RecordedLooks
    level: Level
    before: RecordedLooks | None

    @property
    def same(self) -> bool:
        return self.looks == self.before

    @property
    def lost(self) -> list[str]:
        """Words that were read before and are no longer, in reading order."""
        return _without(self.before.everything, self.looks.everything) if self.before else []

    @property
    def gained(self) -> list[str]:
        return _without(self.looks.everything, self.before.everything) if self.before else []

    def keep(self) -> None:
        """Write it beside the picture. Raises FixtureError where that cannot be done."""
        file = self.fixture.recorded
        try:
            recorded.save_looks(self.looks, file, self.fixture.picture)
        except OSError as error:
            raise FixtureError.unwritable(file, error) from error


def is_recorded(fixture: Fixture) -> bool:
    """Whether the text of its picture as it is now was kept."""
    try:
        check_recorded(fixture)
    except PopupwatchError:
        return False
    return True


def check_recorded(fixture: Fixture) -> None:
    """Raises FixtureError where its text was not recorded, or from another picture, ReaderError where it is damaged."""
    _stored(fixture)


def recorded_looks(fixture: Fixture) -> RecordedLooks:
    """What was recorded of it. Raises what `check_recorded` does."""
    return recorded.looks_from_json(_stored(fixture))


def _stored(fixture: Fixture) -> Any:
    """The content of the file its text was recorded in, once it is sure to be of its picture."""
    if not fixture.recorded.is_file():
        raise FixtureError(
            "{name}: its text was not recorded yet. To record it: popupwatch fixtures record {path}",
            name=fixture.name,
            path=fixture.file,
        )
    if not fixture.picture.is_file():
        raise FixtureError("{name}: there is no picture {path}.", name=fixture.name, path=fixture.picture)
    stored = recorded.stored_in(fixture.recorded)
    if not recorded.belongs_to(stored, fixture.picture):
        raise FixtureError(
            "{name}: its picture changed since its text was recorded. To record it again: "
            "popupwatch fixtures record {path}",
            name=fixture.name,
            path=fixture.file,
        )
    return stored


def read_fixture(fixture: Fixture, reader: Reader, rules: RuleBook) -> Scan:
    """A scan of its picture. Raises PictureError, ReaderError."""
    return scan_frame(open_picture(fixture.picture), reader, rules)


def record(fixture: Fixture, reader: Reader, rules: RuleBook) -> Recording:
    """Look at its picture both ways, whether a scan would or not: with other rules it might. Raises PictureError,
    ReaderError."""
    looks = looks_at(open_picture(fixture.picture), reader)
    _, verdict = look_and_judge(looks, lambda text: judge(text, rules))
    return Recording(fixture, looks, verdict.level, _kept(fixture))


def looks_at(frame: Frame, reader: Reader) -> RecordedLooks:
    """Both looks at *frame*, as they are once kept. Raises ReaderError."""
    first = reader.read(frame)
    closer = reader.read_closely(frame, first)
    share = round(unread_share(frame, first), 3)
    return RecordedLooks(as_kept(first), share, None if closer is first else as_kept(closer))


def _kept(fixture: Fixture) -> RecordedLooks | None:
    """What was recorded before; ``None`` where there is nothing or it is damaged."""
    try:
        return recorded.load_looks(fixture.recorded)
    except ReaderError:
        return None


def _without(text: ScreenText, other: ScreenText) -> list[str]:
    """The words of *text* that *other* lacks, as often as it lacks them."""
    rest = Counter(word.text for line in other.lines for word in line.words)
    found = []
    for line in text.lines:
        for word in line.words:
            if rest[word.text]:
                rest[word.text] -= 1
            else:
                found.append(word.text)
    return found
