"""What the bot sees of an item: proposed, confirmed by a person, never assumed."""

import json
from datetime import UTC, date, datetime

import pytest

from bot import ids
from bot.models import CaseCause, Delivery, PlanItem, Review, WarningDay
from bot.registers import REGISTERS
from bot.services.plans.sighting import seen_by_bot
from tests.plans.floor import Floor, has
from tests.scenarios.office import words_of

DAYS = (12, 13, 16, 17, 18, 19, 20)


async def reports(floor: Floor, *days: int, status: str = "posted") -> None:
    async with floor.office.database.write() as session:
        for day in days:
            at = datetime(2026, 11, day, 9, tzinfo=UTC)
            row = Delivery(
                id=f"d{day}",
                team_id=1,
                kind="daily",
                channel_id="C01SUPPORT",
                slot=date(2026, 11, day).isoformat(),
                due_at=at,
                status=status,
                planned_at=at,
            )
            session.add(row)


async def causes(floor: Floor, *tickets: str) -> None:
    async with floor.office.database.write() as session:
        for ticket in tickets:
            row = CaseCause(
                team_id=1,
                source="file",
                external_id=ticket,
                number=1,
                cause="staffing",
                named_by="U01NOAH",
                named_at=floor.office.clock.now,
            )
            session.add(row)


async def seen(floor: Floor, key: str):
    found = await seen_by_bot(floor.office.database, 1, floor.office.clock.now)
    return next((one for one in found.values() if one.key == key), None)


async def test_seven_reports_and_every_not_met_case_looked_at_are_proposed(floor: Floor):
    await floor.start()
    await reports(floor, *DAYS)
    sighting = await seen(floor, "daily_monitored")
    assert sighting.params == {"posted": 7, "n": 7, "missed": 2, "named": 0}
    assert not sighting.holds
    await causes(floor, "Y1", "Y2")
    shown = await floor.checklist()
    assert "7 of the last 7 daily reports were posted; 2 of 2 not-met" in words_of(shown)
    assert "without a click, I can’t see" in words_of(shown)
    assert (await floor.item(7)).status == "open"
    await confirm(floor, "emma", shown, 7)
    item = await floor.item(7)
    assert (item.status, item.version) == ("met", 2)
    (_, step) = await floor.history("item", "1.7")
    assert (step.event, step.who) == ("confirmed", "U01EMMA")
    assert json.loads(step.after)["posted"] == "7"


@pytest.mark.parametrize("status", ["skipped", "ambiguous"])
async def test_a_report_that_was_not_posted_does_not_count(floor: Floor, status: str):
    await floor.start()
    await reports(floor, *DAYS[1:])
    await reports(floor, DAYS[0], status=status)
    await causes(floor, "Y1", "Y2")
    sighting = await seen(floor, "daily_monitored")
    assert (sighting.params["posted"], sighting.holds) == (6, False)


async def test_what_changed_before_the_click_is_not_confirmed(floor: Floor):
    await floor.start()
    await reports(floor, *DAYS)
    await causes(floor, "Y1", "Y2")
    shown = await floor.checklist()
    async with floor.office.database.write() as session:
        (await session.get_one(Delivery, "d20")).status = "skipped"
    await confirm(floor, "emma", shown, 7)
    assert (await floor.item(7)).status == "open"
    assert "can’t see that any more" in await floor.whispered("emma")


async def test_only_who_may_move_it_confirms(floor: Floor):
    await floor.start()
    assert not has(await floor.checklist("noah"), ids.ITEM_CONFIRM)
    posted = await floor.post("emma", await floor.checklist())
    await confirm(floor, "noah", posted, 2)
    assert (await floor.item(2)).status == "open"
    assert "Ask <@U01EMMA>" in await floor.whispered("noah")


async def test_duties_of_everybody(floor: Floor):
    await floor.start(members=["U01NOAH", "U01SOFIA"])
    assert not (await seen(floor, "team_formed")).holds
    answer = await floor.type("emma", "plan")
    form = await floor.press("emma", answer, ids.PLAN_DUTIES)
    await floor.fill("emma", form, U01NOAH="Reports", U01SOFIA="Training")
    sighting = await seen(floor, "team_formed")
    assert sighting.holds
    assert sighting.params == {"n": 2, "duties": 2}


