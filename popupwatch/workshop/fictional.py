"""Telephone numbers kept for fiction: examples and fixtures show only such, so that nobody is called because of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from popupwatch.rules.phone import PhoneNumber, find_phone_numbers

# One of each kind, to show an author.
FICTIONAL_EXAMPLES = ("01 99 00 12 34", "020 7946 0123", "(030) 23125 123", "1-800-555-0123")

# As the authorities of these countries keep them for films and books: ARCEP, NANPA, Ofcom, Bundesnetzagentur (notice
# 148/2021), ACMA, PTS. The digits of a number without its country code and the zero in front.
_KEPT = {
    "33": r"(?:19900|26191|35301|46571|53649|63998)\d{4}",
    "1": r"(?:\d{3})?55501\d\d",
    "44": r"(?:2079460|7700900|8081570)\d{3}",
    "49": r"(?:3023125|6990009|4066969|2214710|8999998)\d{3}",
    "61": r"25550\d{4}",
    "46": r"7017406(?:0[5-9]|[1-9]\d)",
}
# A number may have caught a digit or two of what follows it: "020 7946 0110 (8:00 - 17:00)".
_FICTIONAL = re.compile("|".join(rf"(?:(?:00)?{code})?0?{kept}\d{{0,4}}$" for code, kept in _KEPT.items()))
# Spain, Italy, Japan, the Netherlands, Poland and Portugal keep none: the 555 of the films is the best there is.
_LIKE_FILMS = re.compile(r"(?<!\d)555(?:0|\D{1,3}0\s?\d)")
_NORTH_AMERICAN = re.compile(r"(?:1\D{0,3})?(?:\(?[2-9]\d\d\)?\D{1,3})?555\D{1,3}\d{4}\D*")
_GROUP = re.compile(r"\d+")


def real_numbers(text: str) -> Iterator[PhoneNumber]:
    """The numbers in *text* that are not known to be fictional."""
    return (number for number in find_phone_numbers(text) if not is_fictional(text[number.start : number.end]))


def is_fictional(number: str) -> bool:
    """Whether *number* is kept for fiction, or is none: a placeholder (06 XX XX XX XX), digits that run on (123 456
    789) or are all the same."""
    digits = "".join(_GROUP.findall(number))
    if "x" in number.lower() or digits in "01234567890" or len(set(digits)) <= 1:
        return True
    if any(_FICTIONAL.match("".join(_GROUP.findall(number, group.start()))) for group in _GROUP.finditer(number)):
        return True
    return not _NORTH_AMERICAN.fullmatch(number) and _LIKE_FILMS.search(number) is not None
