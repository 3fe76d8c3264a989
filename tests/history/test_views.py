"""Every history in both languages: as reviewed, within Slack's rules, harmless."""

import json
from pathlib import Path

import pytest

from bot import ids
from tests.golden import reviewed
from tests.history.cases import CASES

test_view_is_as_reviewed, test_no_golden_file_is_left_over, test_slack_takes_the_view = reviewed(
    CASES, Path(__file__).parent / "golden"
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_view_is_harmless_and_can_be_read_back(name: str, language: str) -> None:
    view = CASES[name](language)
    assert view["type"] == "modal"
    assert "<!" not in json.dumps(view["blocks"])
    assert "<@U0BOSS>" not in json.dumps(view["blocks"])
    assert ids.HistoryValue.model_validate_json(view["private_metadata"])
