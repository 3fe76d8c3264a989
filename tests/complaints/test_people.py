"""What people do with complaints about delay: start, join, set aside, list, look back."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot import ids
from bot.metrics.problems import ProblemFacts
from bot.metrics.tickets.tickets import TicketKey
from bot.registers.problems import PROBLEM, PROBLEMS, facts_of
from bot.services.complaints.steps import say_delay
from bot.services.registers import Wish
from bot.services.registers import life as registers
from tests.complaints.floor import HOUR, ROOM, Floor
from tests.scenarios.office import Json, element, words_of
from tests.scenarios.tickets import NOW

WHO = {"emma": "U01EMMA", "bo": "U01BOTH", "noah": "U01NOAH"}


async def half_over(floor: Floor) -> Json:
    await floor.complain("C1")
    await floor.hours(12)
    (told,) = await floor.told()
    return told


async def breached(floor: Floor) -> Json:
    await floor.complain("C1")
    await floor.hours(25)
    (breach,) = await floor.breaches()
    return breach


async def problem(floor: Floor, tickets: str = "", **more: str) -> int:
    typed = {"kind": "delay", "seen": "Chats wait at noon", "tickets": tickets, **more}
    wish = Wish(1, 0, 0, "U01EMMA", typed, born={"origin": "command"})
    place = (floor.office.database, PROBLEMS, PROBLEMS.make)
    made = await registers.create(*place, wish, {}, floor.office.clock.now)
    return made.facts.number


async def started(floor: Floor, number: int, now: datetime) -> None:
    wish = Wish(1, number, 1, "U01NOAH", {})
    start = PROBLEMS.step("start")
    await registers.change(floor.office.database, PROBLEMS, start, wish, {}, now)


async def looked(floor: Floor, number: int) -> ProblemFacts:
    found = await registers.look(floor.office.database, PROBLEMS, 1, number)
    assert found is not None
    return facts_of(found)


async def test_starting_makes_a_problem_with_the_ticket_and_starts_it(floor: Floor):
    told = await half_over(floor)
    await floor.office.click("emma", told, ids.COMPLAINT_START)
    (made,) = await floor.problems()
    assert (made.kind, made.origin, made.analysis_started_by) == ("delay", "complaint", "U01EMMA")
    assert made.analysis_started_at == NOW + 12 * HOUR
    assert made.seen == "A complaint about delay: ticket C1"
    assert await floor.events() == [("started", "U01EMMA", None)]
    card = (await floor.office.slack.client.messages("emma", ROOM))[-1]
    assert "ticket C1" in card["text"]
    assert element(card, ids.PROBLEM_WHYS) is not None
    assert [event for event, _, _ in await floor.events("problem")] == [
        "created",
        "analysis_started",
    ]


async def test_what_is_no_complaint_any_more_is_not_started_from_an_old_post(floor: Floor):
    told = await half_over(floor)
    await floor.change("C1", excluded="merged")
    await floor.office.click("emma", told, ids.COMPLAINT_START)
    assert await floor.problems() == []
    assert await floor.events() == []
    said = (await floor.office.slack.client.messages("emma", "app"))[-1]["text"]
    assert "merged, spam or a test" in said


async def test_clicked_again_and_by_somebody_else_it_is_started_once(floor: Floor):
    breach = await breached(floor)
    await asyncio.gather(
        *(floor.office.click(who, breach, ids.COMPLAINT_START) for who in ("noah", "noah", "emma"))
    )
    stale = breach | {"blocks": breach["blocks"]}
    (made,) = await floor.problems()
    assert len(await floor.events()) == 1
    later = "emma" if made.analysis_started_by == "U01NOAH" else "noah"
    shown = await floor.seen("emma", stale)
    assert f"Analysis started by <@{made.analysis_started_by}>" in shown
    assert "1 h after the 24 h were over" in shown
    said = [one["text"] for one in await floor.office.slack.client.messages(later, ROOM)]
    assert any("Nothing was changed: ✗ Analysis started by" in text for text in said)


async def test_it_becomes_part_of_an_open_problem(floor: Floor):
    number = await problem(floor)
    told = await half_over(floor)
    value = ids.JoinValue(problem=number).dump()
    await floor.office.click("emma", told, ids.COMPLAINT_JOIN, value=value)
    (made,) = await floor.problems()
    assert (made.number, made.analysis_started_by) == (number, "U01EMMA")
    found = await looked(floor, number)
    assert found.tickets == (("file", "C1"),)
    assert found.version == 3
    assert f"problem {number}" in await floor.seen("emma", told)


async def test_joining_an_analysis_that_is_old_counts_from_the_joining(floor: Floor):
    number = await problem(floor)
    await started(floor, number, NOW)
    breach = await breached(floor)
    value = ids.JoinValue(problem=number).dump()
    await floor.office.click("emma", breach, ids.COMPLAINT_JOIN, value=value)
    shown = await floor.seen("emma", breach)
    assert "Analysis started by <@U01EMMA> Sat 12:00, 1 h after the 24 h were over" in shown
    found = await looked(floor, number)
    assert found.analysis_started_by == "U01NOAH"


async def test_a_problem_closed_meanwhile_is_not_joined(floor: Floor):
    number = await problem(floor)
    told = await half_over(floor)
    async with floor.office.database.write() as session:
        (made,) = await floor.problems()
        made.status = "closed"
        await session.merge(made)
    value = ids.JoinValue(problem=number).dump()
    await floor.office.click("emma", told, ids.COMPLAINT_JOIN, value=value)
    assert "is closed or gone" in await last_said(floor, "emma", "app")
    assert await floor.events() == []


async def test_an_analysis_begun_in_a_problem_with_the_ticket_stops_the_clock(floor: Floor):
    told = await half_over(floor)
    number = await problem(floor, "C1")
    await started(floor, number, floor.office.clock.now)
    await floor.office.bot.deps.cards.redraw(1, PROBLEM, str(number))
    assert "Analysis started by <@U01NOAH>" in await floor.seen("emma", told)
    await floor.hours(20)
    assert len(await floor.told()) == 1
    assert await floor.breaches() == []


async def test_starting_goes_into_the_problem_that_has_the_ticket(floor: Floor):
    told = await half_over(floor)
    number = await problem(floor, "C1")
    await floor.office.click("bo", (await floor.told("bo"))[-1], ids.COMPLAINT_START)
    (made,) = await floor.problems()
    assert (made.number, made.analysis_started_by) == (number, "U01BOTH")
    assert "Analysis started by <@U01BOTH>" in await floor.seen("emma", told)


async def test_not_about_delay_with_the_reason_and_back(floor: Floor):
    told = await half_over(floor)
    await floor.office.click("emma", told, ids.COMPLAINT_NOT_DELAY)
    form = await floor.office.modal("emma")
    done = await floor.office.slack.client.submit("emma", form, {"why": "  "})
    assert "what is the complaint about" in str(done["ack"])
    await floor.office.slack.client.submit("emma", form, {"why": "The price <!channel>"})
    await floor.office.settle()
    shown = await floor.seen("bo", (await floor.told("bo"))[-1])
    assert "Not about delay, says <@U01EMMA>: The price &lt;!channel&gt;" in shown
    await floor.hours(6)
    assert len(await floor.told()) == 1
    await floor.office.click("emma", told, ids.COMPLAINT_DELAY)
    await floor.hours(6)
    assert len(await floor.told()) == 2
    assert len(await floor.breaches()) == 1
    assert [event for event, _, _ in await floor.events()] == ["set_aside", "said"]
    await floor.office.click("emma", told, ids.HISTORY_OPEN)
    history = words_of(await floor.office.modal("emma"))
    assert history.index("it is about delay") < history.index("not about delay")


async def test_what_was_over_while_it_was_set_aside_is_told_when_it_counts_again(floor: Floor):
    told = await half_over(floor)
    await floor.office.click("emma", told, ids.COMPLAINT_NOT_DELAY)
    form = await floor.office.modal("emma")
    await floor.office.slack.client.submit("emma", form, {"why": "The price"})
    await floor.hours(20)
    assert await floor.breaches() == []
    await floor.office.click("emma", told, ids.COMPLAINT_DELAY)
    await floor.hours(3)
    (breach,) = await floor.breaches()
    assert "<@U01EMMA> says that it is about delay" in words_of(breach)
    assert len(await floor.told()) == 1


@pytest.mark.parametrize("who", ["noah", "olga"])
async def test_who_may_not(floor: Floor, who: str):
    breach = await breached(floor)
    await floor.office.click(who, breach, ids.COMPLAINT_NOT_DELAY)
    assert "decided by a lead" in await last_said(floor, who)
    if who == "olga":
        await floor.office.click(who, breach, ids.COMPLAINT_START)
        assert "started by its members" in await last_said(floor, who)
        assert await floor.problems() == []
    assert await floor.events() == []


async def test_the_list_shows_what_waits_first_and_turns_pages(floor: Floor):
    empty = await floor.office.type("emma", "complaints")
    assert "No data: no ticket of this team" in words_of(empty)
    for number in range(8):
        await floor.complain(f"C{number}", NOW + timedelta(hours=number))
    await floor.hours(25)
    listed = await floor.office.type("noah", "complaints")
    said = words_of(listed)
    assert "✗ 2 over 24 h · 6 analyses still to start" in said
    assert "0 of 2 (0%)" in said
    assert said.index("C0") < said.index("C1") < said.index("C5")
    assert "Page 1 of 2" in said
    assert element(listed, ids.COMPLAINT_NOT_DELAY) is None
    await floor.office.click("noah", listed, f"{ids.COMPLAINTS_TURN}.next")
    turned = await floor.office.newest("noah")
    assert "C7" in words_of(turned)
    block = next(one["block_id"] for one in turned["blocks"] if "C7" in one.get("block_id", ""))
    found = next(
        one for one in turned["blocks"] if one["block_id"].startswith("{") and "C7" in block
    )
    await floor.office.click("noah", turned, ids.COMPLAINT_START, block_id=found["block_id"])
    assert "Analysis started by <@U01NOAH>" in words_of(await floor.office.newest("noah"))


async def test_the_list_of_problems_leads_to_the_clocks(floor: Floor):
    await floor.complain("C1")
    await floor.hours(1)
    listed = await floor.office.type("noah", "problems")
    assert "1 analysis still to start" in words_of(listed)
    await floor.office.click("noah", listed, ids.HELP_RUN)
    assert "23 h left to start the analysis" in words_of(await floor.office.newest("noah"))


async def test_in_chinese_and_in_another_channel(floor: Floor):
    await floor.complain("K9", team_id=2, category="时效", subject="没人回复")
    await floor.hours(1)
    told = words_of(await floor.office.type("wangfang", "投诉", "客服一组"))
    assert "待开始分析 1 条" in told
    assert "距开始分析的期限还剩 23小时，截止周六 19:00" in told


async def test_one_complaint_by_its_number_can_be_said_to_be_about_delay(floor: Floor):
    await floor.complain("C1", category="payment", first_response_at=NOW + HOUR / 60)
    await floor.hours(2)
    assert await floor.rows() == []
    one = await floor.office.type("noah", "complaint c1")
    assert "C1 is a complaint" in words_of(one)
    assert element(one, ids.COMPLAINT_DELAY) is None
    one = await floor.office.type("bo", "complaint c1")
    await floor.office.click("bo", one, ids.COMPLAINT_DELAY)
    shown = words_of(await floor.office.newest("bo"))
    assert "22 h left to start the analysis" in shown
    assert "<@U01BOTH> says that it is about delay" in shown
    for words in ("complaint T1", "complaint NOPE"):
        refused = await floor.office.type("emma", words)
        assert "marked as a complaint" in refused["text"] or "has no ticket" in refused["text"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_said_by_two_at_once_is_said_once(floor: Floor):
    await floor.complain("C1", category="payment", first_response_at=NOW + HOUR / 60)
    about = (1, TicketKey("file", "C1"))
    said = [say_delay(floor.office.database, about, who, NOW) for who in ("U01EMMA", "U01BOTH")]
    steps = await asyncio.gather(*said)
    assert sorted(step.reason for step in steps) == ["said", "unchanged"]
    assert len(await floor.events()) == 1


async def last_said(floor: Floor, user: str, channel: str = ROOM) -> str:
    return str((await floor.office.slack.client.messages(user, channel))[-1]["text"])
