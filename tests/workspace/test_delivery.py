import asyncio
import contextlib

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from bot.workspace.client import ControlError
from bot.workspace.limits import EVENT_RETRY_SECONDS
from bot.workspace.server import running
from bot.workspace.state import Timings
from tests.workspace.bolt_app import by_socket, make_app
from tests.workspace.plain_app import EVERYTHING, acknowledge, inbox, socket_to

ROOM = "support-global"


@pytest.fixture
async def slack():
    timings = Timings(event_retries=(0.0, 0.05, 0.1))
    async with running(EVERYTHING, timings=timings) as workspace:
        yield workspace


async def posted(slack, count: int) -> list[dict]:
    """Return what was sent to the app once it was so often."""

    async def read():
        sent = [one for one in await slack.client.log() if one["direction"] == "to_app"]
        return sent if len(sent) >= count else None

    return await slack.client.wait_for(read)


def test_events_are_tried_again_at_once_after_a_minute_and_after_five():
    assert EVENT_RETRY_SECONDS == (0, 60, 300)
    assert Timings().event_retries == EVENT_RETRY_SECONDS


async def test_a_refused_event_is_sent_four_times_with_the_number_and_the_reason():
    async with inbox() as (slack, app):
        app.answers = [web.Response(status=500) for _ in range(4)]
        await slack.client.say("emma", ROOM, "hello")
        await posted(slack, 4)
        await asyncio.sleep(0.15)
        retries = [
            (one.get("X-Slack-Retry-Num"), one.get("X-Slack-Retry-Reason")) for one in app.headers
        ]
        assert retries == [(None, None), *((str(number), "http_error") for number in (1, 2, 3))]
        assert len({one["event_id"] for one in app.requests}) == 1


async def test_an_event_that_is_taken_at_last_is_not_sent_again():
    async with inbox() as (slack, app):
        app.answers = [web.Response(status=503), web.Response(status=201)]
        await slack.client.say("emma", ROOM, "hello")
        await posted(slack, 2)
        await asyncio.sleep(0.2)
        assert len(app.requests) == 2


async def test_an_app_may_refuse_to_be_asked_again():
    async with inbox() as (slack, app):
        app.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
        await slack.client.say("emma", ROOM, "hello")
        await posted(slack, 1)
        await asyncio.sleep(0.2)
        assert len(app.requests) == 1


@pytest.mark.parametrize(
    ("fault", "reason"), [("drop_reply", "http_timeout"), ("drop_request", "connection_failed")]
)
async def test_the_reason_says_how_it_failed(fault, reason):
    async with inbox() as (slack, app):
        await slack.client.fault("to_app", fault)
        await slack.client.say("emma", ROOM, "hello")
        first, second = await posted(slack, 2)
        assert (first["fault"]["kind"], second["fault"]) == (fault, None)
        assert app.headers[-1]["X-Slack-Retry-Reason"] == reason
        assert len(app.requests) == (2 if fault == "drop_reply" else 1)


async def test_redirects_without_end_and_dead_ports_have_their_reasons():
    async with inbox() as (slack, app):
        url = slack.courier.http.request_url
        for address, reason in (
            (url.replace("/slack", "/moved"), "too_many_redirects"),
            ("http://127.0.0.1:9/", "connection_failed"),
        ):
            slack.courier.http.request_url = address
            await slack.client.say("emma", ROOM, "hello")
            sent = await posted(slack, 4)
            assert sent[-1]["request"]["retry_reason"] == reason
            slack.workspace.journal.traffic.clear()
        assert app.requests == []


async def test_commands_and_clicks_are_never_sent_again():
    async with inbox() as (slack, app):
        app.answers = [web.Response(status=500)]
        answer = await slack.client.command("emma", ROOM, "/demo x")
        assert answer["ack"]["code"] == 500
        await asyncio.sleep(0.2)
        assert [one["command"] for one in app.requests] == ["/demo"]


async def test_by_socket_an_unacknowledged_event_is_sent_again(slack):
    slack.workspace.timings.ack = 0.1
    async with socket_to(slack) as (socket, _):
        await slack.client.say("emma", ROOM, "hello")
        first = await socket.receive_json(timeout=2)
        assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
        second = await acknowledge(socket)
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert second["payload"] == first["payload"]
        assert second["envelope_id"] != first["envelope_id"]
        with pytest.raises(TimeoutError):
            await socket.receive_json(timeout=0.3)


async def test_an_event_whose_connection_drops_goes_to_another(slack):
    async with socket_to(slack) as (first, _), socket_to(slack) as (second, _):
        await slack.client.say("emma", ROOM, "hello")
        getting = {asyncio.create_task(one.receive_json()): one for one in (first, second)}
        [got], [other] = await asyncio.wait(getting, return_when=asyncio.FIRST_COMPLETED)
        await getting[got].close()
        assert (await asyncio.wait_for(other, 2))["retry_attempt"] == 1
        assert (await other)["payload"] == (await got)["payload"]


async def test_a_command_whose_connection_drops_fails_before_the_sender(slack):
    async with socket_to(slack) as (socket, _):
        typed = asyncio.create_task(slack.client.command("emma", ROOM, "/demo x"))
        await socket.receive_json(timeout=2)
        await slack.client.drop_sockets()
        assert (await typed)["ack"]["status"] == "timeout"
        [shown] = await slack.client.messages("emma", ROOM)
        assert shown["text"] == "/demo failed because the app did not respond."
        assert (await socket.receive()).type in {aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSE}
        assert socket.close_code == 1006