async def test_owners_and_dates_of_everything(floor: Floor):
    await floor.start()
    assert (await seen(floor, "plan_confirmed")).params["dated"] == 0
    async with floor.office.database.write() as session:
        for number in range(1, 18):
            item = await session.get_one(PlanItem, (1, 1, number))
            item.owner_id, item.due_on = "U01NOAH", date(2026, 12, 1)
    assert (await seen(floor, "plan_confirmed")).holds


async def test_resources_that_are_not_decided_speak_against_it(floor: Floor):
    await floor.start()
    resource = REGISTERS["resources"].model
    async with floor.office.database.write() as session:
        for number in range(1, 18):
            item = await session.get_one(PlanItem, (1, 1, number))
            item.owner_id, item.due_on = "U01NOAH", date(2026, 12, 1)
        for number, status in enumerate(("asked", "approved", "received", "refused", "withdrawn")):
            values = {"what": "Licence", "kind": "licence", "asked_by": "U01NOAH"}
            values |= {"cost": "5000 CNY"} if number < 2 else {}
            life = {"created_by": "U01NOAH", "created_at": datetime(2026, 11, 2, tzinfo=UTC)}
            session.add(resource(team_id=1, number=number, status=status, **values, **life))
    sighting = await seen(floor, "plan_confirmed")
    counted = {"approved": 2, "refused": 1, "waiting": 1}
    assert sighting.params == {"n": 17, "owned": 17, "dated": 17, **counted}
    assert (sighting.holds, sighting.unseen) == (False, False)
    said = words_of(await floor.checklist())
    assert "2 are approved, 1 refused and 1 not decided yet" in said
    answer = words_of(await floor.type("emma", "plan"))
    assert "asked for: 5,000 CNY · ✓ approved: 5,000 CNY" in answer
    async with floor.office.database.write() as session:
        (await session.get_one(resource, (1, 0))).status = "approved"
    assert (await seen(floor, "plan_confirmed")).holds


async def test_reviews_that_were_finished(floor: Floor):
    await floor.start(first="2026-11-09")
    floor.office.clock.now = datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert (await seen(floor, "weekly_review")).params == {"done": 0, "n": 2}
    async with floor.office.database.write() as session:
        for week in (9, 16):
            day = date(2026, 11, week)
            at = floor.office.clock.now
            session.add(Review(team_id=1, week=day, status="finished", opened_at=at))
    assert (await seen(floor, "weekly_review")).holds


async def test_before_and_after_only_when_a_month_has_passed(floor: Floor):
    await floor.start(first="2026-11-19", last="2027-02-01")
    assert await seen(floor, "effect_measured") is None
    floor.office.clock.now = datetime(2026, 12, 19, 11, tzinfo=UTC)
    sighting = await seen(floor, "effect_measured")
    assert sighting.params["n_before"] == 12
    assert sighting.params["frt_before"].value == 60
    assert sighting.params["csat_after"].value is None


async def test_data_of_three_months(floor: Floor):
    await floor.start()
    sighting = await seen(floor, "data_analysed")
    assert (sighting.holds, sighting.params["n"]) == (False, 14)
    assert sighting.params["first"] == date(2026, 11, 16)


async def test_the_warning_needs_somebody_to_warn(floor: Floor):
    await floor.start()
    async with floor.office.database.write() as session:
        for day in (13, 16, 17, 18, 19):
            row = WarningDay(
                team_id=1,
                metric="frt_median",
                day=date(2026, 11, day),
                kind="good",
                reason="good",
                clock="business",
                warning_value=720,
                limit_value=900,
                phase="normal",
                judged_at=floor.office.clock.now,
            )
            session.add(row)
    assert not (await seen(floor, "warning_in_force")).holds
    await floor.enrol("U01SOFIA", "operations")
    assert (await seen(floor, "warning_in_force")).holds


async def test_of_the_others_nothing_is_said(floor: Floor):
    await floor.start()
    found = await seen_by_bot(floor.office.database, 1, floor.office.clock.now)
    unknown = {"process_drawn", "tools_live", "skills_trained", "incentive_running", "rest_planned"}
    assert not unknown & {one.key for one in found.values()}
    assert await seen_by_bot(floor.office.database, 2, floor.office.clock.now) == {}


async def confirm(floor: Floor, user: str, shown, item: int) -> None:
    for block in shown["blocks"]:
        button = block.get("accessory") or {}
        is_confirm = button.get("action_id") == ids.ITEM_CONFIRM
        if is_confirm and json.loads(button["value"])["item"] == item:
            await floor.press(user, shown, ids.ITEM_CONFIRM, block_id=block["block_id"])
            return
    raise AssertionError(item)
