"""What every view keeps to: how long it is, who may see whom, values that can be read back."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from slackblocks import LengthError

from bot import ids
from bot.metrics.actions.actions import SCOPES
from bot.metrics.figures.report import Ask
from bot.metrics.registers import SCOPES as REGISTER_SCOPES
from bot.registers import REGISTERS
from bot.views.blocks import MOST_CHARACTERS, characters
from bot.views.blocks.parts import message, section
from bot.views.blocks.words import before_words, dates_words, period_words
from bot.views.figures import report
from bot.views.team import choosing as team
from tests.views import samples as s
from tests.views.cases import CASES

FEED_BUTTONS = (
    *(ids.FEED_OPEN, ids.FEED_ASK, ids.FEED_RENEW),
    *(ids.FEED_PAUSE, ids.FEED_RESUME, ids.FEED_REMOVE),
)
PROBLEM_BUTTONS = (
    *(ids.PROBLEM_SHOW, ids.PROBLEM_START, ids.PROBLEM_WHYS, ids.PROBLEM_CHANGE),
    *(ids.PROBLEM_CLOSE, ids.PROBLEM_REOPEN, ids.PROBLEM_REPORT),
)


def elements(view: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for block in view["blocks"]:
        found += block.get("elements", []) if block["type"] == "actions" else []
        found += [block["accessory"]] if "accessory" in block else []
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_view_is_shorter_than_slack_asks(name: str, language: str) -> None:
    view = CASES[name](language)
    kinds = [block["type"] for block in view["blocks"]]
    assert kinds.count("data_table") <= 1
    assert len(kinds) <= 50
    assert len(view.get("text", "")) <= 600
    assert len(json.dumps(view)) < 100_000
    if "text" in view:
        assert characters(view["blocks"]) <= MOST_CHARACTERS


@pytest.mark.parametrize("name", CASES)
def test_values_can_be_read_back(name: str) -> None:
    models = {
        ids.REPORT_SHARE: ids.AskValue,
        ids.REPORT_CLOCK: ids.AskValue,
        ids.REPORT_CHART: ids.AskValue,
        ids.REPORT_WAITING: ids.AskValue,
        ids.REPORT_WHY: ids.WhyValue,
        ids.REPORT_WHY_PREVIOUS: ids.WhyValue,
        ids.REPORT_WHY_NEXT: ids.WhyValue,
        ids.WAITS_MINE: ids.WaitsValue,
        ids.WAITS_UNASSIGNED: ids.WaitsValue,
        ids.WAITS_ALL: ids.WaitsValue,
        ids.WAITS_PREVIOUS: ids.WaitsValue,
        ids.WAITS_NEXT: ids.WaitsValue,
        ids.HELP_RUN: ids.RunValue,
        ids.HELP_ALL: ids.Value,
        **{ids.help_run(at): ids.RunValue for at in range(ids.MOST_DOORS)},
        ids.TEAM_CHOOSE: ids.TeamValue,
        ids.ACTION_DONE: ids.ActionValue,
        ids.ACTION_REASSIGN: ids.ActionValue,
        ids.ACTION_NEW_DATE: ids.ActionValue,
        ids.ACTION_DROP: ids.ActionValue,
        ids.ACTION_VERIFY: ids.ActionValue,
        ids.ACTION_REOPEN: ids.ActionValue,
        ids.ACTION_EXTEND: ids.ActionValue,
        ids.ACTION_AIM: ids.ActionValue,
        ids.register_step("action", "note"): ids.ActionValue,
        ids.register_step("action", "edit"): ids.ActionValue,
        ids.HISTORY_OPEN: ids.HistoryValue,
        ids.ITEM_OPEN: ids.ItemValue,
        ids.ACTION_LIST_TEAM: ids.ActionListValue,
        ids.ACTION_MAKE: ids.MakeAction,
        ids.REGISTER_MORE: ids.Value,
        ids.PROBLEM_MAKE: ids.MakeProblem,
        ids.PROBLEM_LIST_TEAM: ids.ProblemListValue,
        **dict.fromkeys(PROBLEM_BUTTONS, ids.ProblemValue),
        ids.WARNING_ACKNOWLEDGE: ids.WarningValue,
        ids.WARNING_SHOW: ids.WarningShowValue,
        ids.WARNING_RULE: ids.WarningRuleValue,
        ids.WARNING_RULE_ANOTHER: ids.WarningRuleValue,
        ids.CASES_OPEN: ids.CasesValue,
        ids.REVIEW_DECIDE: ids.ReviewValue,
        ids.REVIEW_FINISH: ids.ReviewFinishValue,
        ids.REVIEW_OPEN: ids.ReviewValue,
        ids.REVIEW_DETAILS: ids.ReviewValue,
        ids.REVIEW_CASE: ids.ReviewCaseValue,
        ids.DELIVERY_POST: ids.DeliveryValue,
        ids.DELIVERY_MARK: ids.DeliveryValue,
        ids.DELIVERIES_TEAM: ids.DeliveriesValue,
        f"{ids.DELIVERIES_TURN}.previous": ids.DeliveriesValue,
        f"{ids.DELIVERIES_TURN}.next": ids.DeliveriesValue,
        f"{ids.HISTORY_TURN}.previous": ids.HistoryValue,
        f"{ids.HISTORY_TURN}.next": ids.HistoryValue,
        ids.IMPORT_OPEN: ids.FileValue,
        ids.DAYS_OFF_OPEN: ids.FileValue,
        ids.IMPORT_COLUMNS: ids.ImportValue,
        **dict.fromkeys(FEED_BUTTONS, ids.FeedValue),
        ids.FEED_BACK: ids.FeedFormValue,
        ids.COMPLAINT_START: ids.ComplaintValue,
        ids.COMPLAINT_JOIN: ids.JoinValue,
        ids.COMPLAINT_NOT_DELAY: ids.ComplaintValue,
        ids.COMPLAINT_DELAY: ids.ComplaintValue,
        f"{ids.COMPLAINTS_TURN}.previous": ids.ComplaintsValue,
        f"{ids.COMPLAINTS_TURN}.next": ids.ComplaintsValue,
    }
    turns = (*SCOPES, "previous", "next")
    models |= {f"{ids.ACTION_LIST}.{turn}": ids.ActionListValue for turn in turns}
    turns = ("open", "all", "recent", "previous", "next")
    models |= {f"{ids.PROBLEM_LIST}.{turn}": ids.ProblemListValue for turn in turns}
    models |= {
        ids.register_step(kind.name, step.name): ids.EntryValue
        for kind in REGISTERS.values()
        for step in (kind.make, *kind.steps)
    }
    turns = (*REGISTER_SCOPES, "previous", "next", "back")
    models |= {f"{ids.REGISTER_LIST}.{turn}": ids.EntryListValue for turn in turns}
    models |= {ids.REGISTER_OPEN: ids.EntryValue, ids.REGISTER_TEAM: ids.EntryListValue}
    metadata = {
        ids.REGISTER_FORM: ids.EntryFormValue,
        ids.WARNING_RULE_FORM: ids.WarningRuleFormValue,
        ids.REGISTER_OPEN: ids.EntryValue,
        ids.ACTION_MAKE_FORM: ids.MakeAction,
        ids.ACTION_CHANGE_FORM: ids.ActionFormValue,
        ids.HISTORY_OPEN: ids.HistoryValue,
        ids.PROBLEM_SHOW: ids.ProblemValue,
        ids.PROBLEM_REPORT_FORM: ids.ProblemFormValue,
        ids.REVIEW_DECIDE_FORM: ids.ReviewValue,
        ids.REVIEW_DETAILS: ids.ReviewValue,
        ids.REVIEW_FINISH_FORM: ids.ReviewValue,
        ids.REVIEW_CASE_FORM: ids.ReviewCaseValue,
        ids.COMPLAINT_NOT_DELAY_FORM: ids.ComplaintValue,
        ids.FEED_LIST: ids.FeedsValue,
        ids.FEED_FORM: ids.FeedFormValue,
        ids.FEED_CONNECT: ids.FeedValue,
        ids.IMPORT_FORM: ids.FileValue,
        ids.DAYS_OFF_FORM: ids.FileValue,
        ids.IMPORT_SET: ids.ImportValue,
        ids.IMPORT_TAKE: ids.ImportValue,
    }
    view = CASES[name]("en")
    for element in elements(view):
        values = [option["value"] for option in element.get("options", [])] or [element["value"]]
        if element["action_id"] != ids.REPORT_WHY_FILTER:
            assert [models[element["action_id"]].model_validate_json(value) for value in values]
    if "private_metadata" in view:
        model = metadata.get(view["callback_id"], ids.WhyValue)
        assert model.model_validate_json(view["private_metadata"])


def test_other_clock_and_page_buttons_carry_the_change() -> None:
    made = elements(report.answer(s.report(ask=Ask("week", by="tier")), s.EN))
    clock = ids.AskValue.model_validate_json(made[-1]["value"])
    assert (clock.period, clock.by, clock.clock, clock.as_of) == ("week", "tier", "calendar", s.NOW)
    pages = [
        ids.WhyValue.model_validate_json(element["value"]).page
        for element in elements(report.why(s.ticket_list(page=2, pages=3), s.EN))
        if element["action_id"] in {ids.REPORT_WHY_PREVIOUS, ids.REPORT_WHY_NEXT}
    ]
    assert pages == [1, 3]


@pytest.mark.parametrize(
    "individual", [{"person": "Li Wei"}, {"ask": Ask(by="agent"), "groups": s.groups("Li Wei")}]
)
def test_individual_figures_are_not_shared_unless_the_leaderboard_is_open(
    individual: dict[str, Any],
) -> None:
    private = s.report(**individual)
    assert "Share" not in json.dumps(report.answer(private, s.EN))
    with pytest.raises(ValueError, match="individual"):
        report.shared(private, "U0EMMA")
    is_open = replace(private, team=replace(s.TEAM, leaderboard_open=True))
    assert "Share" in json.dumps(report.answer(is_open, s.EN))
    assert "Li Wei" in json.dumps(report.shared(is_open, "U0EMMA"))


def test_shared_speaks_the_teams_language_and_only_looks_are_offered() -> None:
    view = report.shared(s.report("zh"), "U0EMMA")
    assert "首次响应" in view["text"]
    assert [element["action_id"] for element in elements(view)] == [
        ids.REPORT_WAITING,
        ids.REPORT_CHART,
        ids.REPORT_WHY,
    ]


def test_no_value_is_never_zero() -> None:
    for name in ("report_unanswered", "report_no_data_at_all"):
        assert not re.search(r"\b0 s\b|\b0%|0分钟", json.dumps(CASES[name]("en")))
    said = json.dumps(CASES["report_unanswered"]("en"))
    assert said.count("no data") >= 4


def test_a_chart_leaves_missing_days_out_and_names_them() -> None:
    trend = s.trend(14, gaps=(3, 4, 9))
    blocks = report.chart(s.report(trend=trend), s.EN)["blocks"]
    chart = next(block for block in blocks if block["type"] == "data_visualization")["chart"]
    assert len(chart["axis_config"]["categories"]) == 11
    assert all(point["value"] > 0 for line in chart["series"] for point in line["data"])
    note = next(block for block in blocks if block["block_id"] == "chart_note")
    assert "10 Nov, 11 Nov" in str(note) or "10–11 Nov, 16 Nov" in str(note)


def test_a_chart_has_twenty_points_at_most() -> None:
    blocks = report.chart(s.report(trend=s.trend(90)), s.EN)["blocks"]
    chart = next(block for block in blocks if block["type"] == "data_visualization")["chart"]
    assert len(chart["axis_config"]["categories"]) == 20
    assert chart["axis_config"]["categories"][-1] == "20 Nov"


def test_long_lists_are_cut_and_say_so() -> None:
    many = report.answer(
        s.report(ask=Ask(by="category"), groups=s.groups(*(f"c{at}" for at in range(150)))), s.EN
    )
    table = next(block for block in many["blocks"] if block["type"] == "data_table")
    assert len(table["rows"]) == 100
    assert "51 more rows" in str(many)
    teams = team.choose(Ask(), [replace(s.TEAM, id=at) for at in range(120)], s.EN)
    assert len(elements(teams)[0]["options"]) == 100
    assert "first 100 teams" in str(teams)


def test_more_than_a_message_holds_is_refused() -> None:
    with pytest.raises(LengthError):
        message("x", [section("x", str(at)) for at in range(51)])


@pytest.mark.parametrize(
    ("text", "words", "before"),
    [
        ("today", "today, Fri 20 Nov", "yesterday up to 14:05"),
        ("yesterday", "yesterday, Thu 19 Nov", "the day before, Wed 18 Nov"),
        ("week", "this week, 16–20 Nov", "last week up to Fri 14:05"),
        ("month", "this month, 1–20 Nov", "last month up to 20 Oct, 14:05"),
        ("last 30 days", "last 30 days, 22 Oct – 20 Nov", "the 30 days before"),
        ("2026-11-01..2026-11-15", "1–15 Nov", "the 15 days before"),
        ("2025-12-28..2026-01-03", "28 Dec 2025 – 3 Jan 2026", "the 7 days before"),
        ("2025-11-03", "3 Nov 2025", "the day before"),
    ],
)
def test_periods_in_words(text: str, words: str, before: str) -> None:
    period = s.period(text)
    assert period_words("en", period, s.NOW) == words
    assert before_words("en", s.previous(period, s.NOW)) == before


def test_dates_are_named_in_runs() -> None:
    dates = tuple(day for day, _ in s.trend(12).values if day.day not in {11, 14, 16})
    assert dates_words("en", dates) == ("9–10 Nov, 12–13 Nov, 15 Nov, 17–20 Nov", 0)
    assert dates_words("en", dates, most=2) == ("9–10 Nov, 12–13 Nov", 5)
