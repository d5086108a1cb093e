"""Whatever a scammer or a reader does to letters, folding undoes it on both sides."""

from __future__ import annotations

import pytest

from popupwatch.rules.fold import fold, is_cjk, pieces


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("MICROSOFT", "Microsoft"),
        ("M1cr0s0ft Supp0rt", "microsoft support"),
        ("Err0r", "error"),
        ("V!rus", "virus"),
        ("Windows_Defender_Security", "windows defender security"),
        ("M i c r o s o f t", "microsoft"),
        ("Suppоrt", "support"),  # Cyrillic o
        ("Su\u200bpp\u00adort", "support"),  # invisible characters
        ("\u202eport", "port"),  # direction override
        ("Menaces détectées", "menaces detectees"),
        ("ESPAÑOL", "espanol"),
        ("zablokowany łącze", "zablokowany lacze"),
        ("Straße", "strasse"),
        ("Ｗｉｎｄｏｗｓ", "windows"),
        ("Mlcrosoft", "Microsoft"),
        ("wamings", "warnings"),
    ],
)
def test_look_alikes_fold_to_the_same(seen: str, meant: str) -> None:
    assert fold(seen) == fold(meant)


def test_words_run_together_keep_their_edges() -> None:
    assert pieces("CallMicrosoft") == (fold("call"), fold("microsoft"))
    assert pieces("assistance01-99-00")[0] == fold("assistance")


def test_numbers_stay_numbers() -> None:
    assert pieces("0800") == ("0800",)


def test_japanese_is_known_to_have_no_word_edges() -> None:
    assert is_cjk("サポート")
    assert not is_cjk("Support")
