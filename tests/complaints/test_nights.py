"""Who is told of complaints at night, on a Friday evening, on a holiday: in working time."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot import ids
from bot.models import Delivery
from tests.complaints.floor import HOUR, Floor
from tests.scenarios.office import words_of

OFFICE = "Mon-Fri 09:00-18:00"


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of November 2026; the 20th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def every_ten_minutes(floor: Floor, until: datetime) -> None:
    while floor.office.clock.now < until:
        await floor.tick(floor.office.clock.now + timedelta(minutes=10))


async def posted(floor: Floor) -> list[tuple[str, datetime, datetime | None]]:
    async with floor.office.database.read() as session:
        query = select(Delivery).where(Delivery.kind == "complaint", Delivery.status == "posted")
        rows = (await session.exec(query.order_by(Delivery.due_at, Delivery.channel_id))).all()
    return [(row.channel_id, row.due_at, row.settled_at) for row in rows]


async def test_a_complaint_on_a_friday_evening(floor: Floor):
    """Opened at 17:50, over on Saturday at 17:50: they hear of it as they leave, then on Monday."""
    await floor.works(OFFICE)
    await floor.tick(on(20, 17, 50))
    await floor.complain("C1", on(20, 17, 50))
    await floor.tick(on(20, 17, 51))
    await every_ten_minutes(floor, on(20, 18, 10))
    (told,) = await floor.told()
    said = words_of(told)
    assert "until Sat 17:50" in said
    assert "outside working hours, which begin again Mon 09:00" in said
    await floor.hours(62)
    assert floor.office.clock.now < on(23, 9)
    assert len(await floor.told()) == 1
    assert await floor.breaches() == []
    await floor.tick(on(23, 9))
    (breach,) = await floor.breaches()
    assert "<@U01EMMA> <@U01BOTH>" in breach["text"]
    assert "was due to start by Sat 17:50" in words_of(breach)
    await floor.hours(5)
    assert len(await floor.told()) == 1
    assert len(await floor.breaches()) == 1
    at_six, monday = on(20, 18), on(23, 9)
    assert [(to, due) for to, due, _ in await posted(floor)] == [
        ("U01BOTH", at_six),
        ("U01EMMA", at_six),
        ("C01SUPPORT", monday),
    ]


async def test_the_clock_runs_on_though_nobody_is_told(floor: Floor):
    await floor.works(OFFICE)
    await floor.tick(on(20, 18, 30))
    await floor.complain("C1", on(20, 17, 50))
    await floor.tick(on(21, 19))
    listed = words_of(await floor.office.type("emma", "complaints"))
    assert "24 h over: the analysis was due to start by Sat 17:50" in listed
    assert await floor.told() == []
    assert await floor.breaches() == []


async def test_half_way_at_night_is_told_as_work_begins(floor: Floor):
    await floor.works(OFFICE)
    await floor.tick(on(18, 15))
    await floor.complain("C1", on(18, 14, 30))
    await every_ten_minutes(floor, on(19, 8, 50))
    assert await floor.told() == []
    await floor.tick(on(19, 9))
    (told,) = await floor.told()
    assert "5 h 30 min left" in words_of(told)
    assert "outside working hours" not in words_of(told)
    await floor.hours(4)
    assert len(await floor.told()) == 2
    await floor.hours(2)
    assert len(await floor.breaches()) == 1


async def test_a_start_at_night_is_in_time_and_nobody_is_told(floor: Floor):
    await floor.works(OFFICE)
    await floor.tick(on(18, 9, 20))
    await floor.complain("C1", on(18, 9, 10))
    await every_ten_minutes(floor, on(18, 17))
    (told,) = await floor.told()
    floor.office.clock.now = on(19, 1)
    await floor.office.click("emma", told, ids.COMPLAINT_START)
    await floor.tick(on(19, 9))
    await floor.hours(3)
    assert len(await floor.told()) == 1
    assert await floor.breaches() == []
    assert "within 24 h" in await floor.seen("emma", told)


async def test_nobody_is_told_on_a_holiday(floor: Floor):
    """Thursday 26 November 2026 is Thanksgiving."""
    await floor.works(OFFICE, country="US")
    await floor.tick(on(25, 16))
    await floor.complain("C1", on(25, 15, 30))
    await every_ten_minutes(floor, on(25, 17))
    assert len(await floor.told()) == 1
    await floor.hours(39)
    assert await floor.breaches() == []
    await floor.tick(on(27, 9))
    assert len(await floor.told()) == 1
    assert len(await floor.breaches()) == 1


async def test_a_team_that_works_nights_is_told_at_night(floor: Floor):
    await floor.works("Mon-Sun 20:00-08:00")
    await floor.tick(on(20, 15))
    await floor.complain("C1", on(20, 15))
    await every_ten_minutes(floor, on(21, 3))
    (told,) = await floor.told()
    assert "12 h left" in words_of(told)


async def test_hours_that_change_meanwhile_tell_nobody_twice(floor: Floor):
    await floor.works(OFFICE)
    await floor.tick(on(20, 14))
    await floor.complain("C1", on(20, 14))
    await every_ten_minutes(floor, on(20, 17))
    assert len(await floor.told()) == 1
    await floor.works("24/7")
    await every_ten_minutes(floor, on(21, 13))
    await floor.works("Mon-Sun 09:00-18:00")
    await floor.hours(72)
    assert len(await floor.told()) == 1
    assert len(await floor.breaches()) == 1


async def test_after_a_night_without_the_bot_they_are_told_in_the_morning(floor: Floor):
    await floor.works(OFFICE)
    await floor.tick(on(18, 16))
    await floor.complain("C1", on(18, 9, 10))
    await floor.tick(on(18, 16, 30))
    planner = floor.fresh()
    floor.office.clock.now = on(19, 3)
    await planner.tick()
    assert await floor.told() == []
    for minute in (0, 5, 10):
        floor.office.clock.now = on(19, 8, 55) + timedelta(minutes=minute)
        await planner.tick()
    (told,) = await floor.told()
    assert "10 min left" in words_of(told)
    assert {due for _, due, _ in await posted(floor)} == {on(19, 9)}


async def test_two_processes_and_a_weekend_away_tell_once(floor: Floor):
    await floor.works(OFFICE)
    others = [floor.fresh(), floor.fresh()]
    await floor.tick(on(20, 13))
    await floor.complain("C1", on(20, 12))
    for _ in range(5):
        await floor.tick(floor.office.clock.now + HOUR)
        for planner in others:
            await planner.tick()
    assert len(await floor.told()) == 1
    floor.office.clock.now = on(22, 5)
    for planner in others:
        await planner.tick()
    assert await floor.breaches() == []
    await floor.tick(on(23, 9))
    for planner in others:
        await planner.tick()
    assert len(await floor.told()) == 1
    assert len(await floor.breaches()) == 1
