"""`frt deliveries` and what the doctor says of posts, in shells of their own."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from bot.db import Database
from bot.models import Delivery, History, Hold, Team
from bot.services.team.settings import Choices
from bot.workspace.server import Running, running
from tests.cli.conftest import Frt, set_up

NOW = datetime.now(UTC).replace(microsecond=0)
TOKEN = {"FRT_SLACK_BOT_TOKEN": "xoxb-1"}
DAY = (NOW - timedelta(days=1)).date().isoformat()


@pytest.fixture
async def slack() -> AsyncIterator[Running]:
    async with running() as workspace:
        yield workspace


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    await set_up(database_url, Desk=Choices(channel_id="C01SUPPORT"), Other=Choices())
    opened = Database(database_url)
    yield opened
    await opened.close()


async def add(database: Database, **values: object) -> None:
    row = {
        "id": "abcdef0123456789",
        "team_id": 1,
        "kind": "daily",
        "channel_id": "C01SUPPORT",
        "slot": DAY,
        "due_at": NOW - timedelta(days=1),
        "planned_at": NOW,
    }
    async with database.write() as session:
        session.add(Delivery(**{**row, **values}))


async def stored(database: Database) -> list[tuple[str, str | None]]:
    async with database.read() as session:
        rows = (await session.exec(select(Delivery).order_by(Delivery.slot))).all()
    return [(row.status, row.reason) for row in rows]


async def changes(database: Database) -> list[tuple[str, str]]:
    async with database.read() as session:
        rows = await session.exec(select(History).where(History.subject == "delivery"))
        return [(row.event, row.who) for row in rows]


async def test_everything_as_a_table_and_as_json(frt: Frt, database: Database) -> None:
    await add(database, status="ambiguous", reason="interrupted")
    await add(database, id="b" * 32, slot="2026-01-01", status="skipped", reason="nothing_due")
    shown = await frt("deliveries")
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert lines[0] == "Desk: posts of the last 14 days"
    assert lines[1] == "✗ 1 ambiguous; 1 with nothing to say"
    assert lines[3].startswith("abcdef01  ")
    assert "the bot was stopped while posting" in lines[3]
    assert "Nothing to post (nothing was due any more)" in lines[4]
    assert "Other: posts" in shown.out
    (page,) = json.loads((await frt("deliveries", "--team", "desk", "--json")).out)
    assert page["counts"] == {"ambiguous": 1, "quiet": 1}
    assert page["deliveries"][0]["may"] == ["post", "mark"]
    chinese = (await frt("deliveries", "--team", "Desk", LC_ALL="zh_CN.UTF-8")).out
    assert "Desk · 最近 14 天的发布记录" in chinese
    assert "无法确认是否已发布" in chinese


async def test_settled_by_hand_once(frt: Frt, database: Database, slack: Running) -> None:
    await add(database, status="ambiguous", reason="interrupted")
    await add(database, id="abcdef9" * 4, slot=f"{DAY}:x", kind="weekly", status="posted")
    several = await frt("deliveries", "mark", "abcdef")
    assert several.code == 1
    assert "does not name one post" in several.err
    assert "starts with 999999" in (await frt("deliveries", "mark", "999999")).err
    marked = await frt("deliveries", "mark", "abcdef01", USER="ann", LOGNAME="ann")
    assert (marked.code, marked.err) == (0, "")
    again = await frt("deliveries", "mark", "abcdef01", LOGNAME="ann")
    assert again.code == 1
    assert "Marked as posted" in again.err
    assert ("posted", "marked") in await stored(database)
    assert await changes(database) == [("marked_posted", "ann")]
    settings = {"FRT_SLACK_API_URL": slack.api_url, "FRT_SLACK_BOT_TOKEN": slack.bot_token}
    refused = await frt("deliveries", "post", "abcdef01", **settings)
    assert refused.code == 1
    assert len(await changes(database)) == 1


async def test_posted_by_hand(frt: Frt, database: Database, slack: Running) -> None:
    await add(database, status="skipped", reason="restored")
    settings = {"FRT_SLACK_API_URL": slack.api_url, "FRT_SLACK_BOT_TOKEN": slack.bot_token}
    await slack.client.archive("support-global")
    refused = await frt("deliveries", "post", "abcdef01", LOGNAME="ann", **settings)
    assert refused.code == 1
    assert "could not be posted now" in refused.err
    assert "the channel is archived" in refused.err
    await slack.client.unarchive("support-global")
    posted = await frt("deliveries", "post", "abcdef01", LOGNAME="ann", **settings)
    assert (posted.code, posted.err) == (0, "")
    assert "is posted." in posted.out
    assert await stored(database) == [("posted", None)]
    assert await changes(database) == [("post_now", "ann")] * 2
    seen = await slack.client.messages("robin", "support-global")
    assert sum(one["text"].startswith("Daily report") for one in seen) == 1


async def test_the_doctor_names_holds_and_ambiguous_posts(
    frt: Frt, database: Database, slack: Running
) -> None:
    await add(database, status="ambiguous", reason="interrupted")
    since, until = NOW - timedelta(hours=3), NOW - timedelta(hours=2)
    async with database.write() as session:
        for channel_id, reason in (("C01SUPPORT", "is_archived"), ("*", "token_revoked")):
            hold = Hold(channel_id=channel_id, reason=reason, since=since, until=until)
            session.add(hold)
    settings = {"FRT_SLACK_API_URL": slack.api_url, "FRT_SLACK_BOT_TOKEN": slack.bot_token}
    said = (await frt("doctor", **settings)).out
    assert f"! Team Desk: posts to C01SUPPORT are on hold since {since:%Y-%m-%d %H:%M} " in said
    assert "(is_archived)" in said
    assert said.count("All posts are on hold") == 1
    assert f"daily {DAY} stands in C01SUPPORT" in said
    assert "frt deliveries mark abcdef01" in said


async def test_what_comes_next_is_listed_in_each_teams_own_time(
    frt: Frt, database: Database
) -> None:
    async with database.write() as session:
        desk = await session.get_one(Team, 1)
        desk.zone, desk.report_at = "Asia/Kolkata", time(7, 45)
        session.add_all(
            Team(name=f"Team {n:02}", channel_id=f"C{n}", created_at=NOW) for n in range(20)
        )
    ended = await frt("jobs", **TOKEN)
    blocks = ended.out.split(", times in ")
    assert (ended.code, len(blocks)) == (0, 21)
    assert blocks[1].startswith("Asia/Kolkata\n")
    assert re.search(r"^.*\b07:45 +Daily report of .* C01SUPPORT$", blocks[1], re.MULTILINE)
    assert ended.out.endswith("1 more teams: frt jobs --team NAME\n")
    said = (await frt("jobs", "--team", "Team 19", **TOKEN, LC_ALL="zh_CN.UTF-8")).out
    assert said.startswith("Team 19，时间按 UTC\n")
    assert "日报" in said


async def test_what_was_posted_by_hand_does_not_come(frt: Frt, database: Database) -> None:
    def days(said: str) -> list[str]:
        return [line.split("  ")[0] for line in said.splitlines() if "Daily report" in line]

    tomorrow = NOW + timedelta(days=1)
    async with database.write() as session:
        (await session.get_one(Team, 1)).report_at = tomorrow.time().replace(microsecond=0)
    (first,) = days((await frt("jobs", **TOKEN)).out)
    rows = [tomorrow.date(), NOW.date()]
    for number, day in enumerate(rows):
        await add(database, id=f"row{number}", slot=day.isoformat(), status="posted")
    assert first not in days((await frt("jobs", **TOKEN)).out)


async def test_times_that_cannot_be_worked_out_are_said(frt: Frt, database: Database) -> None:
    async with database.write() as session:
        (await session.get_one(Team, 1)).zone = "Mars/Olympus"
    ended = await frt("jobs", **TOKEN)
    assert (ended.code, ended.err) == (0, "")
    assert re.search(
        r"^can't be worked out: frt doctor says why +Daily report$", ended.out, re.MULTILINE
    )


async def test_no_channel_nothing_comes(frt: Frt) -> None:
    ended = await frt("jobs", **TOKEN)
    assert (ended.code, ended.out) == (0, "No team has a channel to post to yet.\n")
