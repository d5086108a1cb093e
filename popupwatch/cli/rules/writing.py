"""Writing rule files for people: TOML with comments in their language."""

from __future__ import annotations

import json
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from popupwatch.advice.texts import Texts
from popupwatch.errors import RuleError
from popupwatch.workshop.drafting import Draft, Entry

_WIDTH = 100


def scenario_as_toml(drafted: Draft, path: Path, texts: Texts) -> str:
    """The content of the scenario file *path*."""
    return "\n".join(_scenario(drafted, path, texts)) + "\n"


def _scenario(drafted: Draft, path: Path, texts: Texts) -> Iterator[str]:
    brief = drafted.brief
    in_library = path.parent.name == "library"
    folder = path.absolute().parents[1 if in_library else 0]
    yield f"#:schema {'../' if in_library else ''}schema/scenario.schema.json"
    yield from _comment(texts.say("new.about", folder=folder))
    yield from _pairs({"id": brief.id, "title": brief.title, "advice": "general"})
    yield ""
    yield from _comment(texts.say("new.about-bars"))
    yield from _pairs({"suspicious": drafted.suspicious, "scam": drafted.scam})
    yield from _clues(drafted.sender, texts.say("new.about-sender"))
    yield from _clues(drafted.demands, texts.say("new.about-demands"))
    for suggestion in drafted.suggested:
        words = " ".join(suggestion.words.split()).strip(".,:;!? ")
        says = {} if "use" in suggestion.entry else {"says": texts.say("new.says", words=words)}
        yield from _clues([{**suggestion.entry, **says}], texts.say("new.about-suggested", words=words))
    yield from _clues(drafted.usual, texts.say("new.about-usual"))
    yield ""
    yield from _comment(texts.say("new.about-examples"))
    yield "[examples]"
    yield from _examples("warns", brief.warns)
    yield from _examples("calm", brief.calm)


def _clues(entries: Sequence[Entry], comment: str) -> Iterator[str]:
    """The [[clue]] tables of *entries*, *comment* above the first."""
    for number, entry in enumerate(entries):
        yield ""
        yield from _comment(comment) if number == 0 else ()
        yield "[[clue]]"
        yield from _pairs(entry)


def _pairs(entry: Mapping[str, Any]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in entry.items())


def _value(value: Any) -> str:
    """A TOML value: JSON writes texts, lists, numbers and truths as TOML does."""
    if isinstance(value, float):
        return f"{value:g}"
    return json.dumps(value, ensure_ascii=False)


def _examples(key: str, examples: Iterable[str]) -> Iterator[str]:
    yield f"{key} = ["
    for text in examples:
        text = text.strip()
        literal = "'''" not in text and all(letter.isprintable() or letter == "\n" for letter in text)
        yield f"    '''\n{text}\n'''," if literal else f"    {_value(text)},"
    yield "]"


def _comment(text: str) -> Iterator[str]:
    return (f"# {line}" for line in textwrap.wrap(text, _WIDTH, break_on_hyphens=False, break_long_words=False))


def vocabulary_with(path: Path, concepts: Mapping[str, Sequence[str]], texts: Texts) -> str:
    """The content of the vocabulary *path*, as it is or new, with *concepts* added at its end. Raises RuleError where
    the file is such that they cannot be."""
    if path.exists():
        head = path.read_text(encoding="utf-8").rstrip("\n")
    else:
        about = "\n".join(_comment(texts.say("new.about-words")))
        head = f'#:schema ../schema/vocabulary.schema.json\n{about}\nlanguage = "{path.stem}"\n\n[concepts]'
    lines = [f"{concept} = {_value(list(phrases))}" for concept, phrases in concepts.items()]
    content = "\n".join([head, *lines]) + "\n"
    try:
        if all(concept in tomllib.loads(content)["concepts"] for concept in concepts):
            return content
    except (tomllib.TOMLDecodeError, KeyError):
        pass
    raise RuleError("Nothing can be added to {path}. Mend it first: popupwatch rules lint {path}", path=path)
