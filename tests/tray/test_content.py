"""What a warning says, worked out from what was seen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from warned import MICROSOFT, NUMBER, RANSOM, content, evidence

from popupwatch.advice.telling import steps_by_advice
from popupwatch.advice.texts import languages, load_texts
from popupwatch.model import Box
from popupwatch.tray.warning.content import WarningContent, quoted
from popupwatch.tray.warning.telling import alert_of

ENGLISH = load_texts("en")


def test_to_json_and_back() -> None:
    made = content(monitor=Box(1366, 0, 2732, 768)).with_alert(alert_of("second", RANSOM, ENGLISH, "linux"))
    assert WarningContent.from_fields(json.loads(json.dumps(made.as_fields()))) == made
    bare = content(can=())
    assert WarningContent.from_fields(json.loads(json.dumps(bare.as_fields() | {"kind": "content"}))) == bare


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("advice", steps_by_advice())
@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_every_kind_of_advice_on_every_platform(advice: str, platform: str, language: str) -> None:
    texts = load_texts(language)
    alert = alert_of("one", replace(MICROSOFT, advice=advice), texts, platform)
    assert alert.do_not == texts.say(f"step.{steps_by_advice()[advice][1]}")
    assert len(alert.steps) >= 2
    told = " ".join(alert.steps)
    assert ("Cmd" in told) <= (platform == "darwin")
    assert ("Alt+F4" in told) <= (platform != "darwin")
    assert (texts.say("warning.step-close-windows") in alert.steps) <= (platform == "win32")
    assert texts.say("step.if-it-happened") not in alert.steps


def test_a_scenario_of_an_own_rule() -> None:
    own = replace(MICROSOFT, rule="my-own", advice="", title="A fake parcel", says={"alarm": "It shouts"})
    alert = alert_of("one", own, ENGLISH, "linux")
    assert alert.title == "A fake parcel"
    assert alert.do_not == ENGLISH.say("step.do-not-call")
    assert "It shouts" in [reason.label for reason in alert.reasons]


def test_places_are_those_of_the_whole_desktop() -> None:
    alert = alert_of("one", MICROSOFT, ENGLISH, "linux", Box(1366, 100, 2732, 868))
    assert alert.boxes[0] == Box(1566, 300, 1866, 330)


def test_what_microsoft_says_only_where_its_name_is_used() -> None:
    assert alert_of("one", MICROSOFT, ENGLISH, "linux").source == ENGLISH.say("microsoft.no-number-source")
    assert not alert_of("one", RANSOM, ENGLISH, "linux").statement
    paying = replace(RANSOM, evidence=(*RANSOM.evidence, evidence("names-microsoft", "Microsoft", 1)))
    assert alert_of("one", paying, ENGLISH, "linux").statement == ENGLISH.say("microsoft.no-coins")


@pytest.mark.parametrize(
    ("words", "quotes", "numbers"),
    [
        ([f"Call Microsoft Support now: {NUMBER}"], ("Call Microsoft Support now",), (NUMBER,)),
        (["Windows … 05 36 49 18 22"], ("Windows",), ("05 36 49 18 22",)),
        (["Rufen Sie an: (030) 23125-951,"], ("Rufen Sie an",), ("(030) 23125-951",)),
        (["https://page.example/?tel=0199001745"], ("https://page.example/?tel=",), ("0199001745",)),
        (["Error 0x80072EE7"], ("Error 0x80072EE7",), ()),
        (["one", "two", "three", "two"], ("one", "two"), ()),
        (["14:32"], ("14:32",), ()),
    ],
)
def test_numbers_are_set_apart(words: list[str], quotes: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    assert quoted(words) == (quotes, numbers)


def test_long_words_are_cut_between_words() -> None:
    ((short,), _) = quoted(["warning " * 40])
    assert len(short) <= 72
    assert short.endswith("warning …")


def test_two_scams_say_everything_once() -> None:
    both = content().with_alert(alert_of("second", RANSOM, ENGLISH, "linux"))
    assert both.do_not == (ENGLISH.say("step.do-not-call"), ENGLISH.say("step.do-not-pay-coins"))
    assert len(set(both.steps)) == len(both.steps)
    assert both.without("first").do_not == (ENGLISH.say("step.do-not-pay-coins"),)
    assert both.with_alert(both.alerts[0]).alerts == both.alerts[::-1]


def test_words_that_shame_are_not_quoted() -> None:
    seen = replace(RANSOM, rule="sextortion", advice="sextortion", evidence=(evidence("recorded-you", "I saw you", 5),))
    alert = alert_of("one", seen, ENGLISH, "linux")
    assert [(reason.label, reason.quotes) for reason in alert.reasons] == [(ENGLISH.say("clue.recorded-you"), ())]
