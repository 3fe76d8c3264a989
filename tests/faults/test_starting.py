"""A start without Slack, a bot that hears nothing any more, and how fast each of them ends."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.answers.hearing import Hearing
from tests.faults.plant import Worker, plant, until
from tests.faults.wire import wire_to_port

ENDS_WITHIN = 10.0


@contextlib.asynccontextmanager
async def silent() -> AsyncIterator[str]:
    """Run a server that takes connections and says nothing; yield its address."""
    held: list[asyncio.StreamWriter] = []

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/api/"
        for one in held:
            one.transport.abort()


async def _asked(worker: Worker, path: str) -> httpx.Response:
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.get(f"http://127.0.0.1:{worker.port}{path}")


async def _alive(worker: Worker) -> None:
    async def answers() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return (await _asked(worker, "/healthz")).is_success
        return False

    await until(answers, worker.said)


async def _not_ready(worker: Worker) -> str:
    """Return why the bot is not ready, once it says so."""
    found: list[str] = []

    async def says() -> bool:
        answer = await _asked(worker, "/readyz")
        found.append(answer.text)
        return answer.status_code == 503 and ": " in answer.text

    await until(says, worker.said)
    return found[-1]


async def _ends(worker: Worker) -> None:
    began = time.monotonic()
    worker.send(signal.SIGTERM)
    assert await worker.ended() == 0, worker.said()
    assert time.monotonic() - began < ENDS_WITHIN, worker.said()


@pytest.mark.parametrize("slack", ["nobody listens", "nobody answers"])
async def test_a_start_without_slack_is_alive_not_ready_and_can_be_ended(
    sqlite_url: str, tmp_path: Path, slack: str
) -> None:
    async with plant(sqlite_url, tmp_path) as here, silent() as black_hole:
        url = black_hole if slack == "nobody answers" else "http://127.0.0.1:9/api/"
        worker = await here.start(FRT_SLACK_API_URL=url, FAULT_TIMEOUT="1")
        await _alive(worker)
        assert (await _not_ready(worker)).startswith("no connection to Slack for ")
        await asyncio.sleep(2.5)
        await _ends(worker)
        assert worker.said().count("no connection to Slack") == 1, worker.said()
        assert "Traceback" not in worker.said()


async def test_sigterm_is_heard_while_slack_has_not_answered_yet(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with plant(sqlite_url, tmp_path) as here, silent() as black_hole:
        worker = await here.start(FRT_SLACK_API_URL=black_hole)
        await _alive(worker)
        await _ends(worker)


@pytest.mark.parametrize(
    ("kind", "options"),
    [("html", {}), ("server_error", {}), ("error", {"code": "internal_error"})],
)
async def test_a_start_while_slack_is_down_works_once_it_is_back(
    sqlite_url: str, tmp_path: Path, kind: str, options: dict[str, str]
) -> None:
    async with plant(sqlite_url, tmp_path) as here:
        await here.slack.client.fault("*", kind, times=0, **options)
        worker = await here.start()
        await _alive(worker)
        await _not_ready(worker)
        await here.slack.client.clear_faults()
        await worker.ready()
        await here.settled()
        assert len(await here.reports()) == 1
        assert "Traceback" not in worker.said()


async def test_over_http_a_bot_is_not_ready_before_slack_has_let_it_in() -> None:
    hearing = Hearing()
    hearing.starting()
    assert "not asked yet" in (await hearing.problem() or "")
    hearing.reached()
    assert await hearing.problem() is None


async def test_a_bot_that_hears_nothing_is_not_ready(sqlite_url: str, tmp_path: Path) -> None:
    async with plant(sqlite_url, tmp_path) as here:
        worker = await here.start()
        await worker.ready()
        heard = (await _asked(worker, "/metrics")).text
        assert "frt_socket_connections 2.0" in heard
        assert "frt_socket_last_hello_timestamp_seconds" in heard
        refused = await here.slack.client.refuse_sockets()
        await here.slack.client.drop_sockets()
        assert "internal_error" in await _not_ready(worker)
        assert "frt_socket_connections 0.0" in (await _asked(worker, "/metrics")).text
        await here.slack.client.clear_faults(refused["id"])
        await worker.ready()


async def test_a_bot_whose_connections_are_silent_is_not_ready(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with (
        plant(sqlite_url, tmp_path) as here,
        wire_to_port(int(here.slack.url.rpartition(":")[2])) as (wire, near),
    ):
        here.slack.workspace.base_url = f"http://127.0.0.1:{near}"
        worker = await here.start()
        await worker.ready()
        wire.open.clear()

        async def hears_nothing() -> bool:
            answer = await _asked(worker, "/readyz")
            return answer.status_code == 503 and "no connection to Slack" in answer.text

        await until(hears_nothing, worker.said)
        wire.open.set()
        await worker.ready()


async def test_a_refused_token_ends_the_start_with_a_sentence(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with plant(sqlite_url, tmp_path) as here:
        worker = await here.start(FRT_SLACK_BOT_TOKEN="xoxb-wrong")  # noqa: S106
        assert await worker.ended() == 1
        assert "invalid_auth" in worker.said()
        assert "Traceback" not in worker.said()


async def test_a_post_that_slack_is_silent_about_does_not_hold_up_the_end(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with plant(sqlite_url, tmp_path) as here:
        await here.slack.client.fault("chat.postMessage", "late", seconds=30)
        worker = await here.start()

        async def stands() -> bool:
            return bool(await here.reports())

        await until(stands, here.diary)
        await _ends(worker)
        await here.start()
        (row,) = await here.settled()
        assert row.status == "posted", here.diary()
        assert len(await here.reports()) == 1
