"""Reminders: the day before, on the day and while overdue, at the report time, to the owner."""

from datetime import UTC, datetime, time

import pytest
from sqlmodel import select

from bot import ids
from bot.models import Delivery, PlanItem, Team
from tests.actions.floor import Floor, has
from tests.plans.floor import Floor as Plans
from tests.problems.floor import Floor as Problems
from tests.scenarios.office import Json, words_of


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def tick(floor: Floor, *instants: datetime) -> None:
    for instant in instants:
        floor.office.clock.now = instant
        await floor.planner.tick()


async def reminders(floor: Floor, user: str) -> list[Json]:
    said = await floor.said(user, "app")
    return [one for one in said if "of yours in" in one["text"] or "您在" in one["text"]]


async def played(floor: Floor, first: int, last: int) -> None:
    for day in range(first, last + 1):
        await tick(floor, on(day, 8, 59), on(day, 9), on(day, 9, 1), on(day, 15), on(day, 23))


async def test_the_day_before_on_the_day_and_every_third_working_day_after(floor: Floor):
    await tick(floor, on(20, 11))
    await floor.make("emma", owner="U01NOAH", measure="First", due="2026-11-25")
    await floor.make("emma", owner="U01NOAH", measure="Second", due="2026-11-25")
    await floor.make("emma", owner="U01SOFIA", measure="Third", due="2026-11-26")
    await played(floor, 21, 30)
    noah = await reminders(floor, "noah")
    assert len(noah) == 3
    for one in noah:
        assert "2 actions of yours in Global support are due." in one["text"]
        assert "Third" not in words_of(one)
    assert "due tomorrow" in words_of(noah[0])
    assert "due today" in words_of(noah[1])
    assert "overdue by 5 days" in words_of(noah[2])
    assert len(await reminders(floor, "sofia")) == 2
    assert await reminders(floor, "emma") == []


async def test_one_message_has_everything_overdue_and_due(floor: Floor):
    await tick(floor, on(20, 11))
    await floor.make("emma", owner="U01NOAH", measure="Late", due="2026-11-23")
    await floor.make("emma", owner="U01NOAH", measure="Due Monday", due="2026-11-30")
    await played(floor, 23, 29)
    *_, told = await reminders(floor, "noah")
    assert "Late" in words_of(told)
    assert "Due Monday" in words_of(told)
    assert len(await reminders(floor, "noah")) == 3


async def test_at_the_team_s_report_time_in_its_zone_and_the_owner_s_language(floor: Floor):
    await tick(floor, on(20, 11))
    await floor.make("wangfang", owner="U01LIWEI", due="2026-11-25", channel="客服一组")
    await tick(floor, on(24, 0, 59))
    assert await reminders(floor, "liwei") == []
    await tick(floor, on(24, 1))
    (told,) = await reminders(floor, "liwei")
    assert "您在客服一组有 1 项改进措施已到期或即将到期" in told["text"]
    assert "明天到期" in words_of(told)


async def test_before_work_begins_and_on_days_off_nobody_is_reminded(floor: Floor):
    """Thursday 26 November 2026 is Thanksgiving."""
    async with floor.office.database.write() as session:
        team = await session.get_one(Team, 1)
        team.country, team.report_at = "US", time(7)
    await tick(floor, on(20, 11))
    await floor.make("emma", owner="U01NOAH", due="2026-11-26")
    await tick(floor, on(25, 7), on(25, 8, 59))
    assert await reminders(floor, "noah") == []
    await tick(floor, on(25, 9), on(25, 9, 1))
    assert len(await reminders(floor, "noah")) == 1
    await tick(floor, *(on(26, hour) for hour in range(24)), on(27, 8, 59))
    assert len(await reminders(floor, "noah")) == 1


async def test_what_is_sent_late_waits_for_monday_and_is_one_message_then(floor: Floor):
    await tick(floor, on(19, 20))
    await floor.make("emma", owner="U01NOAH", due="2026-11-20")
    await floor.make("emma", owner="U01NOAH", due="2026-11-23")
    await tick(floor, on(21, 3), on(21, 9), on(21, 12), on(22, 9), on(23, 8, 59))
    assert await reminders(floor, "noah") == []
    await tick(floor, on(23, 9), on(23, 9, 1), on(23, 15))
    assert len(await reminders(floor, "noah")) == 1


