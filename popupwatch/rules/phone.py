"""Telephone numbers as they stand on screens: any region's format, with a reader's slips and with placeholders.

A number is recognised by its shape, not by being dialable: scam pages show numbers that no plan knows
(``(0101) 85061-01049``), and the same shapes hold dates, versions and order numbers, which are sorted out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SLIPS = str.maketrans("OoQIl|iSBZsGTAg", "000111158256749")
_SEPARATORS = r"\s().\[\]{}\-\u2010-\u2015_/·•*~"
# A letter or digit. Japanese goes on without a space: 0191へお電話.
_LETTER = r"(?:[^\W_\u3040-\u30ff\u3400-\u9fff]|[年月日時分秒円件個回台名人])"
# A run: an optional plus, then digits, slips, placeholders and separators. What it is, _accept decides.
_RUN = re.compile(
    rf"(?<![A-Za-zÀ-ÿ0-9_,.#$€£@=%])(?<![A-Za-z][-/])(?:\+\s?)?[(\[]?[\dOolIXx][\dOoQIl|SBZXxsGTAg{_SEPARATORS}]{{5,40}}[\dOolIXx)\]](?!{_LETTER})"
)
# The same glued to a word or inside an address: only with a plus or a leading zero, and with separators.
_GLUED = re.compile(r"(?<=[a-zA-Zà-ÿ\-/=:,])(?:\+\d|\(?0\d)[\d\s().\-]{7,20}\d(?!\w)")
_GROUP = re.compile(r"[^\s().\[\]{}\-\u2010-\u2015_/·•*~+]+")
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d\s?[-./]\s?{_MONTH}(?:\s?[-./]\s?{_DAY})?"
    rf"|{_DAY}\s?[-./]\s?{_MONTH}\s?[-./]\s?(?:19|20)?\d\d"
    rf"|{_MONTH}\s?[-./]\s?{_DAY}\s?[-./]\s?(?:19|20)?\d\d)(?!\d)"
)
_ISO_DATE = re.compile(rf"(?<!\d)(?:19|20)\d\d-{_MONTH}-{_DAY}(?!\d)")
_TIME = re.compile(r"\b\d{1,2}:\d\d\b")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[. ]000|(?:\.\d{3}){2,})")
_AFTER = re.compile(r"\s?(?:[%€$£¥°]|EUR\b|USD\b|GB\b|MB\b|KB\b|TB\b|px\b|ms\b|bytes\b|[,.]\d)", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-/–.]\s?(?:19|20)\d\d")
# Unbroken digits that are still a telephone number: a leading zero, or North America's free numbers.
_UNBROKEN = re.compile(r"0\d{8,10}|1?8(?:00|33|44|55|66|77|88)\d{7}")
_FIRST_DIGIT, _LAST_DIGIT = re.compile(r"(?:\+\s?)?[(\[]?[OoXx]?\d"), re.compile(r"[\dXx][OolIXx]*[)\]]?(?=[^\dXx]*$)")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}$")


@dataclass(frozen=True)
class PhoneNumber:
    """A number's place in a text, ``text[start:end]``, its digits (``X`` for a placeholder), and whether its shape
    (a plus, brackets, groups) says by itself that it is a telephone number."""

    start: int
    end: int
    digits: str
    shaped: bool


def find_phone_numbers(text: str) -> Iterator[PhoneNumber]:
    """Every number in *text* that can be a telephone number, left to right."""
    taken = 0
    runs = sorted([*_RUN.finditer(text), *_GLUED.finditer(text)], key=lambda m: (m.start(), -m.end()))
    for run in runs:
        if run.start() < taken:
            continue
        for start, end in _pieces(run[0]):
            for number in _accepted(text, run.start() + start, run.start() + end):
                yield number
                taken = number.end


def _accepted(text: str, start: int, end: int) -> Iterator[PhoneNumber]:
    """The number that ``text[start:end]`` is or, where it runs over lines and is none, those on its lines: a line below
    a number may begin with one that has nothing to do with it ("0 % done")."""
    number = _accept(text, start, end)
    if number:
        yield number
    elif "\n" in text[start:end]:
        for line in re.finditer(r"[^\n]+", text[start:end]):
            if found := _accept(text, start + line.start(), start + line.end()):
                yield found


def _pieces(run: str) -> list[tuple[int, int]]:
    """The run itself where it is short enough for one number, otherwise its lines, otherwise its wide gaps."""
    if _digit_count(run) <= 15:
        return [(0, len(run))]
    parts, at = [], 0
    for part in re.split(r"(\n|\s/\s|\s[-–—|]\s)", run):
        if part.strip() and _digit_count(part) >= 6:
            parts.append((at, at + len(part)))
        at += len(part)
    return parts


def _digit_count(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _accept(text: str, start: int, end: int) -> PhoneNumber | None:
    # Words made of slip letters stand beside numbers ("lo 800 555 012"): a number begins and ends with a digit.
    first, last = _FIRST_DIGIT.search(text, start, end), _LAST_DIGIT.search(text, start, end)
    if not first or not last:
        return None
    start, end = first.start(), last.end()
    raw = text[start:end]
    groups = _GROUP.findall(raw)
    digits = "".join(_digits_of(group) for group in groups)
    real = _digit_count(digits)
    plus = raw.startswith("+") or (start > 0 and text[start - 1] == "+")
    enough = real >= 5 or (real >= 3 and "X" in digits and len(digits) >= 9)
    if "?" in digits or not 7 <= len(digits) <= 15 or not enough:
        return None
    if not plus and _looks_otherwise(text, raw, end, groups, digits):
        return None
    if len(groups) == 1 and not plus:
        # One unbroken run of digits: an order number as often as a telephone number.
        alone = start == 0 or text[start - 1] not in "-._/"
        return PhoneNumber(start, end, digits, False) if alone and _UNBROKEN.fullmatch(digits) else None
    if len(digits) < 9 and not plus and not _short_shape(groups):
        return None
    return PhoneNumber(start, end, digits, plus or digits.startswith(("0", "1", "8", "9")) or "(" in raw)


def _short_shape(groups: list[str]) -> bool:
    """Seven or eight digits count only in shapes that countries with short numbers use: 555-0199, 22 55 50 19."""
    sizes = [len(group) for group in groups]
    return sizes in ([3, 4], [2, 2, 2, 2], [4, 4], [2, 3, 3], [3, 2, 3], [4, 3], [3, 3, 2], [3, 2, 2], [1, 3, 4])


def _digits_of(group: str) -> str:
    """The digits of one group, ``X`` for placeholders, ``?`` where it holds anything that is neither."""
    if re.fullmatch(r"[\d]*[Xx]+", group):
        return group.upper()
    if group.isdigit():
        return group
    mended = group.translate(_SLIPS)
    # A slip stands among digits; a group of letters alone is a word, but "OO" or "O8" beside digits is a number.
    return (
        mended
        if mended.isdigit() and (_digit_count(group) * 2 >= len(group) or set(group) <= set("0123456789Oo"))
        else "?"
    )


def _looks_otherwise(text: str, raw: str, end: int, groups: list[str], digits: str) -> bool:
    """Whether the run is rather a date, a time, an address of a computer, an amount or a version."""
    if _IP.match(raw.replace(" ", "")) and all(int(g) < 256 for g in groups if g.isdigit()) and raw[0] != "0":
        return True
    if _ISO_DATE.search(raw):
        return True
    if _DATE.search(raw) and not digits.startswith(("00", "08")):
        return _date_fills(raw)
    if _YEARS.fullmatch(raw) or _is_version(raw, groups):
        return True
    if _TIME.search(raw) or _THOUSANDS.fullmatch(raw) or _AFTER.match(text, end):
        return True
    if sum(len(group) == 1 for group in groups) * 2 > len(groups) and len(set(digits)) < 4:
        return True
    return end < len(text) and ((text[end].isascii() and text[end].isalnum()) or text[end] in "@=")


def _is_version(raw: str, groups: list[str]) -> bool:
    """Groups joined by dots alone are a version unless sized like a number: 01.99.00.12.34, 888.555.0134."""
    raw = raw.strip("()[] ")
    if set(raw) - set("0123456789.") or "." not in raw or raw[0] == "0":
        return False
    return [len(group) for group in groups] not in (
        [3, 3, 4],
        [1, 3, 3, 4],
        [3, 4],
        [2, 2, 2, 2, 2],
        [3, 2, 2, 2],
        [3, 3, 3],
    )


def _date_fills(raw: str) -> bool:
    """Whether a date is all there is: "12-05-2024 10" is one, "01.02.03.04.05" only begins like one."""
    if [len(group) for group in _GROUP.findall(raw)] == [2, 2, 2, 2, 2]:
        return False
    return _digit_count(_DATE.sub("", raw, count=1)) <= 4
