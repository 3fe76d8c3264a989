"""A machine whose clock is off: five minutes lose nothing, more is told, replays do nothing."""

import contextlib
import re
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import structlog
from prometheus_client import REGISTRY

from bot.app import Application, build
from bot.cli.serving import compare_clocks
from bot.clock import system_clock
from bot.slack.skew import Skew
from tests.scenarios.office import Office
from tests.security.wire import command, headers

OFF = [timedelta(seconds=-290), timedelta(0), timedelta(seconds=290)]
FAR = [timedelta(minutes=-6), timedelta(minutes=6)]


class Off:
    """A machine's clock that is off by so much."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def __call__(self) -> datetime:
        return system_clock() + self.by


@contextlib.asynccontextmanager
async def machine(desk: Office, by: timedelta) -> AsyncIterator[tuple[Application, Off]]:
    """Yield a bot on the same database that has just begun, on a machine whose clock is off."""
    clock = Off(by)
    bot = build(desk.bot.deps.settings, desk.clock, machine=clock)
    yield bot, clock
    await bot.deps.background.drain()
    await bot.deps.database.close()


async def send(bot: Application, body: bytes, sent: object) -> httpx.Response:
    transport = httpx.ASGITransport(app=bot.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return await client.post("/slack/events", content=body, headers=sent)


async def ready(bot: Application) -> httpx.Response:
    transport = httpx.ASGITransport(app=bot.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return await client.get("/readyz")


@pytest.mark.parametrize("by", OFF, ids=str)
async def test_what_slack_signs_now_is_handled_once_whatever_the_clock_says(
    desk: Office, by: timedelta
) -> None:
    async with machine(desk, by) as (bot, _):
        await compare_clocks(bot)
        body = command("today")
        sent = headers(desk.slack.signing_secret, body)
        assert "median" in (await send(bot, body, sent)).text
        assert (await send(bot, body, sent)).text == ""
        assert (await ready(bot)).text == "ok"


@pytest.mark.parametrize("by", OFF, ids=str)
async def test_what_the_process_before_handled_is_not_handled_again(
    desk: Office, by: timedelta
) -> None:
    body = command("today")
    stamp = str(int(time.time()) - 5)
    sent = headers(desk.slack.signing_secret, body, stamp=stamp)
    async with machine(desk, by) as (before, _):
        before.door.compared(by + timedelta(seconds=10))
        assert "median" in (await send(before, body, sent)).text
    async with machine(desk, by) as (after, _):
        await compare_clocks(after)
        assert (await send(after, body, sent)).text == ""


@pytest.mark.parametrize("by", FAR, ids=str)
async def test_more_than_five_minutes_are_told(desk: Office, by: timedelta) -> None:
    async with machine(desk, by) as (bot, clock):
        with structlog.testing.capture_logs() as said:
            for _ in range(3):
                body = command("today")
                answer = await send(bot, body, headers(desk.slack.signing_secret, body))
                assert answer.status_code == 401
        told = [one for one in said if one["event"] == "this machine's clock is not Slack's"]
        assert [one["seconds_ahead"] for one in told] == [pytest.approx(by.total_seconds(), abs=3)]
        red = await ready(bot)
        assert red.status_code == 503
        side = "ahead of" if by > timedelta(0) else "behind"
        assert re.search(rf"is (359|360|361) seconds {side} Slack's", red.text)
        clock.by = timedelta(0)
        body = command("today")
        await send(bot, body, headers(desk.slack.signing_secret, body))
        assert (await ready(bot)).text == "ok"


async def test_nobody_without_the_secret_can_make_it_red(desk: Office) -> None:
    async with machine(desk, timedelta(0)) as (bot, _):
        old = str(int(time.time()) - 4_000)
        body = command("today")
        assert (await send(bot, body, headers("another", body, stamp=old))).status_code == 401
        assert (await ready(bot)).text == "ok"


async def test_an_old_recording_does_not_make_it_red_where_slack_was_asked(desk: Office) -> None:
    async with machine(desk, timedelta(0)) as (bot, _):
        await compare_clocks(bot)
        old = str(int(time.time()) - 4_000)
        body = command("today")
        sent = headers(desk.slack.signing_secret, body, stamp=old)
        assert (await send(bot, body, sent)).status_code == 401
        assert bot.skew.doubted.is_set()
        assert (await ready(bot)).text == "ok"


async def test_slacks_own_answers_tell_of_it(desk: Office) -> None:
    async with machine(desk, timedelta(minutes=6)) as (bot, clock):
        await compare_clocks(bot)
        assert (await ready(bot)).status_code == 503
        told = REGISTRY.get_sample_value("frt_clock_ahead_seconds")
        assert told == pytest.approx(360, abs=3)
        clock.by = timedelta(0)
        await compare_clocks(bot)
        assert (await ready(bot)).text == "ok"


def test_over_a_websocket_it_is_a_warning_once_a_minute() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    skew = Skew(lambda: now)
    with structlog.testing.capture_logs() as said:
        for _ in range(4):
            skew.measured(now + timedelta(hours=1))
            now += timedelta(seconds=30)
    assert [(one["log_level"], one["seconds_ahead"]) for one in said] == [("warning", -3600)] * 2


async def test_what_is_signed_between_the_start_and_the_comparison_is_handled(desk: Office) -> None:
    async with machine(desk, timedelta(seconds=280)) as (bot, clock):
        clock.by += timedelta(seconds=10)
        body = command("today")
        sent = headers(desk.slack.signing_secret, body, stamp=str(int(time.time()) - 3))
        await compare_clocks(bot)
        assert "median" in (await send(bot, body, sent)).text