async def test_what_slipped_is_told_while_the_leads_work(floor: Floor):
    async with floor.office.database.write() as session:
        (await session.get_one(Team, 1)).review_at = time(21)
    await tick(floor, on(18, 11))
    await floor.make("emma", owner="U01NOAH", due="2026-11-18")
    await tick(floor, on(20, 16, 59))
    said = [one["text"] for one in await floor.said("emma", "app")]
    await tick(floor, on(20, 17))
    (told,) = [one for one in await floor.said("emma", "app") if one["text"] not in said]
    assert "slipped" in words_of(told)
    await tick(floor, on(20, 21), on(20, 22), on(23, 9))
    assert len([one for one in await floor.said("emma", "app") if one["text"] == told["text"]]) == 1


async def test_a_done_action_is_not_reminded_of(floor: Floor):
    await tick(floor, on(20, 11))
    card = await floor.make("emma", owner="U01NOAH", due="2026-11-25")
    await floor.done("noah", card)
    await played(floor, 21, 26)
    assert await reminders(floor, "noah") == []


async def test_done_between_the_two_reminders(floor: Floor):
    await tick(floor, on(20, 11))
    await floor.make("emma", owner="U01NOAH", due="2026-11-25")
    await played(floor, 21, 24)
    (told,) = await reminders(floor, "noah")
    await floor.done("noah", told, "From the reminder")
    shown = await floor.office.seen("noah", told)
    assert "All of these actions" in words_of(shown)
    assert not has(shown, ids.ACTION_DONE)
    await played(floor, 25, 26)
    assert len([one for one in await floor.said("noah", "app") if one["ts"] != told["ts"]]) == 0


async def test_a_new_owner_and_a_new_date_are_followed(floor: Floor):
    await tick(floor, on(20, 11))
    card = await floor.make("emma", owner="U01NOAH", due="2026-11-25")
    await played(floor, 21, 24)
    await floor.change("emma", card, ids.ACTION_REASSIGN, owner="U01SOFIA")
    await floor.change("emma", card, ids.ACTION_NEW_DATE, due="2026-11-27", why="later")
    await played(floor, 25, 28)
    assert len(await reminders(floor, "noah")) == 1
    assert len(await reminders(floor, "sofia")) == 2


async def test_what_was_missed_while_nobody_was_awake_is_sent_late_on_the_day_only(floor: Floor):
    await tick(floor, on(20, 11))
    await floor.make("emma", owner="U01NOAH", due="2026-11-25")
    await tick(floor, on(25, 16))
    (told,) = await reminders(floor, "noah")
    assert "due today" in words_of(told)
    await tick(floor, on(29, 16))
    assert len(await reminders(floor, "noah")) == 1


async def test_the_work_of_an_owner_who_left_is_offered_to_the_lead(floor: Floor):
    await tick(floor, on(20, 11))
    card = await floor.make("emma", owner="U01NOAH", measure="Orphan", due="2026-12-18")
    floor.office.slack.workspace.user("U01NOAH").deleted = True
    await played(floor, 23, 26)
    (offer,) = [one for one in await floor.said("emma", "app") if "has left" in one["text"]]
    assert "1 open action of theirs" in offer["text"]
    assert "Orphan" in words_of(offer)
    await floor.change("emma", offer, ids.ACTION_REASSIGN, owner="U01SOFIA")
    assert (await floor.action()).owner_id == "U01SOFIA"
    assert "handed over" in words_of(await floor.office.seen("emma", offer))
    assert "<@U01SOFIA>" in words_of(await floor.office.seen("emma", card))
    await played(floor, 30, 30)
    assert len([one for one in await floor.said("emma", "app") if "has left" in one["text"]]) == 1


async def test_the_offer_of_their_work_waits_for_working_time(floor: Floor):
    await tick(floor, on(19, 20))
    await floor.make("emma", owner="U01NOAH", measure="Orphan", due="2026-12-18")
    floor.office.slack.workspace.user("U01NOAH").deleted = True
    await tick(floor, on(21, 3), on(21, 15), on(23, 8, 59))
    assert "has left" not in " ".join([one["text"] for one in await floor.said("emma", "app")])
    await tick(floor, on(23, 9))
    assert len([one for one in await floor.said("emma", "app") if "has left" in one["text"]]) == 1


