import asyncio
import signal
import sys

import pytest

from bot.workspace.client import Client
from bot.workspace.server import running

PROGRAM = """
from bot.workspace.server import serve
serve(port=0, seed={"app": {"bot_token": "xoxb-own"}}, ready=lambda url: print(url, flush=True))
"""


async def test_it_runs_as_a_process_and_stops_cleanly():
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    url = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
    async with Client(url) as client:
        assert (await client.state())["team"]["name"] == "Local workspace"
    process.send_signal(signal.SIGINT)
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, said) == (0, b"")


async def test_a_port_that_is_taken_is_told_at_once():
    async with running() as slack:
        port = int(slack.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            async with running(port=port):
                pass


async def test_it_listens_on_this_machine_only():
    async with running() as slack:
        assert slack.url.startswith("http://127.0.0.1:")


async def test_timestamps_never_repeat(slack):
    stamps = [slack.workspace.new_ts() for _ in range(5000)]
    assert len(set(stamps)) == 5000
    assert stamps == sorted(stamps)
