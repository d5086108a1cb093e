"""What the window of the warning holds, looked at from inside: nothing clipped, colours to be read, what is spoken."""

from __future__ import annotations

import io
import tkinter as tk
from collections.abc import Callable, Iterator

import pytest
from unclipped import SCREEN, below, check_nothing_is_clipped, settle
from warned import NUMBER, RANSOM, content

from popupwatch.advice.texts import languages, load_texts
from popupwatch.tray.buttons import Button
from popupwatch.tray.look import EDGE, FOCUS, PAIRS, TEXT, Pair
from popupwatch.tray.warning.content import Trusted, WarningContent
from popupwatch.tray.warning.deeds import Means
from popupwatch.tray.warning.telling import alert_of
from popupwatch.tray.warning.window import WarningWindow
from popupwatch.tray.window import Tray


@pytest.fixture
def opened(inside: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[WarningContent], WarningWindow]]:
    """Opens a warning in this process."""
    monkeypatch.setenv("DISPLAY", inside)
    windows: list[WarningWindow] = []

    def opened(shown: WarningContent) -> WarningWindow:
        windows.append(window := WarningWindow(shown, Tray(io.BytesIO(), io.BytesIO()), Means()))
        window._root.deiconify()
        settle(window._root)
        return window

    yield opened
    for window in windows:
        window._root.destroy()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("text_size", [100, 125, 150, 175, 200])
def test_nothing_is_clipped(opened: Callable[[WarningContent], WarningWindow], language: str, text_size: int) -> None:
    trusted = Trusted("Marie-Claire Dubois-Lefèvre", "+33 6 39 98 12 34")
    shown = content(language=language, text_size=text_size, monitor=SCREEN, trusted=trusted)
    window = opened(shown.with_alert(alert_of("second", RANSOM, load_texts(language), "win32")))
    check_nothing_is_clipped(window._root, window._stage.page)
    for show in (window._show_trusted, window._show_first_aid, window._ask_whether_sure, window._tell_closed):
        show()
        check_nothing_is_clipped(window._root, window._stage.page)


@pytest.mark.parametrize("pair", PAIRS)
def test_text_has_the_contrast_of_aaa(pair: Pair) -> None:
    assert pair.contrast >= 7


def test_contrast_is_counted_as_wcag_does() -> None:
    assert Pair("#000000", "#ffffff").contrast == pytest.approx(21)
    assert Pair("#777777", "#ffffff").contrast == pytest.approx(4.48, abs=0.01)
    assert min(Pair(colour, TEXT.paper).contrast for colour in (EDGE, FOCUS)) >= 3  # WCAG AA for what is no text


def test_only_those_colours_are_used(opened: Callable[[WarningContent], WarningWindow]) -> None:
    window = opened(content(monitor=SCREEN))
    for show in (window._show_warning, window._show_trusted, window._show_first_aid):
        show()
        for widget in below(window._root):
            if isinstance(widget, tk.Label):
                assert Pair(widget["foreground"], widget["background"]) in PAIRS, widget["text"]
                assert "red" not in widget["foreground"]


def test_the_number_cannot_be_used(opened: Callable[[WarningContent], WarningWindow]) -> None:
    """Struck through, in something that cannot be selected, and not read aloud."""
    window = opened(content(monitor=SCREEN))
    holding = [widget for widget in below(window._root) if isinstance(widget, tk.Label) and NUMBER in widget["text"]]
    assert [label["text"] for label in holding] == [NUMBER]
    assert tk.font.Font(window._root, font=holding[0]["font"]).actual("overstrike")
    assert not [widget for widget in below(window._root) if isinstance(widget, tk.Text | tk.Entry)]
    assert NUMBER not in window._stage.spoken
    assert "“Call Microsoft Support now”" in window._stage.spoken


def test_first_that_one_is_safe_then_what_not_to_do(opened: Callable[[WarningContent], WarningWindow]) -> None:
    texts = load_texts("en")
    spoken = opened(content(monitor=SCREEN))._stage.spoken.splitlines()
    assert spoken[:2] == [texts.say("step.calm"), texts.say("step.do-not-call")]
    assert spoken.index(texts.say("scenario.fake-microsoft-alert.why")) < spoken.index(texts.say("warning.to-do"))
    assert texts.say("microsoft.no-number-source") in spoken


def test_buttons_are_only_there_where_they_can_do_something(
    opened: Callable[[WarningContent], WarningWindow],
) -> None:
    window = opened(content(monitor=SCREEN, can=()))
    assert list(window._stage.buttons) == ["called", "trusted", "no-scam", "understood"]
    assert load_texts("en").say("warning.step-button") not in window._stage.spoken


def test_what_the_keyboard_is_at_can_be_seen(opened: Callable[[WarningContent], WarningWindow]) -> None:
    window = opened(content(text_size=200, monitor=SCREEN))
    for button in window._stage.buttons.values():
        button.focus_force()
        settle(window._root)
        assert str(window._root.focus_get()) == str(button)
        assert window._stage._is_in_sight(button), button.text
        assert str(button["highlightcolor"]) == FOCUS
        assert int(button["highlightthickness"]) >= 3


def test_scrolled_by_keys_and_wheel(opened: Callable[[WarningContent], WarningWindow]) -> None:
    window = opened(content(text_size=200, monitor=SCREEN))
    root, canvas = window._root, window._stage.page._canvas
    root.focus_force()
    for event in ("<Next>", "<Down>", "<Button-5>"):
        before = canvas.yview()[0]
        root.event_generate(event)
        settle(window._root)
        assert canvas.yview()[0] > before, event
    root.event_generate("<Home>")
    settle(window._root)
    assert canvas.yview()[0] == 0


def test_a_button_says_what_it_does_now(opened: Callable[[WarningContent], WarningWindow]) -> None:
    window = opened(content(monitor=SCREEN))
    assert isinstance(window._stage.buttons["read"], Button)
    window._reads = window._is_muted = True
    window._name_buttons()
    texts = load_texts("en")
    assert window._stage.buttons["read"].text == texts.say("warning.stop-reading")
    assert window._stage.buttons["mute"].text == texts.say("warning.unmute")