async def test_checklist_items_of_an_owner_who_left_are_offered_too(floor: Floor):
    await tick(floor, on(20, 11))
    await Plans(floor.office).start("emma")
    await give(floor, 3, "U01NOAH")
    floor.office.slack.workspace.user("U01NOAH").deleted = True
    await played(floor, 23, 24)
    (offer,) = [one for one in await floor.said("emma", "app") if "has left" in one["text"]]
    assert "1 open checklist item of theirs" in offer["text"]
    form = await floor.press("emma", offer, ids.ITEM_OPEN)
    await floor.fill("emma", form, owner="U01SOFIA")
    async with floor.office.database.read() as session:
        assert (await session.get_one(PlanItem, (1, 1, 3))).owner_id == "U01SOFIA"
    assert "handed over" in words_of(await floor.office.seen("emma", offer))


async def test_problems_of_a_solver_who_left_are_offered_too(floor: Floor):
    await tick(floor, on(20, 11))
    problems = Problems(floor.office)
    await problems.make_problem(seen="Mondays", owner="U01NOAH", due="2026-12-18")
    await problems.make_problem(seen="Tuesdays", owner="U01SOFIA")
    floor.office.slack.workspace.user("U01NOAH").deleted = True
    await played(floor, 23, 24)
    (offer,) = [one for one in await floor.said("emma", "app") if "has left" in one["text"]]
    assert "1 open problem of theirs" in offer["text"]
    assert "Mondays" in words_of(offer)
    assert "Tuesdays" not in words_of(offer)
    await floor.change("emma", offer, ids.PROBLEM_CHANGE, owner="U01SOFIA")
    assert (await problems.problem()).owner_id == "U01SOFIA"
    assert "handed over" in words_of(await floor.office.seen("emma", offer))


async def test_without_a_lead_who_is_there_admins_are_offered_it(floor: Floor):
    await tick(floor, on(20, 11))
    await floor.make("emma", owner="U01EMMA", measure="Orphan", due="2026-12-18")
    floor.office.slack.workspace.user("U01EMMA").deleted = True
    await played(floor, 23, 23)
    (offer,) = [one for one in await floor.said("robin", "app") if "has left" in one["text"]]
    assert "Orphan" in words_of(offer)


async def give(floor: Floor, number: int, owner: str) -> None:
    async with floor.office.database.write() as session:
        (await session.get_one(PlanItem, (1, 1, number))).owner_id = owner


async def test_an_owner_who_left_is_not_reminded(floor: Floor):
    await tick(floor, on(20, 11))
    await floor.make("emma", owner="U01NOAH", due="2026-11-25")
    floor.office.slack.workspace.user("U01NOAH").deleted = True
    await played(floor, 24, 25)
    async with floor.office.database.read() as session:
        rows = (await session.exec(select(Delivery).where(Delivery.kind == "reminder"))).all()
    assert {(row.status, bool(row.reason)) for row in rows} == {("skipped", True)}


@pytest.mark.parametrize("count", [12])
async def test_a_great_many_fit_into_one_message(floor: Floor, count: int):
    await tick(floor, on(20, 11))
    for number in range(count):
        await floor.make("emma", owner="U01NOAH", measure=f"M{number}", due="2026-11-25")
    await tick(floor, on(24, 9))
    (told,) = await reminders(floor, "noah")
    assert "12 actions" in told["text"]
    assert "2 more" in words_of(told)


async def test_leads_see_each_week_what_slipped_and_how_often(floor: Floor):
    await tick(floor, on(20, 17))
    card = await floor.make("emma", owner="U01NOAH", measure="Twice moved", due="2026-11-24")
    await floor.make("emma", owner="U01SOFIA", measure="Just late", due="2026-11-25")
    await floor.make("emma", owner="U01SOFIA", measure="In time", due="2026-12-04")
    for due in ("2026-11-26", "2026-12-09"):
        await floor.change("noah", card, ids.ACTION_NEW_DATE, due=due, why="later")
    await tick(floor, on(27, 15, 59), on(27, 16), on(27, 16, 1))
    (told,) = [one for one in await floor.said("emma", "app") if "slipped" in one["text"]]
    said = words_of(told)
    assert "2 actions of Global support slipped this week." in said
    assert said.index("date moved 2 times, first due 24 Nov") < said.index("Just late")
    assert "overdue by 2 days" in said
    assert "In time" not in said
