"""Every view in both languages against its golden JSON.

`FRT_UPDATE_GOLDEN=1 pytest tests/views` writes the files anew; read the difference before
committing it.
"""

import json
import os
from pathlib import Path

import pytest

from tests.views.cases import CASES

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_view_is_as_reviewed(name: str, language: str) -> None:
    drawn = json.dumps(CASES[name](language), ensure_ascii=False, indent=1) + "\n"
    path = GOLDEN / f"{name}.{language}.json"
    if os.environ.get("FRT_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    expected = {f"{name}.{language}.json" for name in CASES for language in ("en", "zh")}
    assert {path.name for path in GOLDEN.glob("*.json")} == expected
