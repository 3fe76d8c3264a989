"""The checklist: who may move what, what is demanded, what two at once see, what is posted."""

import asyncio
import json
from datetime import date, timedelta

import pytest

from bot import ids
from bot.services.plans import checklists
from tests.plans.floor import Floor, elements, has, held, row, status_of
from tests.scenarios.office import FAILING, Json, words_of


async def own(floor: Floor, user_id: str = "U01NOAH", item: int = 3) -> None:
    """Make somebody the owner of an item, through its form."""
    shown = await floor.checklist("emma")
    form = await floor.open("emma", shown, item)
    assert not (await floor.fill("emma", form, owner=user_id))["errors"]


async def test_a_status_is_set_in_the_row_and_shown_at_once(either: Floor):
    await either.start()
    shown = await either.checklist()
    assert await either.choose("emma", shown, 1, "in_progress") is None
    assert (await either.item(1)).status == "in_progress"
    seen = await either.seen("emma", shown)
    assert status_of(seen, 1) == "in_progress"
    assert "0 of 17 met · 1 in progress" in words_of(seen)
    (_, step) = await either.history("item", "1.1")
    assert (step.event, step.who) == ("status", "U01EMMA")
    assert json.loads(step.before) == {"status": "open"}
    assert json.loads(step.after) == {"status": "in_progress"}


async def test_each_change_in_a_list_takes_one_of_the_five_times_that_slack_lets_it_be_renewed(
    floor: Floor,
):
    await floor.start()
    shown = await floor.checklist()
    before = len(await renewals(floor))
    floor.office.clock.step = timedelta(milliseconds=300)
    for item in (1, 2, 3, 4, 5):
        await floor.choose("emma", await floor.seen("emma", shown), item, "in_progress")
    assert len(await renewals(floor)) - before == 5
    assert "0 of 17 met · 5 in progress" in words_of(await floor.seen("emma", shown))


async def renewals(floor: Floor) -> list[Json]:
    log = await floor.office.slack.client.log()
    return [one for one in log if one["name"] == "response_url"]


