"""The demo's clock: moved over HTTP, and what falls due on the way is posted at its time."""

import contextlib
from datetime import UTC, datetime, time, timedelta

import httpx
import pytest
from sqlalchemy import func
from sqlmodel import select

from bot.app import build
from bot.cli.serving import running
from bot.db import Database
from bot.errors import BotError
from bot.models import Team, Ticket
from bot.services.samples.teams import CHINA_CHANNEL, GLOBAL_CHANNEL, add_sample_teams
from bot.services.team import settings as teams
from bot.services.team.settings import Choices
from bot.settings import Settings
from bot.sources import sample
from bot.sources.sample_desks import global_support, support_china
from bot.workspace import server

WEDNESDAY = datetime(2026, 11, 18, 9, 40, tzinfo=UTC)
TOKEN = "of-the-clock"  # noqa: S105
KEY = {"Authorization": f"Bearer {TOKEN}"}
LONDON = "Europe/London"


MOVABLE = f"movable:{WEDNESDAY.isoformat()}"
TOKENS = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}


@contextlib.asynccontextmanager
async def demo(database_url, folder):
    async with server.running() as slack:
        database = Database(database_url)
        await add_sample_teams(database, database_url, folder, WEDNESDAY)
        await database.close()
        settings = Settings(
            _env_file=None,
            database_url=database_url,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            clock=MOVABLE,
            clock_token=TOKEN,
            sample_since=WEDNESDAY,
        )
        bot = build(settings)
        async with running(bot):
            await bot.planner.tick()
            door = httpx.ASGITransport(bot.web)
            async with httpx.AsyncClient(transport=door, base_url="http://bot") as web:
                yield slack, web


async def move(web, to, zone=LONDON):
    return await web.post("/clock", json={"to": to, "zone": zone}, headers=KEY, timeout=60)


async def said(slack, channel):
    return [one["text"] for one in await slack.client.messages("robin", channel)]


async def refuses_strangers_and_nonsense(web):
    assert (await web.get("/clock")).status_code == 401
    wrong = await web.post("/clock", json={"to": "hour"}, headers={"Authorization": "Bearer x"})
    assert wrong.status_code == 401
    earlier, far = WEDNESDAY - timedelta(hours=1), WEDNESDAY + timedelta(days=40)
    assert (await move(web, earlier.isoformat())).json()["error"] == "in_the_past"
    assert (await move(web, far.isoformat())).json()["error"] == "too_far"
    for nonsense in ("yesterday", "2026-11-19T09:00:00", ""):
        assert (await move(web, nonsense)).status_code == 400
    assert (await web.post("/clock", content="[1", headers=KEY)).status_code == 400
    now = (await web.get("/clock", headers=KEY)).json()["now"]
    assert now.startswith("2026-11-18T09:4")


async def test_next_morning_brings_the_report_about_the_day_moved_over(database_url, tmp_path):
    async with demo(database_url, tmp_path) as (slack, web):
        await refuses_strangers_and_nonsense(web)
        before = len(await said(slack, GLOBAL_CHANNEL))
        told = (await web.get("/clock", params={"zone": LONDON}, headers=KEY)).json()
        assert {one["name"]: one["at"][:16] for one in told["presets"]} == {
            "hour": "2026-11-18T10:40",
            "day_end": "2026-11-18T18:00",
            "next_morning": "2026-11-19T09:00",
            "next_friday": "2026-11-20T16:00",
        }
        moved = await move(web, "next_morning")
        assert moved.status_code == 200
        assert moved.json()["now"].startswith("2026-11-19T09:00:")
        fresh = (await said(slack, GLOBAL_CHANNEL))[before:]
        *breaches, report = fresh
        assert report.startswith("Daily report · Global Support · Wed 18 Nov")
        assert "answered in time" in report
        assert any("did not start within 24 h." in text and "G-1000" in text for text in breaches)
        assert all("about delay" in text for text in breaches)


