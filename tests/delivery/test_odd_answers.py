"""Answers that nobody can make sense of: the post is looked for, nothing is taken for granted."""

import asyncio
import contextlib
import resource
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from bot.slack.client import Slack
from bot.slack.failures import PostFailed
from tests.delivery.floor import Floor

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
ODD = {
    "ok is a word": b'{"ok": "false"}',
    "ok is a number": b'{"ok": 1, "ts": "1.1"}',
    "no ts": b'{"ok": true}',
    "ts is a number": b'{"ok": true, "ts": 1.5}',
    "a list": b"[1]",
    "a number": b"7",
    "nothing": b"",
    "not UTF-8": b'{"ok": true, "ts": "\xff"}',
    "deep": b'{"ok": true, "ts": ' + b"[" * 100_000,
}


@contextlib.asynccontextmanager
async def answering(write: Callable[[asyncio.StreamWriter], object]) -> AsyncIterator[str]:
    """Run a server that answers everything with the same bytes; yield its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(HEAD)
            write(writer)
            await writer.drain()
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"


@pytest.mark.parametrize("name", ODD)
async def test_an_odd_answer_is_not_taken_for_posted(name: str) -> None:
    async with answering(lambda writer: writer.write(ODD[name])) as url:
        with pytest.raises(PostFailed) as caught:
            await Slack("xoxb-not-a-token", url).post("C1", {"text": "x"})
        assert caught.value.outcome == "unsure"


async def test_how_long_slack_wants_to_be_left_alone_is_read_beside_any_body() -> None:
    head = HEAD.replace(b"200 OK", b"429 Too Many Requests\r\nRetry-After: 120")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + b"<html>")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"
        with pytest.raises(PostFailed) as caught:
            await Slack("xoxb-not-a-token", url).post("C1", {"text": "x"})
    assert (caught.value.outcome, caught.value.wait) == ("planned", timedelta(seconds=120))


async def test_calls_are_counted_by_how_they_ended(floor: Floor) -> None:
    slack = floor.office.bot.deps.slack

    def counted(outcome: str) -> float:
        labels = {"method": "chat.postMessage", "outcome": outcome}
        return REGISTRY.get_sample_value("frt_slack_calls_total", labels) or 0

    before = {outcome: counted(outcome) for outcome in ("ok", "is_archived", "http_503")}
    await slack.post("C01SUPPORT", {"text": "x"})
    for kind, options in (("error", {"code": "is_archived"}), ("server_error", {})):
        await floor.fault(kind, **options)
        with pytest.raises(PostFailed):
            await slack.post("C01SUPPORT", {"text": "x"})
    assert {outcome: counted(outcome) - count for outcome, count in before.items()} == {
        "ok": 1,
        "is_archived": 1,
        "http_503": 1,
    }


async def test_an_answer_without_end_is_cut_off_before_it_fills_the_memory() -> None:
    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEAD + b'{"ok": true, "ts": "')
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(b"1" * (1 << 20))
                await writer.drain()

    server = await asyncio.start_server(pour, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        slack = Slack("xoxb-not-a-token", f"http://127.0.0.1:{port}/api/")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(PostFailed) as caught:
            await slack.post("C1", {"text": "x"})
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (caught.value.outcome, caught.value.reason) == ("unsure", "ClientPayloadError")
    assert grown < 100_000


@pytest.mark.parametrize("kind", ["rate_limited", "redirect"])
async def test_what_was_done_before_slack_said_no_is_found_and_not_sent_again(
    floor: Floor, kind: str
) -> None:
    await floor.fault(kind, channel="support-global", done=True)
    await floor.monday()
    assert (await floor.stands())[0] in {"planned", "unsure"}
    for seconds in (5, 60, 60):
        await floor.after(seconds=seconds)
    assert await floor.stands() == ("posted", None)
    assert await floor.calls() == 1


async def test_a_redirect_is_not_followed(floor: Floor) -> None:
    await floor.fault("redirect", channel="support-global")
    await floor.monday()
    assert await floor.stands() == ("unsure", "Redirected")
    assert await floor.calls() == 1
