"""The state in one value that can be shown, in any language."""

from __future__ import annotations

import json

import pytest

from popupwatch.advice.texts import languages, load_texts
from popupwatch.errors import CaptureError, HistoryError
from popupwatch.watch.state import Doing, State, error_from

BLIND = State(
    Doing.BLIND,
    1000.0,
    reason=CaptureError("The screen could not be captured: {reason}", reason=OSError("gone")),
    looked_at=990.0,
    screens=2,
    waiting=3.5,
    scenario="fake-scan",
    suspicious="lost-parcel",
    own_titles={"lost-parcel": "Fake parcel"},
    restarts=4,
    unkept=1,
    problem=HistoryError("The history {path} is damaged.", path="/h", damaged=True),
)


def test_every_field_is_told() -> None:
    fields = BLIND.as_fields()
    told = {"state" if name == "doing" else name for name in State.__dataclass_fields__}
    assert set(fields) == told
    assert fields["state"] == "blind"
    assert (fields["since"], fields["looked_at"], fields["screens"], fields["waiting"]) == (1000.0, 990.0, 2, 3.5)
    assert (fields["scenario"], fields["suspicious"]) == ("fake-scan", "lost-parcel")
    assert (fields["restarts"], fields["unkept"], fields["until"]) == (4, 1, None)


def test_it_goes_through_json_and_back() -> None:
    fields = json.loads(json.dumps(BLIND.as_fields()))
    assert fields == BLIND.as_fields()
    reason, problem = error_from(fields["reason"]), error_from(fields["problem"])
    assert str(reason) == "The screen could not be captured: gone"
    assert str(problem) == "The history /h is damaged."


def test_where_there_is_no_error_none_comes_back() -> None:
    fields = State(Doing.WATCHING, 1.0).as_fields()
    assert fields["reason"] is None
    assert error_from(fields["reason"]) is None


def test_an_error_is_said_in_the_language_of_whoever_asks() -> None:
    french = load_texts("fr")
    back = error_from(BLIND.as_fields()["reason"])
    assert back is not None
    assert BLIND.reason is not None
    assert french.error(back) == french.error(BLIND.reason) != str(BLIND.reason)


@pytest.mark.parametrize("doing", Doing)
@pytest.mark.parametrize("language", languages())
def test_there_are_words_for_every_state(doing: Doing, language: str) -> None:
    said = load_texts(language).say(f"watch.{doing.value}", until="12:00", reason="it rains", title="a fake scan")
    assert said
    assert not said.startswith("watch.")
