"""What is found by its form, not by its words: telephone numbers, amounts, crypto addresses, gift cards, error codes,
countdowns. Built in, never an author's regular expression: screen text is the attacker's input."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from popupwatch.rules.page import Page, Span
from popupwatch.rules.phone import find_phone_numbers
from popupwatch.rules.phrases import ANY_LANGUAGE, Match

ENTITIES = (
    "phone",
    "money",
    "crypto-address",
    "gift-card-code",
    "error-code",
    "countdown",
    "count",
    "office-hours",
    "quotation",
    "third-number",
    "extension",
)

_AMOUNT = r"\d{1,3}(?:[.,'\s]?\d{3})*(?:[.,]\d{1,2})?"
# Where a Latin word ends; Japanese goes on without a space: 0.02BTCを.
_END = r"(?![A-Za-z0-9À-ÿ])"
_CURRENCY = (
    r"(?:[$€£¥₽]|R\$|[万千]?円|ドル|ユーロ"
    rf"|(?<![A-Za-z])(?:USD|EUR|GBP|CHF|CAD|AUD|SEK|PLN|BRL|JPY|euros?|dollars?|pounds?|zł|zl|kr|kronor|reais|BTC){_END})"
)
_COIN = rf"(?:BTC|ETH|XMR|USDT|LTC|bitcoins?|ethereum|ether|monero){_END}"
_MARK = r"(?:[ap]\.?m\.?|uhr|uur|h|hs)"
_EXACT_HOUR = rf"(?:[01]?\d|2[0-3])(?:\s?[:.h時]\s?[0-5]\d(?:\s?{_MARK})?|\s?(?:{_MARK}|時)\b)"
_HOUR = rf"(?:{_EXACT_HOUR}|(?:[01]?\d|2[0-3]))"
_UNTIL = r"\s?(?:-|–|—|to|till|until|à|bis|a|alle|tot|til|do|as|às|~|〜|から)\s?"
_PATTERNS = {
    "money": re.compile(
        rf"{_CURRENCY}\s?{_AMOUNT}|{_AMOUNT}\s?{_CURRENCY}|\b(?:\d{{1,5}}|\d{{0,3}}[.,]\d{{1,8}})\s?{_COIN}",
        re.IGNORECASE,
    ),
    # A card's secret as it is asked for or shown: groups of four or five, boxes, crosses.
    "gift-card-code": re.compile(
        r"(?<![\w-])(?:[A-Z0-9]{4,5}-){2,4}[A-Z0-9]{4,5}(?![\w-])|(?:[Xx_*]{4}[\s-]){2,4}[Xx_*]{4}"
    ),
    "error-code": re.compile(
        r"\b[0O]x[0-9A-Fa-fOoSlB]{4,12}\b|#\s?(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{4,}|#\d{3,}[A-Z\d-]*"
        r"|(?i:(?:err[o0]r|code|c[oó]digo|codice|fehler|erreur|fout|fel|b[lł]a?d|コード)[\s_:#°.-]{1,4})(?=[\w-]*\d)[A-Z0-9][A-Z0-9-]{3,}"
    ),
    # "Viruses: 11", "5 threats"
    "count": re.compile(r"(?<![\d.,:/\-+])[1-9]\d{0,3}(?![\d.,:/\-+%])"),
    # 9 am to 5 pm, 7.30–17.30 uur: who keeps hours speaks in its own name; who lies in wait is there "24/7".
    "office-hours": re.compile(
        rf"(?<![\d.,:/-])(?:{_HOUR}{_UNTIL}{_EXACT_HOUR}|{_EXACT_HOUR}{_UNTIL}{_HOUR})(?![\d:/,-])", re.I
    ),
    # An internal extension: only one's own house has them.
    "extension": re.compile(
        r"\b(?:ext(?:ension|\.)?|poste|durchwahl|dw\.?|interno|interne|int\.|toestel|anknytning|ankn\.|wewn(?:ętrzny|etrzny|\.)"
        r"|ramal|extensi[oóéò]n|anexo)\s?:?\s?\d(?:[- ]?\d){2,4}\b|内線\s?\d{3,5}",
        re.IGNORECASE,
    ),
    # Someone's words repeated by someone else: four words or more between quotation marks.
    "quotation": re.compile(
        "|".join(
            rf"[{opening}]\s?(?=\w)(?=(?:[^{opening}{closing}]*?\s){{3}})[^{opening}{closing}]{{15,400}}[{closing}]"
            for opening, closing in (('“„"', '”“"'), ("«", "»"), ("»", "«"))
        )
        + r"|[「『][^「」『』]{8,120}[」』]"
    ),
    "countdown": re.compile(r"(?<![\d:])(?:\d{1,3}:)?[0-5]?\d:[0-5]\d(?![\d:])(?!\s?(?:[AaPp]\.?[Mm]|Uhr|h\b))"),
}
_DIGIT, _WITHOUT_DIGITS = re.compile(r"\d"), ("gift-card-code", "error-code", "quotation")
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])(?:[bB][cC]1[A-Za-z0-9]{20,60}|[13][1-9A-HJ-NP-Za-km-zIlO0]{25,36}|0x[0-9A-Fa-fOoSl]{36,42}"
    r"|T[A-Za-z0-9]{32,34}|4[A-Za-z0-9]{90,100})(?![A-Za-z0-9])"
)
_LONG_RUN_ANYWHERE = re.compile(r"(?=\w*\d)\w{8}")
_LONG_RUN_BEFORE, _LONG_RUN = re.compile(r"[A-Za-z0-9]{8}\Z"), re.compile(r"(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{8}")


def find_entities(page: Page) -> dict[str, list[Match]]:
    """Every entity on *page*, by kind, in reading order."""
    found: dict[str, list[Match]] = defaultdict(list)
    numbers: list[str] = []
    for first, text, word_at in _blocks(page):
        for kind, start, end in sorted(_in_text(text, numbers), key=lambda entity: entity[1]):
            span = Span(first + word_at[start], first + word_at[end - 1])
            found[kind].append(Match(kind, ANY_LANGUAGE, text[start:end], span, 1.0))
    return dict(found)


def _in_text(text: str, numbers: list[str]) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of every entity in a block's text. *numbers* gathers the different numbers of the page."""
    has_digits = _DIGIT.search(text)
    for number in find_phone_numbers(text) if has_digits else ():
        yield "phone", number.start, number.end
        if number.digits[-7:] not in numbers:
            numbers.append(number.digits[-7:])
            # A scam wants one number called; three different ones are a list.
            if len(numbers) >= 3:
                yield "third-number", number.start, number.end
    for kind in _PATTERNS if has_digits else _WITHOUT_DIGITS:
        for hit in _PATTERNS[kind].finditer(text):
            yield kind, hit.start(), hit.end()
    for start, end in _addresses(text):
        yield "crypto-address", start, end


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Crypto addresses. One that a reader split by a space or that breaks over two lines counts as one."""
    if not _LONG_RUN_ANYWHERE.search(text):
        return
    joined, places = "", []
    for at, char in enumerate(text):
        split = char.isspace() and _LONG_RUN_BEFORE.search(text, max(0, at - 8), at) and _LONG_RUN.match(text, at + 1)
        if not split:
            joined += unicodedata.normalize("NFD", char)[0]  # a reader sees accents in what has none
            places.append(at)
    for hit in _ADDRESS.finditer(joined):
        if _is_address(hit[0]):
            yield places[hit.start()], places[hit.end() - 1] + 1


def _is_address(body: str) -> bool:
    """Letters and digits mixed, and where the kind of address has both, large and small letters."""
    if not (any(c.isdigit() for c in body[3:]) and any(c.isalpha() for c in body[3:])):
        return False
    return body.lower().startswith(("bc1", "0x")) or (body != body.lower() and body != body.upper())


def _blocks(page: Page) -> Iterator[tuple[int, str, list[int]]]:
    """Each block's raw text, its lines joined by line breaks: (its first word's index, text, word by character)."""
    first = 0
    while first < len(page.words):
        block, parts, word_at, last = page.block_of[first], [], [], first
        while last < len(page.words) and page.block_of[last] == block:
            gap = "" if last == first else "\n" if page.line_of[last] != page.line_of[last - 1] else " "
            parts.append(gap + page.words[last].text)
            word_at.extend([last - first] * len(parts[-1]))
            last += 1
        yield first, "".join(parts), word_at
        first = last
