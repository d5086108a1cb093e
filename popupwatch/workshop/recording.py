"""Recording what the reader sees in a fixture, so that rules can be tried on it without reading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from popupwatch.capture.images import open_picture
from popupwatch.errors import FixtureError, PopupwatchError, ReaderError
from popupwatch.model import Level, ScreenText
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import Reader
from popupwatch.rules.load import RuleBook
from popupwatch.scanning import scan_frame
from popupwatch.workshop.fixtures import Fixture


@dataclass(frozen=True)
class Recording:
    """What the reader saw in *fixture*, the *level* that was judged from it, and the text kept *before*, if any."""

    fixture: Fixture
    text: ScreenText
    level: Level
    before: ScreenText | None

    @property
    def same(self) -> bool:
        return self.text == self.before

    @property
    def lost(self) -> list[str]:
        """Words that were read before and are no longer, in reading order."""
        return _without(self.before, self.text) if self.before else []

    @property
    def gained(self) -> list[str]:
        return _without(self.text, self.before) if self.before else []

    def keep(self) -> None:
        """Write the text beside the picture. Raises FixtureError where that cannot be done."""
        file = self.fixture.recorded
        try:
            recorded.save(self.text, file, self.fixture.picture)
        except OSError as error:
            reason = error.strerror or error
            raise FixtureError("{path} cannot be written: {reason}.", path=file, reason=reason) from error


def is_recorded(fixture: Fixture) -> bool:
    """Whether the text of its picture as it is now was kept."""
    try:
        check_recorded(fixture)
    except PopupwatchError:
        return False
    return True


def check_recorded(fixture: Fixture) -> None:
    """Raises FixtureError where its text was not recorded, or from another picture, ReaderError where it is damaged."""
    if not fixture.recorded.is_file():
        raise FixtureError(
            "{name}: its text was not recorded yet. To record it: popupwatch fixtures record {path}",
            name=fixture.name,
            path=fixture.file,
        )
    if not fixture.picture.is_file():
        raise FixtureError("{name}: there is no picture {path}.", name=fixture.name, path=fixture.picture)
    if not recorded.belongs_to(fixture.recorded, fixture.picture):
        raise FixtureError(
            "{name}: its picture changed since its text was recorded. To record it again: "
            "popupwatch fixtures record {path}",
            name=fixture.name,
            path=fixture.file,
        )


def read_fixture(fixture: Fixture, reader: Reader, rules: RuleBook) -> Recording:
    """Read the picture as a scan would, and take the text that the verdict was made from. Raises PictureError,
    ReaderError."""
    scan = scan_frame(open_picture(fixture.picture), reader, rules)
    return Recording(fixture, _as_kept(scan.text), scan.verdict.level, _kept(fixture))


def _kept(fixture: Fixture) -> ScreenText | None:
    """The text recorded before; ``None`` where there is none or it is damaged."""
    try:
        return recorded.load(fixture.recorded)
    except ReaderError:
        return None


def _as_kept(text: ScreenText) -> ScreenText:
    """*text* as it is once kept, to be compared with what was: confidences are rounded."""
    return recorded.from_json(recorded.to_json(text))


def _without(text: ScreenText, other: ScreenText | None) -> list[str]:
    """The words of *text* that *other* lacks, as often as it lacks them."""
    rest = Counter(word.text for line in other.lines for word in line.words) if other else Counter[str]()
    found = []
    for line in text.lines:
        for word in line.words:
            if rest[word.text]:
                rest[word.text] -= 1
            else:
                found.append(word.text)
    return found
