"""*History* on every card: who, when, before → after; in pages; for who may see it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot import ids
from bot.ids import HistoryValue
from bot.views.blocks.history import history_button
from bot.views.blocks.parts import actions, message
from tests.actions.floor import Floor as Actions
from tests.home.conftest import modal_after, press
from tests.plans.floor import Floor as Plans
from tests.rights import desk as place
from tests.rights.desk import Desk
from tests.scenarios.office import Json, Office, element, office, words_of


@pytest.fixture
async def bureau(database_url: str) -> AsyncIterator[Office]:
    async with office(
        database_url, by="http", prepare=place.prepare, people=place.PEOPLE, rates=False
    ) as opened:
        yield opened


async def opened(bureau: Office, user: str, shown: Json, **more: object) -> str:
    """Press *History* and return what the modal says."""
    modal = await press(bureau, user, shown, ids.HISTORY_OPEN, **more)
    assert modal["callback_id"] == ids.HISTORY_OPEN
    return words_of(modal)


async def test_of_a_warning(bureau: Office):
    desk = Desk(bureau)
    await desk.post_warning()
    await bureau.click("emma", desk.posted["warning"], ids.WARNING_ACKNOWLEDGE)
    card = await bureau.seen("emma", desk.posted["warning"])
    said = await opened(bureau, "olga", card)
    assert "Warning · Median first response, since 19 Nov 2026" in said
    assert "acknowledged by <@U01EMMA>" in said


async def test_of_a_ticket_whose_cause_was_named(bureau: Office):
    desk = Desk(bureau)
    await desk.post_review()
    review = desk.posted["review"]
    listed = await press(bureau, "sofia", review, ids.CASES_OPEN)
    listed = await press(bureau, "sofia", listed, ids.CASES_GROUP)
    assert element(listed, ids.HISTORY_OPEN) is None
    chosen = element(listed, ids.CASES_CAUSE)
    assert chosen is not None
    row = next(one["block_id"] for one in listed["blocks"] if chosen in one.get("elements", ()))
    for at in (0, 1):
        value = chosen["options"][at]["value"]
        more = {"value": value, "block_id": row}
        listed = await press(bureau, "sofia", listed, ids.CASES_CAUSE, **more)
    said = await opened(bureau, "sofia", listed, block_id=row)
    assert said.count("<@U01SOFIA> named the cause") == 2
    assert "Cause: – → staffing" in said
    assert "Cause: staffing → system" in said


async def test_of_a_checklist_and_of_its_items(bureau: Office):
    floor = Plans(bureau)
    await floor.start("emma")
    card = await floor.post("emma", await floor.checklist("emma"))
    await bureau.click(
        "emma",
        card,
        ids.ITEM_STATUS,
        value=ids.StatusValue(status="in_progress").dump(),
        block_id=_row(card),
    )
    said = await opened(bureau, "noah", await bureau.seen("noah", card))
    assert said.index("<@U01EMMA> changed the status") < said.index("added the item")
    assert "item 1 ·" in said
    assert "Status: open → in progress" in said
    listed = await floor.checklist("emma")
    item = await press(bureau, "emma", listed, ids.ITEM_OPEN, value=_first(listed))
    assert "changed the status" in await opened(bureau, "emma", item)


async def test_of_settings_and_members_for_leads_only(bureau: Office):
    form = await modal_after(bureau, "emma", "setup")
    await bureau.slack.client.submit("emma", form, {"target": "85"})
    await bureau.settle()
    form = await modal_after(bureau, "emma", "setup")
    said = await opened(bureau, "emma", form)
    assert "<@U01EMMA> changed the settings" in said
    assert "90% → 85%" in said
    members = await modal_after(bureau, "emma", "members")
    await bureau.click("emma", members, ids.MEMBERS_REMOVE, block_id="member_U01OPAL_operations")
    said = await opened(bureau, "emma", await bureau.modal("emma"))
    assert "<@U01EMMA> removed <@U01OPAL>" in said
    assert "Role: Operations → –" in said


@pytest.mark.parametrize(
    ("subject", "key"), [("team", "1"), ("member", None), ("person", "U01EMMA"), ("tickets", "1")]
)
async def test_what_is_for_others_is_refused(bureau: Office, subject: str, key: str | None):
    shown = await posted(bureau, HistoryValue(team=1, subject=subject, key=key))
    before = await bureau.slack.client.views("noah")
    await bureau.click("noah", shown, ids.HISTORY_OPEN)
    assert await bureau.slack.client.views("noah") == before
    told = (await bureau.slack.client.messages("noah", place.ROOM))[-1]
    assert told["ephemeral"]


@pytest.mark.parametrize(
    ("subject", "key"),
    [("warning", "frt_median"), ("review", "x"), ("action", "²"), ("plan", None)],
)
async def test_a_key_that_is_none(bureau: Office, subject: str, key: str | None):
    shown = await posted(bureau, HistoryValue(team=1, subject=subject, key=key))
    await bureau.click("emma", shown, ids.HISTORY_OPEN)
    assert await bureau.slack.client.views("emma") == []


async def test_pages(bureau: Office):
    floor = Actions(bureau)
    card = await floor.make("emma", owner="U01NOAH")
    for step in range(24):
        day = (bureau.clock.now + timedelta(days=10 + step)).date().isoformat()
        await floor.change("emma", card, ids.ACTION_NEW_DATE, due=day, why=f"reason {step}")
        card = await bureau.seen("emma", card)
    modal = await press(bureau, "noah", card, ids.HISTORY_OPEN)
    first = words_of(modal)
    assert "reason 23" in first
    assert "made by" not in first
    assert "Page 1 of 2" in first
    second = words_of(await press(bureau, "noah", modal, f"{ids.HISTORY_TURN}.next"))
    assert "made by <@U01EMMA>" in second
    assert "reason 3" in second
    assert "reason 4" not in second
    modal = await bureau.modal("noah")
    assert words_of(await press(bureau, "noah", modal, f"{ids.HISTORY_TURN}.previous")) == first


async def test_chinese(bureau: Office):
    form = await modal_after(bureau, "wangfang", "设置", "客服一组")
    await bureau.slack.client.submit("wangfang", form, {"target": "85", "review_weekday": "3"})
    await bureau.settle()
    said = await opened(
        bureau, "wangfang", await modal_after(bureau, "wangfang", "设置", "客服一组")
    )
    assert "<@U01WANG> 修改了设置" in said
    assert "周五 → 周四" in said


async def posted(bureau: Office, value: HistoryValue) -> Json:
    """Post a button of *History* as it may be sent by whoever has the signing secret."""
    button = history_button("en", value.team, value.subject, value.key)
    shown = message("History", [actions([button], "buttons")])
    ts = await bureau.bot.deps.slack.post("C01SUPPORT", shown)
    found = await bureau.slack.client.messages("emma", place.ROOM)
    return next(one for one in found if one["ts"] == ts)


def _row(card: Json) -> str:
    return next(
        str(block["block_id"])
        for block in card["blocks"]
        if (block.get("accessory") or {}).get("action_id") == ids.ITEM_STATUS
    )


def _first(card: Json) -> str:
    held = element(card, ids.ITEM_OPEN)
    assert held is not None
    return str(held["options"][0]["value"])
