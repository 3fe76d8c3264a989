"""Drawn views against their golden files; `FRT_UPDATE_GOLDEN=1` writes the files anew.

A file holds both languages, with the lines of `tests.lines`. Read the difference before committing
it.
"""

import os
from collections.abc import Callable, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from bot.workspace.messages import checked_content
from bot.workspace.view_rules import refuse_bad_view
from tests.lines import lines

LANGUAGES = ("en", "zh")
Case = Callable[[str], dict[str, Any]]


def reviewed(cases: Mapping[str, Case], folder: Path) -> tuple[Callable[..., None], ...]:
    """Return three tests: the cases are as reviewed, no file is left over, Slack takes the cases.

    `folder` holds `<name>.txt` for each case.
    """

    @pytest.mark.parametrize("name", cases)
    def as_reviewed(name: str) -> None:
        drawn = "\n".join(f"== {one} ==\n{lines(cases[name](one))}\n" for one in LANGUAGES)
        path = folder / f"{name}.txt"
        if os.environ.get("FRT_UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawn, encoding="utf-8")
        before = path.read_text(encoding="utf-8")
        changes = unified_diff(before.split("\n"), drawn.split("\n"), n=0, lineterm="")
        assert drawn == before, "\n".join(changes)

    def none_left_over() -> None:
        left_over = {path.name for path in folder.iterdir()} - {f"{name}.txt" for name in cases}
        assert not left_over, left_over

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", cases)
    def taken(name: str, language: str) -> None:
        drawn = cases[name](language)
        if "type" in drawn:
            refuse_bad_view(drawn, drawn["type"])
        else:
            assert checked_content(drawn)["text"]
        assert all(block["block_id"] for block in drawn["blocks"])

    return as_reviewed, none_left_over, taken