async def test_a_move_over_days_leaves_what_those_days_would_have_left(database_url, tmp_path):
    async with demo(database_url, tmp_path) as (slack, web):
        before = len(await said(slack, CHINA_CHANNEL))
        await move(web, "next_friday", "Asia/Shanghai")
        fresh = (await said(slack, CHINA_CHANNEL))[before:]
        assert [text.partition("：")[0] for text in fresh if text.startswith("日报")] == [
            "日报 · 客服一组 · 11月18日周三",
            "日报 · 客服一组 · 11月19日周四",
        ]
        assert sum(text.startswith("周复盘 · 客服一组 · 11月16日") for text in fresh) == 1


async def tickets_of(database_url):
    """Return how many tickets each team has, by the team's name."""
    database = Database(database_url)
    counted = (
        select(Team.name, func.count()).join(Ticket, Ticket.team_id == Team.id).group_by(Team.name)
    )
    async with database.read() as session:
        found = dict((await session.exec(counted)).all())
    await database.close()
    return found


async def renamed_and_new(database_url):
    """Rename a sample team and add a team without tickets, as `/frt setup` would."""
    database = Database(database_url)
    async with database.write() as session:
        (await teams.find_team(session, "Global Support")).name = "Worldwide"
    choices = Choices(zone=LONDON, hours="Mon-Fri 09:00-18:00", locale="en")
    await teams.add_team(database, "Orders", choices, WEDNESDAY)
    await database.close()


async def reports_at(database_url, name, at):
    """Give a team another report time, as `/frt setup` would."""
    database = Database(database_url)
    async with database.write() as session:
        (await teams.find_team(session, name)).report_at = at
    await database.close()


async def follows_what_changes(web, database_url):
    """Find what falls due next anew once something earlier does."""
    found = [(await web.get("/clock", headers=KEY)).json()["next"]]
    for minute in (46, 44, 45):
        await reports_at(database_url, "Worldwide", time(10, minute))
        found += [(await web.get("/clock", headers=KEY)).json()["next"] for _ in range(2)]
    assert found[0] > "2026-11-18T10:46"
    assert [at[11:16] for at in found[1:]] == ["10:46", "10:46", "10:44", "10:44", "10:45", "10:45"]


async def test_a_team_set_up_in_the_demo_has_sample_tickets_too(database_url, tmp_path):
    async with demo(database_url, tmp_path) as (_, web):
        before = await tickets_of(database_url)
        await renamed_and_new(database_url)
        await move(web, "hour")
        began = await tickets_of(database_url)
        assert began["Orders"] > 1_000
        await follows_what_changes(web, database_url)
        await move(web, "day_end")
        after = await tickets_of(database_url)
        assert after["Orders"] > began["Orders"]
        assert after["Worldwide"] > before["Global Support"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://slack.com/api/", "error.rehearsal"),
        ("https://127.0.0.1.example.com/api/", "error.rehearsal"),
        ("http://localhost:1/api/", "error.no_clock_token"),
    ],
)
def test_only_a_local_workspace_may_have_a_movable_clock(url, key):
    settings = Settings(_env_file=None, slack_api_url=url, clock=MOVABLE, **TOKENS)
    with pytest.raises(BotError, match=key):
        build(settings)


def test_sample_tickets_need_a_local_workspace_too():
    settings = Settings(_env_file=None, sample_since=WEDNESDAY, **TOKENS)
    with pytest.raises(BotError, match=r"error\.rehearsal"):
        build(settings)


@pytest.mark.parametrize("desk", [global_support(), support_china()], ids=["global", "china"])
def test_the_story_goes_on_as_told_before(desk):
    later = WEDNESDAY + timedelta(days=6)
    before = {one["external_id"]: one for one in sample.tickets(desk, WEDNESDAY)}
    after = {one["external_id"]: one for one in sample.tickets(desk, later, began=WEDNESDAY)}
    assert before.keys() < after.keys()
    for name, ticket in before.items():
        assert after[name]["opened_at"] == ticket["opened_at"]
        told = ticket.get("messages", [])
        assert after[name].get("messages", [])[: len(told)] == told
    since = (WEDNESDAY - timedelta(days=10)).date()
    part = {
        one["external_id"]: one for one in sample.tickets(desk, later, began=WEDNESDAY, since=since)
    }
    changed = {name for name, one in after.items() if before.get(name) != one}
    assert changed <= part.keys()
    assert all(after[name] == one for name, one in part.items())
