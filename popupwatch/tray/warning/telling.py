"""From what was seen to what the warning says: pure, in the language of the texts."""

from __future__ import annotations

from collections.abc import Collection

from popupwatch.advice.telling import GENERAL, Teller, steps_by_advice
from popupwatch.advice.texts import Texts
from popupwatch.model import Box, Finding
from popupwatch.tray.warning.content import (
    MOST_REASONS,
    NOBODY,
    Alert,
    Reason,
    Trusted,
    WarningContent,
    quoted,
    step_keys,
)
from popupwatch.watch.messages import Sighting

# Which texts of ours the window needs by itself.
_WORDS = "warning."
_NAMES_MICROSOFT = "names-microsoft"
# Words that are there to shame, which nobody needs to read twice. Quoted beside ours they would also be the scam again
# to a look at our window.
_NOT_QUOTED = {"sextortion"}
_ABOUT_PAYING = {"gift-card", "ransom"}


def alert_of(incident: str, seen: Sighting, texts: Texts, platform: str, monitor: Box | None = None) -> Alert:
    """What to tell of the scam that was *seen* on *monitor*, for a person on *platform* (as ``sys.platform`` says);
    *incident* is what the tray calls it."""
    teller = Teller.knowing([seen.scenario], texts)
    keys = steps_by_advice().get(seen.advice, steps_by_advice()[GENERAL])
    steps = [texts.say(key) for key in step_keys(keys[1:], platform, texts.find)]
    statement, source = _statement(seen, texts)
    left, top = (monitor.left, monitor.top) if monitor else (0, 0)
    return Alert(
        incident,
        teller.title(seen.rule),
        steps[0],
        teller.why(seen.rule),
        _reasons(teller, seen),
        statement,
        source,
        tuple(steps[1:]),
        tuple(
            Box(item.box.left + left, item.box.top + top, item.box.right + left, item.box.bottom + top)
            for item in seen.evidence
        ),
    )


def warning_of(
    alert: Alert,
    texts: Texts,
    *,
    text_size: int = 100,
    monitor: Box | None = None,
    can: Collection[str] = (),
    trusted: Trusted = NOBODY,
    country: str = "",
    read_aloud: bool = False,
) -> WarningContent:
    """The warning of *alert*, to be shown on *monitor*; *can* is what this system can do."""
    words = {key: text for key, text in texts.entries.items() if key.startswith(_WORDS)}
    return WarningContent(
        (alert,),
        texts.say("step.calm"),
        words,
        texts.language,
        text_size,
        monitor,
        tuple(sorted(can)),
        trusted,
        country,
        read_aloud,
    )


def _statement(seen: Sighting, texts: Texts) -> tuple[str, str]:
    """What Microsoft says itself, where its name is used, and where that was read."""
    if not any(item.clue == _NAMES_MICROSOFT for item in seen.evidence):
        return "", ""
    if seen.advice in _ABOUT_PAYING:
        return texts.say("microsoft.no-coins"), texts.say("microsoft.no-coins-source")
    said = f"{texts.say('microsoft.no-number')} {texts.say('microsoft.you-begin')}"
    return said, texts.say("microsoft.no-number-source")


def _reasons(teller: Teller, seen: Sighting) -> tuple[Reason, ...]:
    """Why, the weightiest first, each number once."""
    told: list[Reason] = []
    numbers: set[str] = set()
    for reason in teller.reasons(Finding(seen.rule, seen.level, seen.score, seen.evidence, ())):
        quotes, found = ((), ()) if seen.advice in _NOT_QUOTED else quoted(reason.words)
        fresh = tuple(number for number in found if number not in numbers)
        numbers.update(fresh)
        if quotes or fresh or seen.advice in _NOT_QUOTED:
            told.append(Reason(reason.label, quotes, fresh))
    return tuple(told[:MOST_REASONS])
