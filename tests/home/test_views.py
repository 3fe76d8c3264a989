"""Views of home, setup and members: as reviewed, within Slack's rules, harmless.

`FRT_UPDATE_GOLDEN=1 pytest tests/home/test_views.py` writes the golden files anew.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import ids
from tests.golden import reviewed
from tests.home.cases import CASES

MODELS = {
    ids.HOME_REFRESH: ids.Value,
    ids.HOME_LANGUAGE: ids.LanguageValue,
    ids.HOME_REMINDERS: ids.RemindersValue,
    ids.ACTION_VERIFY: ids.ActionValue,
    ids.PROBLEM_SHOW: ids.ProblemValue,
    ids.ITEM_CONFIRM: ids.ItemValue,
    ids.SETUP_OPEN: ids.ManagedTeam,
    ids.SETUP_CHOOSE: ids.ManagedTeam,
    ids.MEMBERS_OPEN: ids.ManagedTeam,
    ids.PLAN_START: ids.PlanValue,
    ids.MEMBERS_CHOOSE: ids.ManagedTeam,
    ids.MEMBERS_ROLE: ids.RoleValue,
    ids.MEMBERS_REMOVE: ids.MemberValue,
    ids.MEMBERS_UNLINK: ids.MemberValue,
    ids.MEMBERS_ADD: ids.MembersValue,
    ids.HISTORY_OPEN: ids.HistoryValue,
}


test_view_is_as_reviewed, test_no_golden_file_is_left_over, test_slack_takes_the_view = reviewed(
    CASES, Path(__file__).parent / "golden"
)


def strings(value: Any, *, markup: bool) -> Iterator[str]:
    """Yield every text that is read as markup, or every other."""
    if isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"}:
            if (value["type"] == "mrkdwn") is markup:
                yield value["text"]
            return
        for inner in value.values():
            yield from strings(inner, markup=markup)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, markup=markup)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_no_text_pings_anybody_it_should_not(name: str, language: str) -> None:
    view = CASES[name](language)
    for text in (*strings(view, markup=True), *strings(view, markup=False)):
        assert "<!" not in text
        assert "<@U0BOSS" not in text
        assert not re.search(r"@(here|channel|everyone)\b", text)
        assert "\u202e" not in text


@pytest.mark.parametrize("name", CASES)
def test_values_can_be_read_back(name: str) -> None:
    checked = 0
    for block in CASES[name]("en")["blocks"]:
        for one in [block.get("accessory"), *block.get("elements", [])]:
            if one and one.get("action_id") in MODELS:
                model = MODELS[one["action_id"]]
                values = [option["value"] for option in one.get("options", [])]
                for value in values or [one["value"]]:
                    model.model_validate_json(value)
                    checked += 1
    form_only = name.startswith(("setup_", "home_refused"))
    assert checked or form_only
