"""Two weeks played through hour by hour: a weekend, a holiday, a make-up day, a change of clocks.

客服一组 works in Shanghai, Monday to Friday, after the Chinese calendar: Sunday 2026-09-20 is a
make-up working day, Friday 2026-09-25 is off. Global support works in Auckland, whose clocks go
forward in the night to Sunday 2026-09-27. Each working day has three tickets, all answered after
the same time: 5 minutes, but 13 in Shanghai from the 16th to the 18th (the limit is 15 minutes,
the warning value 12).
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot import ids
from bot.db import Database
from bot.models import Delivery, Member, SlackUser, Team, TeamHours, Ticket
from tests.scenarios.office import office, words_of

SHANGHAI, AUCKLAND = ZoneInfo("Asia/Shanghai"), ZoneInfo("Pacific/Auckland")
START = datetime(2026, 9, 14, tzinfo=SHANGHAI)
END = datetime(2026, 9, 28, 20, tzinfo=SHANGHAI)
CHINA_DAYS = [14, 15, 16, 17, 18, 20, 21, 22, 23, 24, 28]
AUCKLAND_DAYS = [14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 28]
SLOW = {16, 17, 18}
ROOMS = {1: "support-global", 2: "客服一组"}


async def two_teams(database: Database) -> None:
    async with database.write() as session:
        common = {"created_at": START, "planned_until": START}
        session.add(
            Team(
                id=1,
                name="Global support",
                channel_id="C01SUPPORT",
                zone="Pacific/Auckland",
                country="NZ",
                **common,
            )
        )
        session.add(
            Team(
                id=2,
                name="客服一组",
                channel_id="C01KEFU",
                zone="Asia/Shanghai",
                locale="zh",
                country="CN",
                **common,
            )
        )
        await session.flush()
        session.add(TeamHours(team_id=1, hours="Mon-Fri 09:00-17:00"))
        session.add(TeamHours(team_id=2, hours="Mon-Fri 09:00-12:00,13:00-18:00"))
        for user, language in (("U01EMMA", "en-GB"), ("U01WANG", "zh-CN"), ("U01LIWEI", "zh-CN")):
            session.add(SlackUser(id=user, name=user, locale=language, refreshed_at=END))
        session.add(Member(team_id=1, slack_user_id="U01EMMA", role="lead"))
        session.add(Member(team_id=2, slack_user_id="U01WANG", role="lead"))
        session.add(Member(team_id=2, slack_user_id="U01LIWEI", role="agent"))


async def opened_on(database: Database, team_id: int, day: int, zone: ZoneInfo) -> None:
    """Take in a day's three tickets, as an import at its end would."""
    minutes = 13 if team_id == 2 and day in SLOW else 5
    async with database.write() as session:
        for hour in (9, 10, 14):
            opened = datetime(2026, 9, day, hour, 30, tzinfo=zone).astimezone(UTC)
            session.add(
                Ticket(
                    team_id=team_id,
                    source="file",
                    external_id=f"{day}-{hour}",
                    opened_at=opened,
                    waits_from=opened,
                    first_response_at=opened + timedelta(minutes=minutes),
                    channel="email",
                )
            )


async def promise(desk) -> None:
    """In the open review the lead promises a measure, due on Thursday the 24th."""
    before = await desk.slack.client.messages("wangfang", ROOMS[2])
    prompt = next(one for one in reversed(before) if one["text"].startswith("周复盘"))
    await desk.click("wangfang", prompt, ids.ACTION_MAKE)
    form = await desk.modal("wangfang")
    await desk.slack.client.submit(
        "wangfang",
        form,
        {"measure": "增加午间值班", "owner": "U01LIWEI", "due": "2026-09-24"},
    )
    await desk.settle()


@pytest.fixture
async def desk(database_url):
    async with office(database_url, by="http", prepare=two_teams, rates=False) as opened:
        opened.clock.now = START.astimezone(UTC)
        yield opened


