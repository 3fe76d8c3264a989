"""A plan's life: started by its lead with a checklist, changed, shared out, dated, closed."""

import json

import pytest

from bot import ids
from tests.plans.floor import GOAL, Floor, elements, has, held
from tests.scenarios.office import words_of


async def test_a_lead_starts_a_plan_with_the_built_in_checklist(either: Floor):
    answer = await either.start("emma")
    said = words_of(answer)
    assert "median first response at most 10 min" in said
    assert "0 of 17 met" in said
    assert "20 Nov 2026 – 18 Feb 2027" in said
    assert "Too few tickets to tell how large a change the window shows: 14 counted" in said
    items = await either.items()
    assert [item.phase for item in items] == ["prepare"] * 4 + ["carry_out"] * 7 + ["review"] * 6
    (step,) = await either.history("plan")
    assert (step.event, step.who) == ("started", "U01EMMA")
    assert json.loads(step.after)["value"] == "10m"
    assert len(await either.history("item")) == 17


async def test_owners_come_from_the_roles_of_the_team(floor: Floor):
    await floor.enrol("U01SOFIA", "operations")
    await floor.start("emma")
    owners = {item.key: item.owner_id for item in await floor.items()}
    assert owners["daily_monitored"] == "U01SOFIA"
    assert owners["weekly_review"] == "U01EMMA"
    assert owners["tools_live"] is None
    assert "no owner yet (IT support)" in words_of(await floor.checklist())


async def test_members_get_duties_in_the_second_form(floor: Floor):
    answer = await floor.type("emma", "plan")
    form = await floor.press("emma", answer, ids.PLAN_START)
    await floor.fill("emma", form, **GOAL, members=["U01NOAH", "U01SOFIA"])
    duties = await floor.office.modal("emma")
    assert "17 items" in words_of(duties)
    await floor.fill("emma", duties, U01NOAH="Reads <!channel> daily", U01SOFIA="")
    said = words_of(await floor.seen("emma", answer))
    assert "<@U01NOAH> · Reads &lt;!channel&gt; daily" in said
    assert "<@U01SOFIA> · no duty yet" in said
    assert [step.event for step in await floor.history("plan")] == ["started", "duties"]


async def test_only_one_plan_is_current(floor: Floor):
    await floor.enrol("U01NOAH", "lead")
    forms = {}
    for user in ("emma", "noah"):
        answer = await floor.type(user, "plan")
        forms[user] = await floor.press(user, answer, ids.PLAN_START)
    for user, form in forms.items():
        await floor.fill(user, form, **GOAL)
    assert "Plan 1 is current" in words_of(await floor.office.modal("noah"))
    assert [plan.status for plan in await floor.plans()] == ["current"]


@pytest.mark.parametrize("user", ["noah", "olga"])
async def test_who_may_not_start_one_sees_no_button(floor: Floor, user: str):
    answer = await floor.type(user, "plan")
    assert not has(answer, ids.PLAN_START)
    assert "no improvement plan" in words_of(answer)


async def test_a_lead_who_is_one_no_more_is_refused_at_sending(floor: Floor):
    answer = await floor.type("emma", "plan")
    form = await floor.press("emma", answer, ids.PLAN_START)
    await floor.enrol("U01EMMA", "agent")
    await floor.fill("emma", form, **GOAL)
    assert "Only the team’s lead" in words_of(await floor.office.modal("emma"))
    assert await floor.plans() == []


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"comparison": "at_least"}, "comparison", "at most"),
        ({"metric": "attainment", "value": "90%"}, "comparison", "at least"),
        ({"value": "fast"}, "value", "fast"),
        ({"first": "2026-12-01", "last": "2026-11-30"}, "last", "after the start"),
        ({"first": "2026-10-01", "last": "2026-11-19"}, "last", "has passed"),
        ({"lead": "U01FRTBOT"}, "lead", "is a bot"),
        ({"members": ["U01NOAH", "U01GUEST"]}, "members", "guest"),
    ],
)
async def test_what_makes_no_sense_is_refused(floor: Floor, values, field: str, words: str):
    answer = await floor.type("emma", "plan")
    form = await floor.press("emma", answer, ids.PLAN_START)
    done = await floor.fill("emma", form, **(GOAL | values))
    assert words in done["errors"][field]
    assert await floor.plans() == []


