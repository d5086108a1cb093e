"""What a person can set: what each key may be, what is wrong with a file and where, and how a setting is changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from popupwatch.advice.contacts import countries
from popupwatch.advice.texts import languages, load_texts
from popupwatch.errors import RuleError, SettingsError
from popupwatch.settings import (
    KEYS,
    Settings,
    change_setting,
    history_path,
    kept_texts_folder,
    load_settings,
    log_path,
    own_fixtures_folder,
    own_rules_folder,
    running_folder,
    settings_path,
)

LIMITS = {
    "interval": (0.2, 60),
    "cpu-share": (0.01, 1),
    "memory-mb": (100, 8000),
    "keep-days": (1, 3650),
    "text-size": (100, 200),
}
LISTS = ("languages", "leave-out-titles", "leave-out-programs")
CHOICES = {"language": languages(), "country": countries()}
LINES = {"trusted-name": 60, "trusted-number": 30}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own" / "settings.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_every_setting_has_a_key_and_every_key_its_words() -> None:
    assert list(KEYS) == [name.replace("_", "-") for name in Settings.__dataclass_fields__]
    assert set(KEYS) == {*LIMITS, *LISTS, *CHOICES, *LINES, "read-aloud"}
    for language in languages():
        for name in KEYS:
            assert load_texts(language).find(f"setting.{name}")


def test_the_defaults_are_allowed() -> None:
    for name, key in KEYS.items():
        assert key.taken(key.default) == key.default == Settings().get(name)


@pytest.mark.parametrize("name", LIMITS)
def test_the_limits_of_a_number(name: str) -> None:
    low, high = LIMITS[name]
    key = KEYS[name]
    assert [key.taken(low), key.taken(high)] == [low, high]
    assert isinstance(key.taken(low), type(key.default))
    step = 1 if isinstance(key.default, int) else 1e-6
    for beyond in (low - step, high + step, 0, -low, 1e12):
        with pytest.raises(RuleError, match=rf"“{name}” is a .*number from {low:g} to {high:g}\."):
            key.taken(beyond)


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("value", ["1", True, [1], {}, None, float("nan"), float("inf")])
def test_what_is_no_number(name: str, value: object) -> None:
    with pytest.raises(RuleError, match="number from"):
        KEYS[name].taken(value)


@pytest.mark.parametrize("name", ["memory-mb", "keep-days", "text-size"])
def test_half_a_megabyte_or_day_is_no_whole_number(name: str) -> None:
    with pytest.raises(RuleError, match="a whole number from"):
        KEYS[name].taken(200.5)


@pytest.mark.parametrize("name", LISTS)
def test_what_is_a_list_of_texts(name: str) -> None:
    key = KEYS[name]
    assert key.taken(["one", "two"]) == ("one", "two")
    assert key.taken([]) == ()
    for value in ("one", [1], ["one", ""], ["  "], {"one": 1}, True):
        with pytest.raises(RuleError, match="is a list of texts"):
            key.taken(value)


@pytest.mark.parametrize("name", CHOICES)
def test_what_is_one_of_a_few_or_left_to_the_system(name: str) -> None:
    key = KEYS[name]
    assert key.taken("") == key.taken("  ") == ""
    for choice in CHOICES[name]:
        assert key.taken(choice) == key.taken(f" {choice.upper()} ") == choice
    for value in ("xx", "fr_FR", 1, True, None, ["fr"]):
        with pytest.raises(RuleError, match=f"“{name}” is one of .*fr.* for that of your system"):
            key.taken(value)


@pytest.mark.parametrize("name", LINES)
def test_what_is_a_line_of_text(name: str) -> None:
    key, most = KEYS[name], LINES[name]
    assert key.taken(" 1 ") == "1"
    assert key.taken("") == ""
    assert key.taken("1" * most) == "1" * most
    for value in ("1" * (most + 1), "1\n2", "1\x1b[2J", 1, True, None, ["1"]):
        with pytest.raises(RuleError, match=f"“{name}” is a text of at most {most} letters on one line"):
            key.taken(value)


@pytest.mark.parametrize("number", ["01 99 00 12 34", "+33 (0)1.99.00-12/34", "555-0123", "112"])
def test_what_is_a_telephone_number(number: str) -> None:
    assert KEYS["trusted-number"].taken(number) == number


def test_a_number_copied_from_a_page() -> None:
    assert KEYS["trusted-number"].taken("01\u00a099\u202f00\u00a0") == "01 99 00"


@pytest.mark.parametrize("text", ["Anna", "01 99 00 12 34 (Anna)", "+", "- -"])
def test_what_is_no_telephone_number(text: str) -> None:
    with pytest.raises(RuleError, match="“trusted-number” is a telephone number, as in 01 99 00 12 34"):
        KEYS["trusted-number"].taken(text)


def test_what_is_true_or_false() -> None:
    assert [KEYS["read-aloud"].taken(value) for value in (True, False)] == [True, False]
    for value in (1, 0, "true", None, [True]):
        with pytest.raises(RuleError, match="“read-aloud” is true or false"):
            KEYS["read-aloud"].taken(value)


def test_no_file_is_all_defaults(file: Path) -> None:
    assert load_settings(file) == (Settings(), [])
    assert not file.parent.exists()


def test_every_key_is_read(file: Path) -> None:
    text = """
        interval = 2
        cpu-share = 0.25
        memory-mb = 300
        languages = ["eng", "deu"]
        leave-out-titles = ["Überweisung"]
        leave-out-programs = ["keepassxc"]
        keep-days = 7
        language = "fr"
        text-size = 150
        trusted-name = "Zoé, ma fille"
        trusted-number = "06 39 98 12 34"
        country = "be"
        read-aloud = true
    """
    person = ("fr", 150, "Zoé, ma fille", "06 39 98 12 34", "be", True)
    expected = Settings(2.0, 0.25, 300, ("eng", "deu"), ("Überweisung",), ("keepassxc",), 7, *person)
    assert load_settings(written(file, text)) == (expected, [])


def test_an_unknown_key_is_named_with_its_line_and_what_was_meant(file: Path) -> None:
    settings, problems = load_settings(written(file, "# mine\nintervall = 2\nkeep-days = 7\ncpu_share = 0.5\n"))
    assert settings == Settings(keep_days=7)
    assert [(problem.line, str(problem.error)) for problem in problems] == [
        (2, "There is no key “intervall” here. Did you mean “interval”?"),
        (4, "There is no key “cpu_share” here. Did you mean “cpu-share”?"),
    ]


def test_a_key_like_no_other_is_told_what_there_is(file: Path) -> None:
    _, (problem,) = load_settings(written(file, "[xyz]\ninterval = 2\n"))
    assert problem.line == 1
    assert all(name in str(problem.error) for name in KEYS)


def test_the_default_stands_in_for_what_is_wrong(file: Path) -> None:
    text = 'keep-days = 0\ninterval = 5\n\nlanguages = "eng"\nmemory-mb = 1.5\n'
    settings, problems = load_settings(written(file, text))
    assert settings == Settings(interval=5.0)
    assert [problem.line for problem in problems] == [1, 4, 5]
    assert problems[0].where == f"{file}:1:13"
    assert str(problems[0].error) == "“keep-days” is a whole number from 1 to 3650."


@pytest.mark.parametrize(
    ("text", "line"),
    [("interval = 2\ncpu-share 0.5\n", 2), ("interval = \n", 1), ("keep-days = 1\nkeep-days = 2\n", 2), ("[", 1)],
)
def test_a_file_that_is_no_toml_is_all_defaults_and_told_with_its_line(file: Path, text: str, line: int) -> None:
    settings, (problem,) = load_settings(written(file, text))
    assert settings == Settings()
    assert problem.line == line
    assert "not valid TOML" in str(problem.error)


def test_a_file_that_is_no_text_or_no_file(file: Path) -> None:
    written(file, "").write_bytes(b'languages = ["\xe9"]')
    settings, (problem,) = load_settings(file)
    assert (settings, "UTF-8" in str(problem.error)) == (Settings(), True)
    settings, (problem,) = load_settings(file.parent)
    assert (settings, "cannot be read" in str(problem.error)) == (Settings(), True)


@pytest.mark.parametrize(
    ("name", "texts", "value"),
    [
        ("interval", ["2.5"], 2.5),
        ("interval", ["0,5"], 0.5),
        ("memory-mb", ["300"], 300),
        ("languages", ["eng", "deu"], ("eng", "deu")),
        ("leave-out-titles", ["My Bank", "Überweisung “X”"], ("My Bank", "Überweisung “X”")),
        ("leave-out-titles", [], ()),
        ("language", ["FR"], "fr"),
        ("language", [], ""),
        ("text-size", ["150"], 150),
        ("trusted-name", ["Dr", "Zoé", "1,5"], "Dr Zoé 1,5"),
        ("trusted-number", ["06", "39", "98", "12", "34"], "06 39 98 12 34"),
        ("trusted-number", [""], ""),
        ("country", ["ch"], "ch"),
        *(("read-aloud", [yes], True) for yes in ("true", "Yes", "on", "oui")),
        *(("read-aloud", [no], False) for no in ("false", "no", "OFF", "non")),
    ],
)
def test_what_is_set_is_read(file: Path, name: str, texts: list[str], value: Any) -> None:
    assert change_setting(file, name, texts) == value
    settings, problems = load_settings(file)
    assert (settings.get(name), problems) == (value, [])
    assert [found.name for found in file.parent.iterdir()] == ["settings.toml"]


def test_all_else_in_the_file_stays(file: Path) -> None:
    text = "# Mine, since May.\n\ninterval = 2   # not too fast\nlanguages = [\n  'eng',  # always\n]\nmine = 1\n"
    change_setting(written(file, text), "keep-days", ["30"])
    change_setting(file, "interval", ["3"])
    now = file.read_text(encoding="utf-8")
    assert now == text.replace("interval = 2 ", "interval = 3.0 ") + "keep-days = 30\n"


def test_a_setting_does_not_end_up_in_a_table(file: Path) -> None:
    change_setting(written(file, "interval = 2\n\n[mine]\nkey = 1\n"), "keep-days", ["30"])
    settings, (problem,) = load_settings(file)
    assert (settings.keep_days, settings.interval) == (30, 2.0)
    assert "“mine”" in str(problem.error)


@pytest.mark.parametrize(
    ("name", "texts", "told"),
    [
        ("interval", ["0"], "from 0.2 to 60"),
        ("interval", ["soon"], "from 0.2 to 60"),
        ("interval", ["nan"], "from 0.2 to 60"),
        ("interval", [], "from 0.2 to 60"),
        ("interval", ["1", "2"], "from 0.2 to 60"),
        ("memory-mb", ["300.5"], "a whole number"),
        ("keep-days", ["4000"], "to 3650"),
        ("languages", [" "], "list of texts"),
        ("language", ["eng"], "“language” is one of en, fr, or"),
        ("country", ["France"], "“country” is one of au, be,"),
        ("trusted-number", ["Anna"], "a telephone number"),
        ("read-aloud", ["maybe"], "true or false"),
        ("read-aloud", [], "true or false"),
        ("text-size", ["90"], "a whole number from 100 to 200"),
        ("intervall", ["1"], "Did you mean “interval”?"),
        ("xyz", ["1"], "Known are: country, cpu-share"),
    ],
)
def test_a_wrong_value_changes_nothing(file: Path, name: str, texts: list[str], told: str) -> None:
    before = "interval = 2  # mine\n"
    written(file, before)
    with pytest.raises(SettingsError) as caught:
        change_setting(file, name, texts)
    assert told in str(caught.value)
    assert file.read_text(encoding="utf-8") == before
    assert len(list(file.parent.iterdir())) == 1


def test_a_file_that_is_no_toml_is_not_changed(file: Path) -> None:
    before = "interval = \nlanguages = [\n"
    with pytest.raises(SettingsError, match="nothing was changed"):
        change_setting(written(file, before), "interval", ["1"])
    assert file.read_text(encoding="utf-8") == before


def test_a_file_that_cannot_be_written_is_told(file: Path) -> None:
    file.parent.write_text("a file in the way")
    with pytest.raises(SettingsError, match="cannot be written"):
        change_setting(file, "interval", ["1"])


def test_a_file_of_windows_notepad_is_read_and_changed(file: Path) -> None:
    written(file, "").write_bytes(b"\xef\xbb\xbfinterval = 2\r\nkeep-days = 5\r\n")
    assert load_settings(file) == (Settings(interval=2.0, keep_days=5), [])
    change_setting(file, "keep-days", ["6"])
    assert load_settings(file) == (Settings(interval=2.0, keep_days=6), [])


def test_everything_lies_in_a_persons_own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    own = (settings_path(), own_rules_folder(), own_fixtures_folder(), kept_texts_folder(), history_path(), log_path())
    assert len(set(own)) == len(own)
    for path in (*own, running_folder()):
        assert path.is_relative_to(tmp_path)
        assert "popupwatch" in path.parts
        assert not path.exists()


def test_each_desktop_session_has_a_place_of_its_own() -> None:
    names = [running_folder(environment) for environment in ({"DISPLAY": ":0"}, {"DISPLAY": ":1"}, {})]
    names.append(running_folder({"SESSIONNAME": "RDP-Tcp#3"}))
    assert len(set(names)) == 4
    assert len({name.parent for name in names}) == 1
    assert running_folder({"DISPLAY": "../../etc:0"}).parent == names[0].parent
