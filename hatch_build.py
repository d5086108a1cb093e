"""Build hook: compiles the rules into the wheel, so that a scan need not (see popupwatch/rules/compiled.py)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``popupwatch/rules/compiled.bin`` and adds it to the wheel. A broken rule file stops the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from popupwatch.rules import compiled
        from popupwatch.rules.load import PACKAGE_RULES, compile_rules

        book = compile_rules()
        if book.problems:
            raise SystemExit("\n".join(map(str, book.problems)))
        path = compiled.write(PACKAGE_RULES, book)
        build_data["artifacts"].append(str(path.relative_to(Path(self.root))).replace("\\", "/"))