async def test_not_met_demands_a_remark(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    form = await floor.choose("emma", shown, 2, "not_met")
    assert (await floor.item(2)).status == "open"
    assert status_of(await floor.seen("emma", shown), 2) == "open"
    done = await floor.fill("emma", form, remark=" \u200b ")
    assert "Say why" in done["errors"]["remark"]
    await floor.fill("emma", form, remark="No benchmark yet")
    item = await floor.item(2)
    assert (item.status, item.remark) == ("not_met", "No benchmark yet")
    assert "Remark: No benchmark yet" in words_of(await floor.seen("emma", shown))


async def test_the_whole_form_demands_it_too(floor: Floor):
    await floor.start()
    form = await floor.open("emma", await floor.checklist(), 2)
    done = await floor.fill("emma", form, status="not_met")
    assert "Say why" in done["errors"]["remark"]


@pytest.mark.parametrize("link", ["ftp://x", "see drawer 3", "https://a b", "https://x|y"])
async def test_evidence_is_a_link(floor: Floor, link: str):
    await floor.start()
    form = await floor.choose("emma", await floor.checklist(), 5, "met")
    done = await floor.fill("emma", form, evidence=link)
    assert "https://" in done["errors"]["evidence"]
    assert (await floor.item(5)).status == "open"


async def test_met_with_evidence(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    form = await floor.choose("emma", shown, 5, "met")
    await floor.fill("emma", form, evidence="https://files.example/F1?a=1&b=2")
    said = words_of(await floor.seen("emma", shown))
    assert "<https://files.example/F1?a=1&amp;b=2|Evidence>" in said
    assert "1 of 17 met" in said


async def test_an_owner_moves_their_own_items_and_no_others(floor: Floor):
    await floor.start()
    await own(floor, "U01NOAH", 3)
    shown = await floor.checklist("noah")
    assert status_of(shown, 3) == "open"
    assert status_of(shown, 4) is None
    assert not has(shown, ids.ITEM_ADD)
    await floor.choose("noah", shown, 3, "in_progress")
    assert (await floor.item(3)).status == "in_progress"
    form = await floor.open("noah", shown, 3)
    assert {block["block_id"] for block in form["blocks"] if block["type"] == "input"} == {
        "status",
        "remark",
        "evidence",
        "file",
    }


@pytest.mark.parametrize("user", ["noah", "sofia", "olga"])
async def test_others_click_in_vain_on_a_posted_checklist(floor: Floor, user: str):
    await floor.start()
    posted = await floor.post("emma", await floor.checklist())
    await floor.choose(user, posted, 1, "in_progress")
    assert (await floor.item(1)).status == "open"
    assert "Ask <@U01EMMA>" in await floor.whispered(user)
    assert await floor.choose(user, posted, 1, "met") is None
    opened = await floor.open(user, posted, 1)
    assert not [block for block in opened["blocks"] if block["type"] == "input"]
    assert "submit" not in opened or opened["submit"] is None


async def test_an_owner_who_sends_more_than_theirs_is_refused(floor: Floor):
    await floor.start()
    await own(floor, "U01NOAH", 3)
    await floor.enrol("U01NOAH", "lead")
    form = await floor.open("noah", await floor.checklist("noah"), 3)
    await floor.enrol("U01NOAH", "agent")
    await floor.fill("noah", form, title="Mine now")
    assert "Only the team’s lead" in words_of(await floor.office.modal("noah"))
    assert (await floor.item(3)).title is None


async def test_posted_checklists_follow_every_change_wherever_they_stand(floor: Floor):
    answer = await floor.start()
    shown = await floor.checklist()
    here = await floor.post("emma", shown)
    await floor.office.slack.client.join("U01FRTBOT", "general")
    elsewhere = await floor.checklist("emma", "prepare team Global support", "general")
    there = await floor.post("emma", elsewhere, "general")
    await floor.choose("emma", here, 1, "in_progress")
    for posted in (here, there):
        assert status_of(await floor.seen("emma", posted), 1) == "in_progress"
    assert "Carry out" not in words_of(there)
    form = await floor.press("emma", answer, ids.PLAN_CHANGE)
    await floor.fill("emma", form, value="7m")
    assert "at most 7 min" in words_of(await floor.seen("emma", here))
    close = await floor.press("emma", answer, ids.PLAN_CLOSE)
    await floor.fill("emma", close, why="Done")
    seen = await floor.seen("emma", here)
    assert "This plan is closed" in words_of(seen)
    assert not has(seen, ids.ITEM_STATUS)


async def test_posting_twice_at_once_posts_once(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    click = floor.office.slack.client.click
    await asyncio.gather(*(click("emma", ids.CHECKLIST_POST, on=shown) for _ in range(3)))
    await floor.office.settle()
    assert len([one for one in await floor.said("noah") if not one["ephemeral"]]) == 1


async def test_a_channel_that_is_archived_says_so(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    await floor.office.slack.client.archive("C01SUPPORT")
    await floor.office.click("emma", shown, ids.CHECKLIST_POST)
    assert "archived" in await floor.whispered("emma")


async def test_the_second_of_two_sees_what_changed_and_nothing_is_overwritten(floor: Floor):
    await floor.start(lead="U01NOAH")
    shown = await floor.checklist()
    mine = await floor.open("emma", shown, 6)
    theirs = await floor.open("noah", await floor.checklist("noah"), 6)
    await floor.fill("noah", theirs, status="in_progress", remark="Half done")
    await floor.fill("emma", mine, remark="Mine", due="2026-12-04")
    again = await floor.office.modal("emma")
    said = words_of(again)
    assert "Somebody changed this meanwhile" in said
    assert "Status: open → in progress" in said
    assert "Remark: – → Half done" in said
    assert (held(again, "status"), held(again, "remark")) == ("in_progress", "Mine")
    assert held(again, "due") == "2026-12-04"
    item = await floor.item(6)
    assert (item.status, item.remark, item.due_on) == ("in_progress", "Half done", None)
    await floor.fill("emma", again)
    item = await floor.item(6)
    assert (item.status, item.remark) == ("in_progress", "Mine")
    assert item.due_on == date(2026, 12, 4)


@pytest.mark.parametrize("status", ["open", "met"])
async def test_a_stale_row_overwrites_nothing(floor: Floor, status: str):
    await floor.start()
    old = await floor.checklist()
    new = await floor.checklist()
    await floor.choose("emma", new, 6, "in_progress")
    assert await floor.choose("emma", old, 6, status) is None
    assert (await floor.item(6)).status == "in_progress"
    assert "Status: open → in progress" in await floor.whispered("emma")
    assert status_of(await floor.seen("emma", old), 6) == "in_progress"


async def test_words_in_another_language_are_no_change(floor: Floor):
    await floor.start(lead="U01WANG")
    await floor.office.slack.client.join("U01WANG", "C01SUPPORT")
    form = await floor.open("wangfang", await floor.checklist("wangfang"), 6)
    assert held(form, "title") == "上线并调优响应工具"
    await floor.fill("wangfang", form, due="2026-12-04")
    item = await floor.item(6)
    assert (item.title, item.standard) == (None, None)
    assert "Put response tools to work" in words_of(await floor.checklist())


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("", list(range(1, 18))),
        ("prepare", [1, 2, 3, 4]),
        ("2", list(range(5, 12))),
        ("Carry out", list(range(5, 12))),
        ("复盘", list(range(12, 18))),
        ("not met", [2]),
        ("未达标", [2]),
        ("overdue", [3]),
        ("mine", [4]),
    ],
)
async def test_what_a_checklist_can_show(floor: Floor, words: str, numbers: list[int]):
    await floor.start(lead="U01SOFIA")
    async with floor.office.database.write() as session:
        for item in await floor.items():
            item.owner_id = "U01EMMA" if item.number == 4 else None
            item.status = "not_met" if item.number == 2 else "open"
            item.due_on = date(2026, 11, 18) if item.number == 3 else None
            await session.merge(item)
    shown = await floor.checklist("emma", words)
    found = []
    for number in range(1, 18):
        try:
            row(shown, number)
        except AssertionError:
            continue
        found.append(number)
    assert found == numbers


async def test_words_that_name_no_phase_are_explained(floor: Floor):
    await floor.start()
    await floor.checklist("emma", "sideways")
    assert "“sideways” is no phase" in await floor.whispered("emma")


async def test_without_a_plan_the_way_to_one_is_shown(floor: Floor):
    await floor.checklist()
    assert "/frt plan" in await floor.whispered("emma")


async def test_many_at_once_lose_nothing(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    wanted = dict.fromkeys(range(1, 9), "in_progress")
    await asyncio.gather(
        *(floor.choose("emma", shown, number, status) for number, status in wanted.items())
    )
    found = {item.number: item.status for item in await floor.items()}
    assert {number: found[number] for number in wanted} == wanted


async def test_own_items_by_date_for_other_parts(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    for number, due in ((3, "2026-12-01"), (8, "2026-11-27"), (9, "")):
        form = await floor.open("emma", shown, number)
        await floor.fill("emma", form, owner="U01NOAH", due=due or None)
    mine = await checklists.items_of(floor.office.database, "U01NOAH")
    assert [one.item.number for one in mine] == [8, 3, 9]
    assert {one.team_name for one in mine} == {"Global support"}


async def test_every_select_and_button_value_is_within_its_limits(floor: Floor):
    await floor.start()
    for one in elements(await floor.checklist()):
        for option in one.get("options", []):
            assert len(option["value"]) <= 150


@pytest.mark.parametrize(("kind", "options", "says"), FAILING)
async def test_posting_says_what_slack_made_of_it(
    floor: Floor, kind: str, options: dict[str, str], says: str
):
    await floor.start()
    shown = await floor.checklist()
    await floor.office.slack.client.fault("chat.postMessage", kind, **options)
    await floor.office.click("emma", shown, ids.CHECKLIST_POST)
    assert says in await floor.whispered("emma")
    assert [one for one in await floor.said("noah") if not one["ephemeral"]] == []
    await floor.post("emma", shown)
