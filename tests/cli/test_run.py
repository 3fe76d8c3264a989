"""`frt run` and `frt workspace` as processes."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.manifest import NEEDED, SCOPES
from bot.workspace.server import running
from tests.cli.conftest import Frt, clean_environment

Ended = Callable[[], tuple[int, str]]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@asynccontextmanager
async def process(
    folder: Path, *words: str, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=folder,
        env=clean_environment(**settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()
        started._transport.close()


async def answers(url: str) -> str:
    async with httpx.AsyncClient(timeout=60) as client:
        for _ in range(1_200):
            try:
                return (await client.get(url)).text
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    raise AssertionError(url)


async def ready(port: int) -> None:
    """Return when it is: it answers as soon as it listens, and is connected to Slack later."""
    for _ in range(600):
        said = await answers(f"http://127.0.0.1:{port}/readyz")
        if said == "ok":
            return
        await asyncio.sleep(0.1)
    raise AssertionError(said)


@pytest.mark.usefixtures("no_tables")
async def test_run_migrates_serves_and_drains_when_told_to_stop(
    frt: Frt, tmp_path: Path, database_url: str
) -> None:
    port = free_port()
    async with running() as slack:
        settings = {
            "FRT_SLACK_API_URL": slack.api_url,
            "FRT_SLACK_BOT_TOKEN": slack.bot_token,
            "FRT_SLACK_APP_TOKEN": slack.app_token,
            "FRT_DATABASE_URL": database_url,
            "FRT_PORT": str(port),
        }
        async with process(tmp_path, "run", **settings) as bot:
            assert await answers(f"http://127.0.0.1:{port}/healthz") == "ok"
            await ready(port)
            other = {"FRT_DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3"}
            second = await frt("run", **{**settings, **other})
            assert second.code == 1
            assert f"cannot listen on 127.0.0.1:{port}" in second.err.splitlines()[-1]
            bot.send_signal(signal.SIGTERM)
            said, _ = await asyncio.wait_for(bot.communicate(), 60)
            assert bot.returncode == 0
    assert database_url in said.decode().splitlines()[0]
    assert (await frt("db", "check")).code == 0


async def test_a_token_that_slack_refuses_is_one_line(frt: Frt) -> None:
    async with running() as slack:
        ended = await frt(
            "run",
            FRT_SLACK_API_URL=slack.api_url,
            FRT_SLACK_BOT_TOKEN=slack.bot_token,
            FRT_SLACK_APP_TOKEN="xapp-wrong",  # noqa: S106
            FRT_PORT="0",
        )
    assert ended.code == 1
    assert ended.err.splitlines()[-1].startswith("Slack refuses the bot: invalid_auth.")
    assert "Traceback" not in ended.err


async def test_the_workspace_takes_the_tokens_it_is_given(tmp_path: Path) -> None:
    port = free_port()
    words = (
        *("workspace", "--app-token", "xapp-1", "--bot-token", "xoxb-1"),
        *("--signing-secret", "s", "--port", str(port)),
    )
    async with process(tmp_path, *words) as workspace:
        await answers(f"http://127.0.0.1:{port}/")
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}/api/", timeout=60
        ) as client:
            for token, accepted in (("xoxb-1", True), ("xoxb-2", False)):
                headers = {"Authorization": f"Bearer {token}"}
                told = (await client.post("auth.test", headers=headers)).json()
                assert told["ok"] is accepted
        workspace.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(workspace.wait(), 60) == 0


async def test_the_workspace_installs_the_bots_own_manifest_or_the_one_it_is_given(
    tmp_path: Path,
) -> None:
    other = tmp_path / "tea.json"
    scopes = {"scopes": {"bot": ["commands", "chat:write"]}}
    other.write_text(json.dumps({"display_information": {"name": "tea"}, "oauth_config": scopes}))
    granted = {
        (): ",".join(SCOPES),
        ("--no-optional-scopes",): ",".join(NEEDED),
        ("--manifest", str(other)): "commands,chat:write",
    }
    for more, expected in granted.items():
        port = free_port()
        words = (
            *("workspace", "--app-token", "xapp-1", "--bot-token", "xoxb-1"),
            *("--signing-secret", "s", "--port", str(port), *more),
        )
        async with process(tmp_path, *words), httpx.AsyncClient(timeout=60) as client:
            await answers(f"http://127.0.0.1:{port}/")
            headers = {"Authorization": "Bearer xoxb-1"}
            told = await client.post(f"http://127.0.0.1:{port}/api/auth.test", headers=headers)
            assert told.headers["x-oauth-scopes"] == expected
