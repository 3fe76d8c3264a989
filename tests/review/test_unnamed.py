"""A review with tickets that have no cause asks once before it is finished."""

import pytest
from sqlmodel import select

from bot import ids
from bot.models import Member
from tests.review.floor import Floor, part, words_of


async def opened(floor: Floor) -> None:
    """Open a review with two tickets not met, of which none has a cause."""
    await floor.begin("2026-11-16T08:00")
    await floor.ticket("A1", "2026-11-18T10:00", "2026-11-18T11:00")
    await floor.ticket("A2", "2026-11-19T10:00", "2026-11-19T11:00")
    await floor.at("2026-11-20T16:00")


async def status(floor: Floor) -> str:
    return (await floor.review("2026-11-16")).status


async def test_it_asks_once_and_then_finishes(floor: Floor):
    await opened(floor)
    asked = await floor.press("wangfang", await floor.prompt(), ids.REVIEW_FINISH)
    assert asked is not None
    assert "还有 2 个未达标工单未填原因" in words_of(asked)
    assert await status(floor) == "open"
    assert asked["submit"]["text"] == "直接结束"
    await floor.submit("wangfang", asked)
    assert await status(floor) == "finished"
    assert await floor.office.slack.client.views("wangfang") == []
    assert len(await floor.minutes()) == 1
    assert "周未达标工单 2 个" in part(await floor.prompt(), "cases")


async def test_the_question_leads_to_the_tickets_and_none_is_asked_once_all_are_named(
    floor: Floor,
):
    await opened(floor)
    asked = await floor.press("wangfang", await floor.prompt(), ids.REVIEW_FINISH)
    assert asked is not None
    listed = await floor.press("wangfang", asked, ids.CASES_OPEN)
    assert listed is not None
    for ticket in ("A1", "A2"):
        row = next(one for one in listed["blocks"] if f'"{ticket}"' in one["block_id"])
        value = row["elements"][0]["options"][0]["value"]
        more = {"value": value, "block_id": row["block_id"]}
        await floor.office.click("wangfang", listed, ids.CASES_CAUSE, **more)
    assert "未达标 2 个 · 原因均已填写" in words_of(await floor.office.modal("wangfang"))
    await floor.office.slack.client.close("wangfang", await floor.office.modal("wangfang"))
    await floor.office.slack.client.close("wangfang", asked)
    assert await floor.press("wangfang", await floor.prompt(), ids.REVIEW_FINISH) is None
    assert await status(floor) == "finished"


async def test_somebody_else_was_quicker_and_it_says_who(floor: Floor):
    await opened(floor)
    asked = await floor.press("wangfang", await floor.prompt(), ids.REVIEW_FINISH)
    await floor.finish("robin")
    await floor.submit("wangfang", asked)
    assert "<@U01ADMIN>" in words_of(await floor.office.modal("wangfang"))
    assert len(await floor.minutes()) == 1


async def test_who_leads_no_longer_is_refused_in_the_form(floor: Floor):
    await opened(floor)
    asked = await floor.press("wangfang", await floor.prompt(), ids.REVIEW_FINISH)
    async with floor.office.database.write() as session:
        found = select(Member).where(Member.slack_user_id == "U01WANG")
        for member in (await session.exec(found)).all():
            member.role = "agent"
    await floor.submit("wangfang", asked)
    assert "组长" in words_of(await floor.office.modal("wangfang"))
    assert await status(floor) == "open"


async def test_who_may_not_finish_is_not_asked_but_told_who_may(floor: Floor):
    await opened(floor)
    assert await floor.press("liwei", await floor.prompt(), ids.REVIEW_FINISH) is None
    assert "<@U01WANG>" in await floor.whispered("liwei")
    assert await status(floor) == "open"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_card_of_an_earlier_version_finishes_at_once(floor: Floor):
    await opened(floor)
    value = ids.ReviewValue(team=2, week="2026-11-16").dump()
    prompt = await floor.prompt()
    await floor.office.click("wangfang", prompt, ids.REVIEW_FINISH, value=value)
    assert await status(floor) == "finished"


async def test_figures_of_a_finished_review_are_of_then(floor: Floor):
    await opened(floor)
    await floor.ticket("A3", "2026-11-20T15:50", None)
    before = part(await floor.prompt(), "headline")
    assert "目前没有客户在等" in before
    await floor.finish("wangfang")
    after = part(await floor.prompt(), "headline")
    assert "当时待首次回复" in after
    assert "目前" not in after
    assert "当前" not in after
