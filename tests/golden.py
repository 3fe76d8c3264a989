"""Drawn views against their golden JSON files; `FRT_UPDATE_GOLDEN=1` writes the files anew.

Read the difference before committing it.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

LANGUAGES = ("en", "zh")
Case = Callable[[str], dict[str, Any]]


def reviewed(cases: Mapping[str, Case], folder: Path) -> tuple[Callable[..., None], ...]:
    """Return two tests: each case is as reviewed in both languages, and no file is left over.

    `folder` holds `<name>.<language>.json` for each case.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", cases)
    def as_reviewed(name: str, language: str) -> None:
        drawn = json.dumps(cases[name](language), ensure_ascii=False, indent=1) + "\n"
        path = folder / f"{name}.{language}.json"
        if os.environ.get("FRT_UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawn, encoding="utf-8")
        assert drawn == path.read_text(encoding="utf-8")

    def none_left_over() -> None:
        assert {path.name for path in folder.glob("*.json")} == set(_files(cases))

    return as_reviewed, none_left_over


def _files(names: Iterable[str]) -> list[str]:
    return [f"{name}.{language}.json" for name in names for language in LANGUAGES]
