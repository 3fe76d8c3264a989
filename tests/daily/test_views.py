"""Every form of the report and its cases in both languages: golden files, and Slack's limits.

`FRT_UPDATE_GOLDEN=1 pytest tests/daily/test_views.py` writes the files anew; read the difference
before committing it.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import ids
from bot.metrics.daily.revised import RevisedTicket
from bot.metrics.figures import Goal, Target
from bot.views.blocks import characters
from tests.daily import drawn
from tests.daily.drawn import CASES
from tests.golden import reviewed

MOST_BLOCKS, MOST_TICKETS, MOST_CHARACTERS = 10, 3, 1_000
VALUES = {
    ids.CASE_CAUSE: ids.CauseValue,
    ids.CASES_CAUSE: ids.CauseValue,
    ids.CASES_OPEN: ids.CasesValue,
    ids.PROBLEM_MAKE: ids.MakeProblem,
    ids.CASES_PREVIOUS: ids.CasesValue,
    ids.CASES_NEXT: ids.CasesValue,
    ids.CASES_GROUP: ids.CasesValue,
    ids.CASES_GROUPS: ids.CasesValue,
    ids.CASES_GROUP_CAUSE: ids.GroupCauseValue,
    ids.REVISED_OPEN: ids.RevisedValue,
    ids.REVISED_NEXT: ids.RevisedValue,
    ids.REVISED_PREVIOUS: ids.RevisedValue,
    ids.DAILY_POST: ids.DailyValue,
    ids.DAILY_DETAILS: ids.DailyDetailsValue,
    ids.ACTION_MAKE: ids.MakeAction,
    ids.ACTION_MAKE_GROUP: ids.CasesValue,
    ids.HISTORY_OPEN: ids.HistoryValue,
}


def elements(view: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [block for block in view["blocks"] if block["type"] == "actions"]
    beside = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    return [*(element for block in rows for element in block["elements"]), *beside]


test_view_is_as_reviewed, test_no_golden_file_is_left_over, test_slack_takes_the_view = reviewed(
    CASES, Path(__file__).parent / "golden"
)


@pytest.mark.parametrize("name", CASES)
def test_values_can_be_read_back(name: str) -> None:
    view = CASES[name]("en")
    for element in elements(view):
        model = VALUES[element["action_id"]]
        for value in [option["value"] for option in _options(element)] or [element["value"]]:
            assert model.model_validate_json(value).dump() == value
    for block in view["blocks"]:
        if any(one["action_id"] in {ids.CASE_CAUSE, ids.CASES_CAUSE} for one in elements_of(block)):
            ids.CaseValue.model_validate_json(block["block_id"])
        if any(one["action_id"] == ids.CASES_GROUP_CAUSE for one in elements_of(block)):
            ids.GroupValue.model_validate_json(block["block_id"])


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    return block.get("elements", []) if block["type"] == "actions" else []


def _options(element: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = element.get("options", [])
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("daily")])
def test_a_report_is_one_phone_screen(name: str, language: str) -> None:
    """Also: a row of buttons and at most three tickets, each with one button beside it."""
    blocks = CASES[name](language)["blocks"]
    kinds = [block["type"] for block in blocks]
    assert len(blocks) <= MOST_BLOCKS
    assert set(kinds) <= {"header", "section", "actions", "context"}
    assert kinds.count("actions") <= 1
    assert sum("accessory" in block for block in blocks) <= MOST_TICKETS
    assert characters(blocks) <= MOST_CHARACTERS


def test_a_good_day_is_three_lines() -> None:
    assert [one["type"] for one in CASES["daily_good"]("en")["blocks"]] == [
        "header",
        "section",
        "actions",
        "context",
    ]


def test_a_chart_has_twenty_hours_at_most_the_busiest() -> None:
    blocks = CASES["details_all_hours"]("en")["blocks"]
    chart = next(block for block in blocks if block["type"] == "data_visualization")["chart"]
    assert chart["axis_config"]["categories"] == [f"{hour:02}:00" for hour in range(20)]
    one_hour = CASES["details_one_hour"]("en")["blocks"]
    assert not any(block["type"] == "data_visualization" for block in one_hour)


def test_what_was_not_given_stands_as_a_dash_and_never_as_zero() -> None:
    nothing = drawn.column(3, None, None, None, None, 0, None, None)
    view = drawn.details(now=nothing, usual=None, day_before=None)("en")
    table = next(block for block in view["blocks"] if block["type"] == "data_table")
    rows = {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in table["rows"]}
    assert rows["FRT, median"] == ["–", "default limit 15 min", "–", "5 min"]
    assert rows["CSAT (1–5) ¹"] == ["–", "team: ≥ 4.5", "–", "4.2 (130)"]


@pytest.mark.parametrize(
    ("value", "wanted", "says"),
    [
        (0.5, 0.9, "50% answered in time, 40 points under the target of 90%."),
        (0.889, 0.9, "89% answered in time, 1 point under the target of 90%."),
        (0.896, 0.9, "89.6% answered in time, just under the target of 90%."),
        (0.89996, 0.9, "89.9% answered in time, just under the target of 90%."),
        (0.88, 0.925, "88.0% answered in time, 4.5 points under the target of 92.5%."),
        (0.0, 0.9, "0% answered in time, 90 points under the target of 90%."),
        (0.9, 0.9, "90% answered in time: the target of 90% is reached."),
    ],
)
def test_how_far_from_the_target_agrees_with_what_is_shown(
    value: float, wanted: float, says: str
) -> None:
    goal = Target(Goal("attainment", "at_least", wanted), "team")
    figures = replace(drawn.BAD_DAY["figures"], attainment=value)
    shown = {**drawn.BAD_DAY, "figures": figures, "channels": ()}
    view = drawn.posted(**shown, targets={**drawn.TARGETS, "attainment": goal})("en")
    assert says in view["text"]


def test_a_changed_ticket_whose_id_is_too_long_for_a_click_has_no_history() -> None:
    (one, _) = drawn.changed_tickets()
    long = one._replace(ticket=one.ticket._replace(external_id="x" * 3_000))
    for made, buttons in ((one, [ids.HISTORY_OPEN]), (long, [])):
        shown = drawn.revised(tickets=(RevisedTicket(made, (), "a.csv"),), pages=1)("en")
        assert [one["action_id"] for one in elements(shown)] == buttons


def test_agents_are_never_named_in_the_channel() -> None:
    assert "Emma" not in json.dumps(drawn.posted(cases=drawn.worst(3, agent="Emma"))("en"))
    assert "Emma" in json.dumps(CASES["cases"]("en"))
