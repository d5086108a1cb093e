"""Folding: makes words that look alike the same, so that screens and rules can be compared.

Screen text is the attacker's input and the reader's guess at once: ``Supp0rt``, ``SUPPORT``, ``Súpport``, ``Suppоrt``
with a Cyrillic o, and what OCR makes of them must all come out as one string. Both sides, page and rule, go through
:func:`fold`; the result is for comparing only, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters that Unicode does not decompose, and letters of other scripts that look Latin (the common ones of TR 39).
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŀ": "l"}
    | dict(zip("авеіјкмнорстухѕԁһѵԛѡ", "abeijkmhopctyxsdhvqw", strict=True))
    | dict(zip("αβεικνορτυχωϲ", "abeiknoptuxwc", strict=True))
)
# Digits and signs that stand for letters inside a word. i, l, 1, | and ! are one class: readers and scammers swap them.
_LEET = str.maketrans("013456789@$!|€¢", "oleasgtbgasllec")
_LEET_SIGN = re.compile(r"(?<=[^\W_])[@$!|€¢](?=[^\W_])|^[@$](?=[^\W\d_]{2})")
_PIECE = re.compile(r"[^\W_]+")
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f"
_HAS_CJK = re.compile(f"[{_CJK}]")
# Edges inside one run of letters: "CallMicrosoft", "assistance01-99", "Windowsサポート".
_EDGE = re.compile(
    rf"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=[^\W\d_]{{4}})(?=\d{{2,}}\b)|(?<=[A-Za-z0-9])(?=[{_CJK}])|(?<=[{_CJK}])(?=[A-Za-z0-9])"
)
# Small kana and large ones are read for each other, and the long-vowel stroke is often not read at all.
_STROKE = re.compile(r"(?<=[\u30a0-\u30ff])[ー一―—-](?!\d)")
_KANA = str.maketrans("ァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ", "アイウエオツヤユヨワあいうえおつやゆよわ", "ー")


def _plain(text: str) -> str:
    """Lower case without accents, look-alike scripts, invisible and direction characters."""
    if text.isascii():
        return text.lower()
    text = _STROKE.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LETTERS)
    text = unicodedata.normalize("NFD", text)
    kept = (c for c in text if unicodedata.category(c) not in ("Mn", "Cf", "Cc"))
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS).translate(_KANA)


def _skeleton(piece: str) -> str:
    """One run of letters and digits, with everything that looks alike made the same."""
    if not piece.isdigit():
        piece = piece.translate(_LEET)
        piece = piece.replace("rn", "m").replace("vv", "w").replace("i", "l")
    return piece


@lru_cache(maxsize=1 << 15)
def pieces(word: str) -> tuple[str, ...]:
    """The folded runs of letters or digits in *word*: ``"Windows_Supp0rt:"`` gives ``("wlndows", "support")``."""
    word = _LEET_SIGN.sub(lambda sign: sign[0].translate(_LEET), word)
    if word in ("|", "!"):
        word = "I"
    found = []
    for run in _PIECE.findall(unicodedata.normalize("NFKC", word) if not word.isascii() else word):
        for part in _EDGE.split(run):
            folded = "".join(_PIECE.findall(_plain(part)))
            if folded:
                found.append(_skeleton(folded))
    return tuple(found)


def fold(text: str) -> str:
    """All pieces of *text* run together without spaces, which is how phrases are compared."""
    return "".join(piece for word in text.split() for piece in pieces(word))


def cjk_letters(text: str) -> Iterator[re.Match[str]]:
    """Each letter of *text* that knows no word edges."""
    return _HAS_CJK.finditer(text)


def is_cjk(text: str) -> bool:
    """Whether *text* holds Chinese, Japanese or Korean letters, which know no word edges."""
    return _HAS_CJK.search(text) is not None