async def test_the_app_is_warned_before_its_connection_is_refreshed(slack):
    timings = slack.workspace.timings
    timings.socket, timings.socket_warning = 0.4, 0.2
    async with socket_to(slack) as (socket, _):
        for reason in ("warning", "refresh_requested"):
            told = await socket.receive_json(timeout=2)
            assert (told["type"], told["reason"]) == ("disconnect", reason)
            assert "host" in told["debug_info"]
        assert (await socket.receive(timeout=2)).type == aiohttp.WSMsgType.CLOSE


async def test_hello_tells_how_long_and_debugging_shortens_it(slack):
    async with socket_to(slack) as (_, hello):
        assert hello["connection_info"] == {"app_id": slack.workspace.app.id}
        assert hello["num_connections"] == 1
        assert hello["debug_info"]["approximate_connection_time"] == 18060
    async with socket_to(slack, "&debug_reconnects=true") as (_, hello):
        assert hello["debug_info"]["approximate_connection_time"] == 360


async def test_ten_connections_are_held_and_the_eleventh_is_told_so(slack):
    async with contextlib.AsyncExitStack() as stack:
        for number in range(1, 11):
            _, hello = await stack.enter_async_context(socket_to(slack))
            assert hello["num_connections"] == number
        async with socket_to(slack) as (_, told):
            assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
        assert (await slack.client.state())["connections"] == 10


async def test_a_connection_ends_with_any_reason(slack):
    async with socket_to(slack) as (socket, _):
        await slack.client.drop_sockets("warning")
        assert (await socket.receive_json(timeout=2))["reason"] == "warning"
        assert await slack.client.drop_sockets("link_disabled") == {"ok": True, "dropped": 1}
        assert (await socket.receive_json(timeout=2))["reason"] == "link_disabled"
        assert (await socket.receive(timeout=2)).type == aiohttp.WSMsgType.CLOSE
        with pytest.raises(ControlError, match="invalid_arguments"):
            await slack.client.drop_sockets("boredom")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_the_sdk_comes_back_after_a_disconnect(reason):
    async with by_socket() as (slack, app):
        before = (await slack.client.state())["seq"]
        await slack.client.drop_sockets(reason)
        await slack.client.get("wait", after=before, timeout=5)
        await slack.client.wait_for_connections(1)
        await asyncio.sleep(0.2)
        await slack.client.command("emma", ROOM, "/demo back")
        assert app.seen[-1]["text"] == "back"


async def test_the_sdk_comes_back_after_its_connection_was_cut():
    async with running(EVERYTHING) as slack:
        app = make_app(slack)
        handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.2)
        await handler.connect_async()
        try:
            await slack.client.wait_for_connections(1)
            await slack.client.drop_sockets()

            async def answered():
                ack = (await slack.client.command("emma", ROOM, "/demo back"))["ack"]
                return ack["status"] == "ok"

            assert await slack.client.wait_for(answered, 10)
        finally:
            await handler.close_async()


async def test_anything_can_be_delivered_again():
    async with by_socket() as (slack, app):
        await slack.client.command("emma", ROOM, "/demo x")
        shown = await slack.client.wait_for_message("emma", ROOM)
        await slack.client.click("emma", "press", on=shown)
        await slack.client.say("emma", ROOM, "hello")
        sent = await posted(slack, 3)
        for one in sent:
            before = len(app.seen)
            answer = await slack.client.redeliver(one["seq"])
            assert answer["ack"]["status"] == "ok"
            assert app.seen[before] == app.seen[sent.index(one)]
        assert (await posted(slack, 6))[-1]["request"]["retry"] == 1
        with pytest.raises(ControlError, match="no_such_traffic"):
            await slack.client.redeliver(10**6)


async def test_delay_late_and_lost_on_the_way_to_the_app():
    async with inbox() as (slack, app):
        slack.workspace.timings.ack = 0.3
        for kind, options, status, requests in (
            ("delay", {"seconds": 0.1}, "ok", 1),
            ("late", {"seconds": 0.1}, "ok", 2),
            ("late", {"seconds": 9}, "timeout", 3),
            ("drop_reply", {}, "timeout", 4),
            ("drop_request", {}, "unreachable", 4),
        ):
            await slack.client.fault("to_app", kind, channel=ROOM, **options)
            await slack.client.command("emma", "general", "/demo elsewhere")
            answer = await slack.client.command("emma", ROOM, "/demo x")
            assert answer["ack"]["status"] == status
            assert len([one for one in app.requests if one["text"] == "x"]) == requests


async def test_what_happens_to_a_channel_and_to_the_app_is_told():
    async with inbox() as (slack, app):
        await slack.client.rename("general", "lounge")
        await slack.client.archive("lounge")
        await slack.client.unarchive("lounge")
        await slack.client.leave("noah", ROOM)
        await slack.client.remove_bot(ROOM)
        await slack.client.revoke_token(uninstall=True)
        await posted(slack, 7)
        told = {one["event"]["type"]: one["event"] for one in app.requests}
        assert told["channel_rename"]["channel"]["name"] == "lounge"
        assert told["channel_archive"]["channel"] == "C01GENERAL"
        assert told["channel_archive"]["user"].startswith("U")
        assert told["channel_unarchive"]["channel"] == "C01GENERAL"
        assert told["member_left_channel"]["user"] == "U01NOAH"
        assert told["channel_left"]["channel"] == "C01SUPPORT"
        assert told["tokens_revoked"]["tokens"] == {"oauth": [], "bot": ["U01FRTBOT"]}
        assert "app_uninstalled" in told
