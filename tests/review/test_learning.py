"""The two cases worth learning from: proposed, changed by the lead, kept in the minutes.

Week of 16 Nov 2026, limit 15 min on the business clock (09:00-12:00, 13:00-18:00):
  C1 complaint 600 s met · A2 1800 s missed · S1 rated 5, one reply · S2 rated 4, four replies
  S3 rated 5, complex.
"""

import asyncio
from datetime import date

from sqlmodel import select

from bot import ids
from bot.models import History, ReviewCase
from bot.services.review.case import Wanted, change
from tests.review.floor import Floor, has, part
from tests.scenarios.office import words_of


async def november(floor: Floor) -> None:
    await floor.begin("2026-11-16T08:00")
    await floor.ticket("C1", "2026-11-17T10:00", "2026-11-17T10:10", kind="complaint")
    await floor.ticket("A2", "2026-11-18T10:00", "2026-11-18T10:30", subject="<!channel> 退款")
    rated = {"solved": "2026-11-19T15:00"}
    at = ("2026-11-19T10:00", "2026-11-19T10:01")
    await floor.ticket("S1", *at, **rated, csat=5, replies=1)
    await floor.ticket("S2", *at, **rated, csat=4, replies=4)
    await floor.ticket("S3", *at, **rated, csat=5, complexity="复杂")


async def opened(floor: Floor) -> None:
    await november(floor)
    await floor.at("2026-11-20T16:00")


async def history(floor: Floor) -> list[tuple[str, str, str | None, str | None]]:
    async with floor.office.database.read() as session:
        rows = await session.exec(
            select(History).where(History.subject == "review").order_by(History.number)
        )
        found = [(row.event, row.who, row.before, row.after) for row in rows]
    return [row for row in found if row[0].startswith("case_")]


async def test_a_complaint_and_a_hard_ticket_are_proposed(floor: Floor):
    await opened(floor)
    shown = await floor.details()
    assert "等待最久的投诉* · C1" in part(shown, "learn_waited")
    assert "10分钟内首次响应" in part(shown, "learn_waited")
    solved = part(shown, "learn_solved")
    assert "评分最高的疑难工单* · S3" in solved
    assert "评分 5" in solved
    assert "李伟" not in words_of(shown)


async def test_no_complaint_is_said_and_nothing_is_no_data(floor: Floor):
    await floor.begin("2026-11-09T08:00")
    await floor.at("2026-11-13T16:00")
    said = words_of(await floor.details())
    assert "没有数据：既没有投诉" in said
    assert "没有数据：已解决的工单里" in said
    await floor.ticket("A2", "2026-11-18T10:00", "2026-11-18T10:30")
    await floor.at("2026-11-20T16:00")
    assert "等待最久的未达标工单（没有投诉）* · A2" in part(await floor.details(), "learn_waited")


async def test_the_lead_chooses_another_one_and_writes_what_is_learned(floor: Floor):
    await opened(floor)
    form = await floor.case("wangfang", "solved")
    assert form is not None
    options = next(one for one in form["blocks"] if one.get("block_id") == "ticket")
    values = [one["value"] for one in options["element"]["options"]]
    assert [ids.CaseValue.model_validate_json(one).id for one in values] == ["S3", "S2"]
    learned = "先问订单号 <!channel> & \u202eevil 🙂"
    await floor.submit("wangfang", form, ticket=values[1], learned=learned)
    form = await floor.case("zhangmin", "waited")
    await floor.submit("zhangmin", form, number=" #A2 ")
    prompt, shown = await floor.prompt(), await floor.details()
    solved = part(shown, "learn_solved")
    assert "值得学习的优秀案例* · S2" in solved
    assert "先问订单号" in solved
    assert "<!channel>" not in solved
    assert "\u202e" not in solved
    assert "值得复盘的久等工单* · A2" in part(shown, "learn_waited")
    told = [one["text"] for one in await floor.said() if one.get("thread_ts") == prompt["ts"]]
    assert any("<@U01WANG> 更新了" in one and "S2" in one for one in told)
    assert any("<@U01ZHANG> 更新了" in one and "A2" in one for one in told)
    rows = await history(floor)
    assert [(event, who) for event, who, *_ in rows] == [
        ("case_solved", "U01WANG"),
        ("case_waited", "U01ZHANG"),
    ]
    assert '"ticket": "S3"' in str(rows[0][2])
    assert rows[1][2:] == ('{"ticket": "C1"}', '{"ticket": "A2"}')
    await floor.finish("wangfang")
    (minutes,) = await floor.minutes()
    told = await floor.whole("wangfang", minutes)
    assert "S2" in part(told, "learn_solved")
    assert "先问订单号" in part(told, "learn_solved")
    assert not has(told, ids.REVIEW_CASE)
    assert not has(await floor.details(), ids.REVIEW_CASE)