async def test_two_change_the_plan_and_the_second_sees_it(floor: Floor):
    answer = await floor.start("emma", lead="U01NOAH")
    theirs = await floor.type("noah", "plan")
    mine = await floor.press("emma", answer, ids.PLAN_CHANGE)
    other = await floor.press("noah", theirs, ids.PLAN_CHANGE)
    await floor.fill("noah", other, value="8m")
    await floor.fill("emma", mine, last="2027-03-01")
    again = await floor.office.modal("emma")
    said = words_of(again)
    assert "Somebody changed this meanwhile" in said
    assert "Target: 10m → 8m" in said
    assert (held(again, "value"), held(again, "last")) == ("8m", "2027-03-01")
    assert (await floor.plans())[0].last_on.isoformat() == "2027-02-18"
    await floor.fill("emma", again)
    (plan,) = await floor.plans()
    assert (plan.value, plan.last_on.isoformat()) == (480, "2027-03-01")


async def test_dates_are_shown_before_they_are_set(floor: Floor):
    answer = await floor.start("emma")
    form = await floor.press("emma", answer, ids.PLAN_DATES)
    done = await floor.fill("emma", form, days0="-1", days1="30", days2="")
    assert "from 0 to 1000" in done["errors"]["days0"].replace(",", "")
    await floor.fill("emma", form, days0="8", days1="30", days2="")
    preview = await floor.office.modal("emma")
    assert "11 items get a new date, 6 stay" in words_of(preview)
    assert "30 Nov 2026" in words_of(preview)
    assert {item.due_on for item in await floor.items()} == {None}
    await floor.fill("emma", preview)
    due = [item.due_on and item.due_on.isoformat() for item in await floor.items()]
    assert due == ["2026-11-30"] * 4 + ["2026-12-21"] * 7 + [None] * 6


async def test_a_preview_that_was_overtaken_sets_nothing(floor: Floor):
    answer = await floor.start("emma")
    form = await floor.press("emma", answer, ids.PLAN_DATES)
    await floor.fill("emma", form)
    preview = await floor.office.modal("emma")
    await floor.choose("emma", await floor.checklist(), 4, "in_progress")
    await floor.fill("emma", preview)
    assert "Somebody changed the checklist" in words_of(await floor.office.modal("emma"))
    assert {item.due_on for item in await floor.items()} == {None}
    await floor.fill("emma", await floor.office.modal("emma"))
    assert None not in {item.due_on for item in await floor.items()}


async def test_a_closed_plan_stays_as_it_is_and_another_may_start(floor: Floor):
    answer = await floor.start("emma")
    shown = await floor.checklist()
    await floor.enrol("U01NOAH", "lead")
    late = await floor.press("noah", await floor.type("noah", "plan"), ids.PLAN_CHANGE)
    form = await floor.press("emma", answer, ids.PLAN_CLOSE)
    await floor.fill("emma", form, why="Reached")
    await floor.fill("noah", late, value="5m")
    assert "was closed by <@U01EMMA>" in words_of(await floor.office.modal("noah"))
    await floor.choose("emma", shown, 1, "in_progress")
    assert (await floor.item(1)).status == "open"
    assert "was closed" in await floor.whispered("emma")
    answer = await floor.start("emma", value="8m")
    assert "Plan 2 · Global support" in words_of(answer)
    assert "Plan 1: median first response at most 10 min" in words_of(answer)
    assert [plan.status for plan in await floor.plans()] == ["closed", "current"]


async def test_history_names_who_and_what(floor: Floor):
    answer = await floor.start("emma")
    form = await floor.press("emma", answer, ids.PLAN_CHANGE)
    await floor.fill("emma", form, value="9m", lead="U01NOAH")
    modal = await floor.press("emma", answer, ids.HISTORY_OPEN)
    said = words_of(modal)
    assert "<@U01EMMA> started the plan" in said
    assert "Target: 10m → 9m" in said
    assert "Lead: <@U01EMMA> → <@U01NOAH>" in said


@pytest.mark.parametrize("words", ["计划", "改进计划"])
async def test_chinese(floor: Floor, words: str):
    answer = await floor.type("wangfang", words, "客服一组")
    form = await floor.press("wangfang", answer, ids.PLAN_START)
    assert form["title"]["text"] == "发起改进计划"
    await floor.fill("wangfang", form, **(GOAL | {"value": "10分钟"}))
    said = words_of(await floor.checklist("wangfang", channel="客服一组"))
    assert "准备阶段" in said
    assert "量化" in said
    assert "首次响应时长中位数 ≤ 10分钟" in said


async def test_every_button_of_the_answer_is_answered(floor: Floor):
    answer = await floor.start("emma")
    for one in elements(answer):
        opened = await floor.press("emma", answer, one["action_id"])
        if one["action_id"] != ids.CHECKLIST_OPEN:
            assert opened is not None, one["action_id"]
