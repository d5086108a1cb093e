"""The words that tell fixtures apart besides scenario and language: how the page is laid out, how hard it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TAGS: Mapping[str, str] = {
    "stacked": "several windows over each other",
    "blue-screen": "the whole screen blue",
    "red-screen": "the whole screen red",
    "black-screen": "the whole screen black or nearly",
    "modal": "a dialog over a dimmed page",
    "alert-box": "a small old-fashioned message box",
    "corner": "a notification in the corner",
    "chat-bubble": "a chat that opens in the corner",
    "fake-scan": "a scan that pretends to run or to have run",
    "browser-frame": "inside a browser window, with tabs and address bar",
    "window": "a program's window of its own",
    "half-covered": "partly hidden by another window",
    "mail": "in a mail program or webmail",
    "chat": "a conversation on a phone or in a messenger",
    "document": "a document, note or sheet in its program",
    "phone": "the narrow screen of a phone or tablet",
    "busy-desktop": "among other windows full of text",
    "bare-page": "a page that fills the screen, nothing around it",
    "small-laptop": "a screen of at most 1280 x 720",
    "4k": "a picture at least 3840 pixels wide",
    "scaled": "text enlarged by 125 to 200 percent",
    "dark": "light letters on a dark theme",
    "jpeg": "compressed until it shows",
    "photographed": "turned, blurred or with grain, as a photo of the screen",
    "hard-to-read": "small, faint, spaced, disguised or split letters",
    "look-alike": "an ordinary screen made as like a scam as could be",
}


def following(size: tuple[int, int], scale: float, theme: str, effects: Sequence[str]) -> frozenset[str]:
    """The tags that follow from how a picture is rendered."""
    done = {effect.partition(":")[0] for effect in effects}
    follow = {
        "small-laptop": 1000 <= size[0] <= 1280 and size[1] <= 720 and scale == 1,
        "4k": size[0] * scale >= 3840,
        "scaled": scale >= 1.25,
        "dark": theme == "dark",
        "jpeg": "jpeg" in done,
        "photographed": bool(done & {"photo", "rotate", "blur", "noise"}),
    }
    return frozenset(tag for tag, holds in follow.items() if holds)
