"""The clock of an app, any app: read, moved in steps, and followed by the workspace's own."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.app_clock import AppClock
from bot.workspace.client import ControlError
from bot.workspace.server import running

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
TOKEN = "of-the-clock"  # noqa: S105


class App:
    """An app with a clock; it writes a message each noon, and keeps the moves asked of it."""

    def __init__(self):
        self.now = MONDAY
        self.asked = []
        self.read = 0
        self.broken = False
        self.slack = None
        self.slow = asyncio.Event()
        self.slow.set()

    def told(self):
        noon = self.now.replace(hour=12)
        following = noon if noon > self.now else noon + timedelta(days=1)
        presets = [{"name": "day_end", "at": MONDAY.replace(hour=18).isoformat()}]
        return {"now": self.now.isoformat(), "next": following.isoformat(), "presets": presets}

    async def answer(self, request):
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        if self.broken:
            return web.Response(text="out of order")
        self.read += request.method == "GET"
        if request.method == "POST":
            await self.slow.wait()
            given = await request.json()
            self.asked.append((given["to"], given["zone"]))
            self.now = datetime.fromisoformat(given["to"])
            if self.now.hour == 12:
                web_api = AsyncWebClient(token=self.slack.bot_token, base_url=self.slack.api_url)
                await web_api.chat_postMessage(channel="C01SUPPORT", text="Noon")
        return web.json_response(self.told())


@contextlib.asynccontextmanager
async def serving(app):
    site = web.Application()
    site.router.add_route("*", "/clock", app.answer)
    runner = web.AppRunner(site)
    await runner.setup()
    door = web.TCPSite(runner, "127.0.0.1", 0)
    await door.start()
    port = runner.addresses[0][1]
    clock = AppClock(f"http://127.0.0.1:{port}/clock", TOKEN)
    async with running({"now": MONDAY.isoformat()}, app_clock=clock) as slack:
        app.slack = slack
        yield slack
    await runner.cleanup()


async def test_a_move_stops_where_the_app_has_something_to_do_and_dates_it_then():
    app = App()
    async with serving(app) as slack:
        wednesday = (MONDAY + timedelta(days=2)).isoformat()
        await slack.client.move_clock("emma", wednesday)
        assert app.asked == [
            ("2026-11-16T12:00:00+00:00", "Europe/London"),
            ("2026-11-17T12:00:00+00:00", "Europe/London"),
            (wednesday, "Europe/London"),
        ]
        said = await slack.client.messages("emma", "C01SUPPORT")
        at = [datetime.fromtimestamp(float(one["ts"]), UTC) for one in said]
        assert [f"{one:%d %H:%M}" for one in at] == ["16 12:00", "17 12:00"]
        mine = (await slack.client.say("emma", "C01SUPPORT", "hello"))["message"]
        assert datetime.fromtimestamp(float(mine["ts"]), UTC).date() == wednesday_date()


def wednesday_date():
    return (MONDAY + timedelta(days=2)).date()


async def test_it_is_read_with_presets_and_moved_to_one():
    app = App()
    async with serving(app) as slack:
        told = await slack.client.get("clock", user="wangfang")
        assert told["now"] == MONDAY.isoformat()
        assert [one["name"] for one in told["presets"]] == ["day_end"]
        assert told["moving"] is False
        moved = await slack.client.move_clock("wangfang", "day_end")
        assert moved["now"] == "2026-11-16T18:00:00+00:00"
        assert app.asked[-1][1] == "Asia/Shanghai"


async def test_only_one_move_at_a_time():
    app = App()
    async with serving(app) as slack:
        app.slow.clear()
        first = asyncio.create_task(slack.client.move_clock("emma", "day_end"))
        while not slack.workspace.moving:  # noqa: ASYNC110  what is waited for is not an event
            await asyncio.sleep(0.01)
        with pytest.raises(ControlError, match="clock_is_moving"):
            await slack.client.move_clock("noah", "day_end")
        app.slow.set()
        await first


async def test_what_cannot_be_done_is_named():
    async with running() as slack:
        with pytest.raises(ControlError, match="no_app_clock"):
            await slack.client.get("clock", user="emma")
    async with serving(App()) as slack:
        with pytest.raises(ControlError, match="no_such_time"):
            await slack.client.move_clock("emma", "tomorrow")
    async with running(app_clock=AppClock("http://127.0.0.1:9/clock", TOKEN)) as slack:
        with pytest.raises(ControlError, match="clock_silent"):
            await slack.client.move_clock("emma", "hour")
        assert slack.workspace.moving is False
