"""The 24 hours played through hour by hour, in the app: who is told what, when, and how often."""

from datetime import timedelta

import pytest

from bot import ids
from bot.models import Member
from tests.complaints.floor import HOUR, ROOM, Floor
from tests.scenarios.office import element, words_of
from tests.scenarios.tickets import NOW


async def test_twelve_twenty_two_and_twenty_four_hours_once_each(floor: Floor):
    await floor.complain("C1")
    await floor.hours(11)
    assert await floor.told() == []
    await floor.hours(1)
    (half,) = await floor.told()
    assert "12 h left to start the analysis, until Sat 11:00" in words_of(half)
    assert "its category says delay: slow reply" in words_of(half)
    await floor.hours(9)
    assert len(await floor.told()) == 1
    await floor.hours(1)
    assert "2 h left" in words_of((await floor.told())[-1])
    assert await floor.breaches() == []
    await floor.hours(2)
    (breach,) = await floor.breaches()
    assert "<@U01EMMA> <@U01BOTH>" in breach["text"]
    assert "24 h over: the analysis was due to start by Sat 11:00" in words_of(breach)
    await floor.hours(60)
    assert len(await floor.told("emma")) == len(await floor.told("bo")) == 2
    assert len(await floor.breaches()) == 1
    assert await floor.told("noah") == []


async def test_two_processes_and_a_restart_tell_no_more(floor: Floor):
    await floor.complain("C1")
    others = [floor.fresh(), floor.fresh()]
    for _ in range(26):
        await floor.tick(floor.office.clock.now + HOUR)
        for planner in others:
            await planner.tick()
        others = [others[1], floor.fresh()]
    assert len(await floor.told()) == 2
    assert len(await floor.breaches()) == 1


async def test_after_the_start_nobody_is_told(floor: Floor):
    await floor.complain("C1")
    await floor.hours(12)
    (half,) = await floor.told()
    await floor.office.click("emma", half, ids.COMPLAINT_START)
    await floor.hours(20)
    assert len(await floor.told()) == 1
    assert await floor.breaches() == []
    shown = await floor.seen("emma", half)
    assert "Analysis started by <@U01EMMA> Fri 23:00, within 24 h" in shown
    assert "Nothing is left to do here" in shown


async def test_all_of_one_moment_are_in_one_message(floor: Floor):
    for number in range(14):
        opened = NOW - timedelta(minutes=number % 10)
        await floor.complain(f"C{number}", opened)
    await floor.complain("OTHER", NOW - 6 * HOUR)
    await floor.hours(6)
    (first,) = await floor.told()
    assert "OTHER" in words_of(first)
    await floor.hours(6)
    _, half = await floor.told()
    assert "14 complaints about delay in Global support wait" in words_of(half).replace("*", "")
    assert "and 4 more" in words_of(half)
    assert "OTHER" not in words_of(half)
    await floor.hours(13)
    assert len(await floor.breaches()) == 2


async def test_what_is_imported_three_days_late_is_told_of_once(floor: Floor):
    await floor.tick(NOW + timedelta(days=4))
    for number in range(5):
        await floor.complain(f"C{number}", NOW + timedelta(days=1, hours=number))
    await floor.hours(30)
    assert await floor.told() == []
    (breach,) = await floor.breaches()
    assert "5 complaints about delay" in breach["text"]


async def test_imported_history_raises_nothing(floor: Floor):
    for number in range(40):
        await floor.complain(f"OLD{number}", NOW - timedelta(days=8 + 30 * number))
    await floor.hours(30)
    assert await floor.rows() == []
    assert await floor.breaches() == []


async def test_after_days_without_the_bot_one_post_tells_of_all(floor: Floor):
    for number in range(6):
        await floor.complain(f"C{number}", NOW + timedelta(hours=3 * number))
    await floor.tick(NOW + timedelta(hours=15))
    await floor.hours(1)
    assert len(await floor.told()) == 1
    await floor.tick(NOW + timedelta(days=3))
    await floor.hours(3)
    (breach,) = await floor.breaches()
    assert all(f"C{number}" in words_of(breach) for number in range(6))
    assert len(await floor.told()) == 1


async def test_it_becomes_one_when_its_own_reply_is_late(floor: Floor):
    await floor.complain("C1", category="payment")
    await floor.complain("IN-TIME", category="payment", first_response_at=NOW + HOUR / 6)
    await floor.tick(NOW + HOUR / 5)
    assert await floor.rows() == []
    await floor.hours(1)
    (row,) = await floor.rows()
    assert (row.external_id, row.reason) == ("C1", "still_waiting")
    await floor.hours(24)
    (breach,) = await floor.breaches()
    assert "it waited for its own first reply past the limit" in words_of(breach)


async def test_solving_the_ticket_does_not_stop_the_clock(floor: Floor):
    await floor.complain("C1", first_response_at=NOW + HOUR / 6)
    await floor.tick(NOW + HOUR)
    await floor.change("C1", solved_at=NOW + HOUR)
    await floor.hours(25)
    assert len(await floor.breaches()) == 1


@pytest.mark.parametrize("values", [{"excluded": "merged"}, {"kind": "enquiry"}])
async def test_what_is_no_complaint_any_more_is_dropped(floor: Floor, values: dict[str, str]):
    await floor.complain("C1")
    await floor.hours(12)
    assert len(await floor.told()) == 1
    await floor.change("C1", **values)
    await floor.hours(20)
    assert len(await floor.told()) == 1
    assert await floor.breaches() == []


async def test_an_analysis_begun_minutes_too_late_is_still_a_breach(floor: Floor):
    await floor.complain("C1", NOW - timedelta(minutes=3))
    await floor.hours(22)
    *_, late = await floor.told()
    await floor.tick(NOW + timedelta(hours=23, minutes=58))
    floor.office.clock.now = NOW + timedelta(hours=23, minutes=59)
    await floor.office.click("emma", late, ids.COMPLAINT_START)
    await floor.hours(1)
    (breach,) = await floor.breaches()
    assert "2 min after the 24 h were over" in words_of(breach)
    assert element(breach, ids.COMPLAINT_START) is None


async def test_each_reads_it_in_their_own_language(floor: Floor):
    await floor.speaks("U01EMMA", "zh")
    await floor.complain("C1")
    await floor.hours(12)
    (told,) = await floor.told()
    assert "还剩 12小时" in words_of(told)
    assert "12 h left" in words_of((await floor.told("bo"))[-1])


async def test_without_lead_and_quality_the_post_says_whom_to_add(floor: Floor):
    async with floor.office.database.write() as session:
        for user_id in ("U01EMMA", "U01BOTH"):
            await session.merge(Member(team_id=1, slack_user_id=user_id, role="agent"))
    await floor.complain("C1")
    await floor.hours(25)
    assert await floor.told() == []
    (breach,) = await floor.breaches()
    assert "no lead and no quality specialist" in words_of(breach)


async def test_every_row_ends_with_a_reason(floor: Floor):
    await floor.complain("C1")
    await floor.hours(23)
    *_, late = await floor.told()
    await floor.tick(NOW + timedelta(hours=23))
    await floor.office.click("emma", late, ids.COMPLAINT_START)
    await floor.hours(3)
    ends = await floor.deliveries()
    assert {status for _, status, _ in ends} == {"posted"}
    assert ROOM not in str(ends)
