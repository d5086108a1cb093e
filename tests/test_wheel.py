"""What the wheel holds: all of the package, its data, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "popupwatch"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    out = tmp_path_factory.mktemp("wheel")
    # Without isolation: the build needs no network, what it needs is in the extra "test".
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = out.glob("popupwatch-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_holds_every_module(names: set[str]) -> None:
    modules = {str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules


def test_holds_its_data_and_nothing_else(names: set[str]) -> None:
    scenarios = {path.name for path in (PACKAGE / "rules" / "library").glob("*.toml")}
    vocabularies = {path.name for path in (PACKAGE / "rules" / "vocabulary").glob("*.toml")}
    assert {name for name in names if not name.endswith(".py") and ".dist-info/" not in name} == {
        "popupwatch/py.typed",
        "popupwatch/advice/steps.toml",
        *(f"popupwatch/advice/contacts/{path.name}" for path in (PACKAGE / "advice" / "contacts").glob("*.toml")),
        "popupwatch/advice/texts/en.toml",
        "popupwatch/advice/texts/fr.toml",
        "popupwatch/cli/scan.schema.json",
        "popupwatch/rules/clues.toml",
        "popupwatch/rules/compiled.bin",
        *(f"popupwatch/rules/schema/{name}.schema.json" for name in ("clues", "fixture", "scenario", "vocabulary")),
        "popupwatch/workshop/lint/everyday.toml",
        "popupwatch/workshop/page.html",
        *(f"popupwatch/rules/library/{name}" for name in scenarios),
        *(f"popupwatch/rules/vocabulary/{name}" for name in vocabularies),
    }


def test_says_what_it_is(names: set[str]) -> None:
    about = {name.partition(".dist-info/")[2] for name in names if ".dist-info/" in name}
    assert about == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