async def test_a_ticket_that_is_not_there_and_none_at_all(floor: Floor):
    await opened(floor)
    form = await floor.case("wangfang", "waited")
    done = await floor.submit("wangfang", form, number="T-404 <!channel>", learned="记下来")
    assert "没有这个编号" in done["errors"]["number"]
    done = await floor.submit("wangfang", form, number="K1", learned="别的团队也不行")
    assert not done["errors"]
    await floor.begin("2026-11-23T08:00")
    await floor.at("2026-11-27T16:00")
    form = await floor.case("wangfang", "solved")
    done = await floor.submit("wangfang", form, learned="没有工单")
    assert "请选择工单" in done["errors"]["number"]
    assert await history(floor) != []


async def test_two_leads_at_once_and_the_second_sees_what_changed(floor: Floor):
    await opened(floor)
    first = await floor.case("wangfang", "solved")
    second = await floor.case("robin", "solved")
    assert second is not None
    await floor.submit("wangfang", first, learned="甲的心得")
    await floor.submit("robin", second, number="S1", learned="Second idea")
    (shown,) = await floor.office.slack.client.views("robin")
    assert "甲的心得" in words_of(shown)
    assert "Nothing of yours was saved" in words_of(shown)
    assert "甲的心得" in part(await floor.details(), "learn_solved")
    await floor.submit("robin", shown, number="S1", learned="Second idea")
    solved = part(await floor.details(), "learn_solved")
    assert "S1" in solved
    assert "Second idea" in solved


async def test_two_forms_sent_at_the_same_moment_change_it_once(floor: Floor):
    await opened(floor)
    forms = [(user, await floor.case(user, "waited")) for user in ("wangfang", "zhangmin")]
    submit = floor.office.slack.client.submit
    await asyncio.gather(*(submit(user, form, {"learned": user}) for user, form in forms))
    await floor.office.settle()
    assert len(await history(floor)) == 1
    async with floor.office.database.read() as session:
        row = await session.get_one(
            ReviewCase, (2, (await floor.review("2026-11-16")).week, "waited")
        )
        assert row.version == 2


async def test_agents_are_refused_and_a_finished_review_stays(floor: Floor):
    await opened(floor)
    assert await floor.case("liwei", "waited") is None
    assert "更换复盘案例" in await floor.whispered("liwei")
    shown_before = await floor.details()
    form = await floor.case("wangfang", "waited", shown_before)
    await floor.finish("zhangmin")
    await floor.submit("wangfang", form, learned="太晚了")
    (shown,) = await floor.office.slack.client.views("wangfang")
    assert "结束" in words_of(shown)
    assert await history(floor) == []
    assert await floor.case("wangfang", "waited", shown_before) is None
    assert "已由 <@U01ZHANG> 于" in await floor.whispered("wangfang")


async def test_what_is_learned_may_be_500_characters(floor: Floor):
    await opened(floor)
    form = await floor.case("wangfang", "waited")
    await floor.submit("wangfang", form, learned="长" * 500)
    assert len(await history(floor)) == 1

    wanted = Wanted("waited", 2, "U01WANG", learned="长" * 3_000)
    clock = floor.office.clock
    step = await change(floor.office.database, 2, date(2026, 11, 16), wanted, clock())
    assert step.reason == "long"