async def play(desk) -> None:
    now = START
    while now <= END:
        desk.clock.now = now.astimezone(UTC)
        for team_id, zone, days in ((1, AUCKLAND, AUCKLAND_DAYS), (2, SHANGHAI, CHINA_DAYS)):
            local = now.astimezone(zone)
            if local.hour == 15 and local.date() in {date(2026, 9, day) for day in days}:
                await opened_on(desk.database, team_id, local.day, zone)
        await desk.bot.planner.tick()
        await desk.settle()
        if now == datetime(2026, 9, 18, 17, tzinfo=SHANGHAI):
            await promise(desk)
        now += timedelta(hours=1)


async def posts(desk, team_id: int, kind: str) -> dict[str, Delivery]:
    async with desk.database.read() as session:
        query = select(Delivery).where(Delivery.team_id == team_id, Delivery.kind == kind)
        rows = (await session.exec(query)).all()
    return {row.slot: row for row in rows if row.status == "posted"}


def slots(days) -> list[str]:
    return [f"2026-09-{day:02}" for day in days]


async def test_everything_due_is_there_once(desk):
    await play(desk)
    for team_id, days in ((1, AUCKLAND_DAYS), (2, CHINA_DAYS)):
        daily = await posts(desk, team_id, "daily")
        assert sorted(daily) == slots(days)
        zone = AUCKLAND if team_id == 1 else SHANGHAI
        for slot, row in daily.items():
            assert row.due_at == datetime.fromisoformat(f"{slot}T09:00").replace(tzinfo=zone)

    weekly = {team_id: await posts(desk, team_id, "weekly") for team_id in ROOMS}
    assert {slot: row.due_at for slot, row in weekly[1].items()} == {
        "2026-09-14": datetime(2026, 9, 18, 16, tzinfo=AUCKLAND),
        "2026-09-21": datetime(2026, 9, 25, 16, tzinfo=AUCKLAND),
    }
    assert {slot: row.due_at for slot, row in weekly[2].items()} == {
        "2026-09-14": datetime(2026, 9, 18, 16, tzinfo=SHANGHAI),
        "2026-09-21": datetime(2026, 9, 24, 16, tzinfo=SHANGHAI),
    }

    assert await posts(desk, 1, "warning") == {}
    warnings = await posts(desk, 2, "warning")
    assert sorted(warnings) == ["2026-09-18:frt_median", "2026-09-21:frt_median"]

    in_china = await desk.slack.client.messages("wangfang", ROOMS[2])
    in_auckland = await desk.slack.client.messages("emma", ROOMS[1])
    assert sum(one["text"].startswith("日报") for one in in_china) == len(CHINA_DAYS)
    assert sum(one["text"].startswith("Daily report") for one in in_auckland) == len(AUCKLAND_DAYS)
    raised = next(
        one for one in in_china if one["ts"] == warnings["2026-09-18:frt_median"].message_ts
    )
    assert "13分钟" in words_of(raised)
    assert warnings["2026-09-21:frt_median"].thread_ts == raised["ts"]
    about_slow_day = (await posts(desk, 2, "daily"))["2026-09-17"].message_ts
    assert "13分钟" in words_of(next(one for one in in_china if one["ts"] == about_slow_day))
    about_friday = (await posts(desk, 1, "daily"))["2026-09-21"].message_ts
    shown = words_of(next(one for one in in_auckland if one["ts"] == about_friday))
    assert "5 min" in shown
    assert "All 3 tickets were answered in time" in shown

    reminded = await posts(desk, 2, "reminder")
    assert sorted(row.due_at.astimezone(SHANGHAI).day for row in reminded.values()) == [23, 24]
    told = await desk.slack.client.messages("liwei", "app")
    assert sum("增加午间值班" in words_of(one) for one in told) == 2
    assert await posts(desk, 1, "reminder") == {}
