"""Whom the daily report mentions, as the team chose, and who gets it by direct message."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from sqlmodel import select

from bot.metrics.daily.mentions import needs_somebody
from bot.models import Delivery, Member, SlackUser, TeamHours
from bot.services.daily import SUBJECT
from tests.daily.drawn import NO_MISS, NOW, report
from tests.daily.world import EPOCH, World, words_of
from tests.scenarios.office import Json

ASKED = "please have a look"


async def monday(world: World, *, good: bool = False, at: str = "09:00") -> Json:
    """Let Friday be good or not, and Monday's report be posted."""
    await world.since("2026-11-13 12:00")
    await world.ticket("A", "2026-11-13 10:00", 5)
    await world.ticket("B", "2026-11-13 11:00", 5 if good else 20)
    await world.at(f"2026-11-16 {at}")
    return await world.post()


async def person(world: World, user_id: str, **values: Any) -> None:
    async with world.office.database.write() as session:
        await session.merge(SlackUser(id=user_id, refreshed_at=EPOCH, **values))


async def is_in(world: World, user_id: str, role: str, team_id: int = 1) -> None:
    async with world.office.database.write() as session:
        await session.merge(Member(team_id=team_id, slack_user_id=user_id, role=role))


async def direct(world: World, user: str = "emma") -> list[str]:
    """Return the reports that somebody got by direct message."""
    said = await world.office.slack.client.messages(user, "app")
    found = [words_of(one) for one in said]
    return [one for one in found if "Open the report" in one or "打开日报" in one]


@pytest.mark.parametrize(
    ("changes", "needs"),
    [
        ({}, True),
        (NO_MISS, False),
        ({**NO_MISS, "now": replace(NOW, values={**NOW.values, "frt": 901.0})}, True),
        ({**NO_MISS, "now": replace(NOW, values={**NOW.values, "frt": None})}, False),
        ({**NO_MISS, "targets": {}}, False),
    ],
)
def test_a_day_is_good_when_nothing_was_missed(changes: dict[str, Any], needs: bool):
    assert needs_somebody(report("en", **changes)) is needs


async def test_the_lead_is_mentioned_in_one_line_below_a_day_that_was_not_good(world: World):
    post = await monday(world)
    assert post["blocks"][-1]["text"]["text"] == f"<@U01EMMA>: {ASKED}."
    assert str(post["blocks"]).count("<@") == 1
    await world.at("2026-11-16 09:00:15")
    assert await direct(world) == []


async def test_a_good_day_pings_nobody(world: World):
    await world.change(1, report_direct=True, report_mentions="lead,agent")
    post = await monday(world, good=True)
    assert "<@" not in str(post["blocks"])
    await world.at("2026-11-16 09:00:15")
    assert await direct(world) == []


@pytest.mark.parametrize(
    ("chosen", "line"),
    [
        ("", None),
        ("lead,quality", "<@U01EMMA> <@U01SOFIA>"),
        ("agent", "<@U01NOAH>"),
        ("it", None),
    ],
)
async def test_who_has_the_chosen_roles_now_is_mentioned(
    world: World, chosen: str, line: str | None
):
    await is_in(world, "U01SOFIA", "quality")
    await is_in(world, "U01WANG", "quality", team_id=2)
    await world.change(1, report_mentions=chosen)
    post = await monday(world)
    assert (f"{line}: {ASKED}." in words_of(post)) is (line is not None)
    assert ("<@" in str(post["blocks"])) is (line is not None)


async def test_who_left_is_not_mentioned(world: World):
    await person(world, "U01EMMA", deleted=True)
    assert "<@" not in str((await monday(world))["blocks"])


async def test_in_chinese(world: World):
    await world.since("2026-11-13 12:00")
    await world.ticket("A", "2026-11-13 11:00", 20, team_id=2)
    await world.at("2026-11-16 01:00")
    assert "请<@U01WANG>关注。" in words_of(await world.post(2))


async def test_caught_up_on_a_sunday_it_mentions_nobody_also_when_redrawn(world: World):
    await world.since("2026-11-12 12:00")
    await world.ticket("B", "2026-11-12 11:00", 20)
    await world.at("2026-11-15 03:00")
    post = await world.post()
    assert "B" in words_of(post)
    assert "<@" not in str(post["blocks"])
    await world.office.bot.deps.cards.redraw(1, SUBJECT, "file/B")
    assert "<@" not in str((await world.post())["blocks"])


async def test_at_the_hour_that_the_team_chose_it_mentions_though_work_begins_later(world: World):
    await world.change(1, report_at=time(7), report_direct=True)
    assert f"<@U01EMMA>: {ASKED}." in words_of(await monday(world, at="07:00"))
    await world.at("2026-11-16 07:00:15")
    assert await direct(world) == []
    await world.at("2026-11-16 08:59")
    assert await direct(world) == []
    await world.at("2026-11-16 09:00")
    (told,) = await direct(world)
    assert "Global support · 13–15 Nov" in told
    await world.at("2026-11-16 09:01")
    assert len(await direct(world)) == 1
    assert await direct(world, "noah") == []


async def test_the_direct_message_is_in_its_reader_s_language(world: World):
    await person(world, "U01EMMA", language="zh")
    await world.change(1, report_direct=True, report_mentions="")
    post = await monday(world)
    assert "<@" not in str(post["blocks"])
    await world.at("2026-11-16 09:00:15")
    (told,) = await direct(world)
    assert "日报" in told
    assert "打开日报" in told


async def test_who_leads_no_more_gets_none(world: World):
    async with world.office.database.write() as session:
        query = select(TeamHours).where(TeamHours.team_id == 1)
        (await session.exec(query)).one().hours = "Mon-Fri 10:00-18:00"
    await world.change(1, report_direct=True)
    await monday(world)
    await is_in(world, "U01EMMA", "agent")
    await is_in(world, "U01NOAH", "lead")
    await world.at("2026-11-16 10:00")
    assert await direct(world) == []
    async with world.office.database.read() as session:
        query = select(Delivery).where(Delivery.kind == "daily_direct")
        (row,) = (await session.exec(query)).all()
    assert (row.status, row.reason) == ("skipped", "nothing_due")
