"""Every view of plans and checklists in both languages: golden files, Slack's limits, values.

`FRT_UPDATE_GOLDEN=1 pytest tests/plans/test_views.py` writes the files anew; read the difference
before committing it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import ids
from tests.golden import reviewed
from tests.plans.cases import CASES

VALUES = {
    **dict.fromkeys(
        (ids.PLAN_TEAM, ids.PLAN_START, ids.PLAN_CHANGE, ids.PLAN_DUTIES), ids.PlanValue
    ),
    **dict.fromkeys((ids.PLAN_DATES, ids.PLAN_CLOSE, ids.ITEM_ADD), ids.PlanValue),
    **dict.fromkeys((ids.CHECKLIST_TEAM, ids.CHECKLIST_OPEN), ids.ChecklistValue),
    **dict.fromkeys((ids.CHECKLIST_PHASE, ids.CHECKLIST_POST), ids.ChecklistValue),
    **dict.fromkeys((ids.ITEM_OPEN, ids.ITEM_CONFIRM), ids.ItemValue),
    **dict.fromkeys((ids.ITEM_UP, ids.ITEM_DOWN, ids.ITEM_RETIRE), ids.ItemValue),
    ids.ITEM_STATUS: ids.StatusValue,
    ids.HISTORY_OPEN: ids.HistoryValue,
}
METADATA = {
    **dict.fromkeys((ids.PLAN_FORM, ids.PLAN_DUTIES_FORM, ids.PLAN_CLOSE_FORM), ids.PlanFormValue),
    **dict.fromkeys((ids.PLAN_DATES_FORM, ids.ITEM_ADD_FORM), ids.PlanFormValue),
    **dict.fromkeys((ids.ITEM_FORM, ids.ITEM_STATUS_FORM), ids.ItemFormValue),
    ids.HISTORY_OPEN: ids.HistoryValue,
}


def elements(view: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for block in view["blocks"]:
        found += block.get("elements", []) if block["type"] == "actions" else []
        found += [block["accessory"]] if "accessory" in block else []
    return found


test_view_is_as_reviewed, test_no_golden_file_is_left_over, test_slack_takes_the_view = reviewed(
    CASES, Path(__file__).parent / "golden"
)


@pytest.mark.parametrize("name", CASES)
def test_values_can_be_read_back(name: str) -> None:
    view = CASES[name]("en")
    for one in elements(view):
        model = VALUES.get(one["action_id"], ids.ChecklistValue)
        values = [option["value"] for option in one.get("options", [])] or [one["value"]]
        assert [model.model_validate_json(value) for value in values]
    for block in view["blocks"]:
        if block["block_id"].startswith("{"):
            assert ids.RowValue.model_validate_json(block["block_id"])
    if "private_metadata" in view:
        assert METADATA[view["callback_id"]].model_validate_json(view["private_metadata"])


@pytest.mark.parametrize("name", CASES)
def test_what_people_wrote_pings_nobody(name: str) -> None:
    assert "<!" not in json.dumps(CASES[name]("en"))
