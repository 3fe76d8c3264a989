"""`frt workspace --reload` and `frt workspace trigger`, as processes."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.workspace.client import Client
from bot.workspace.server import running
from bot.workspace.triggers import read_fixture
from tests.cli.conftest import Frt, clean_environment
from tests.cli.test_run import answers, free_port
from tests.workspace.bolt_app import by_socket

MANIFEST = {
    "display_information": {"name": "Hello"},
    "features": {
        "bot_user": {"display_name": "hello"},
        "slash_commands": [{"command": "/hello", "description": "Greets you"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {"socket_mode_enabled": True},
}
PROGRAM = """
import asyncio, os
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

async def main():
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)

    @app.command("/hello")
    async def hello(ack, say):
        await ack()
        await say("Hello from the {word} one")

    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()

asyncio.run(main())
"""
TOKENS = ("--app-token", "xapp-1", "--bot-token", "xoxb-1", "--signing-secret", "s")


@asynccontextmanager
async def workspace(folder: Path, *words: str) -> AsyncIterator[Path]:
    """Run a workspace that starts an app, and end both with it; give the file of what it prints."""
    printed = folder / "printed.txt"
    with printed.open("wb") as file:
        running_ = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "workspace", *TOKENS, *words),
            cwd=folder,
            env=clean_environment(PYTHONUNBUFFERED="1"),
            stdout=file,
            stderr=file,
        )
    try:
        yield printed
    finally:
        running_.terminate()
        code = await asyncio.wait_for(running_.wait(), 60)
    assert code == 0


async def test_the_app_is_started_anew_and_the_workspace_keeps_what_was_said(
    frt: Frt, tmp_path: Path
) -> None:
    port, program = free_port(), tmp_path / "hello.py"
    program.write_text(PROGRAM.replace("{word}", "first"))
    (tmp_path / "hello.json").write_text(json.dumps(MANIFEST))
    url = f"http://127.0.0.1:{port}"
    words = ("--manifest", "hello.json", "--port", str(port), "--patience", "10")
    beside = ("--run", f"{sys.executable} hello.py", "--reload")
    async with workspace(tmp_path, *words, *beside) as printed:
        await answers(url)
        async with Client(url) as client:

            async def said(text: str) -> None:
                await client.wait_for_message("emma", "C01SUPPORT", lambda one: one["text"] == text)

            await client.wait_for_connections(1)
            told = await frt("workspace", "trigger", "command", "--url", url)
            assert (told.code, told.err) == (0, "")
            assert "Sent: /hello" in told.out
            assert "chat.postMessage ok" in told.out
            await said("Hello from the first one")
            program.write_text(PROGRAM.replace("{word}", "second"))
            for _ in range(200):
                if printed.read_text().count("App started") == 2:
                    break
                await asyncio.sleep(0.1)
            await client.wait_for_connections(1)
            told = await frt("workspace", "trigger", "command", "--url", url)
            assert (told.code, told.err) == (0, "")
            await said("Hello from the second one")
            await said("Hello from the first one")
    text = printed.read_text()
    assert f"{program} changed: the app is started anew; the workspace goes on." in text


async def test_events_are_listed_without_a_name_in_the_language_of_the_shell(frt: Frt) -> None:
    for language, locale in (("en", "C.UTF-8"), ("zh", "zh_CN.UTF-8")):
        listed = await frt("workspace", "trigger", LC_ALL=locale)
        assert listed.code == 0
        lines = [line.split(maxsplit=1) for line in listed.out.splitlines()]
        assert lines == [[name, one[language]] for name, one in read_fixture().items()]


async def test_what_is_sent_and_what_comes_back_is_said(frt: Frt) -> None:
    async with by_socket() as (slack, _):
        told = await frt("workspace", "trigger", "home", "--url", slack.url)
        assert (told.code, told.err) == (0, "")
        assert told.out.startswith("Sent: app_home_opened (opens the app's Home tab)\n")
        assert told.out.endswith("views.publish ok\n")


async def test_an_event_of_ones_own_is_sent_from_a_fixture(frt: Frt, tmp_path: Path) -> None:
    deed = {"deed": "command", "text": "/demo twice"}
    (tmp_path / "own.json").write_text(json.dumps({"twice": {"do": [deed]}}))
    async with by_socket() as (slack, app):
        words = ("workspace", "trigger", "twice", "--fixture", "own.json", "--url", slack.url)
        told = await frt(*words, "--user", "noah", "--channel", "general")
        assert (told.code, told.err) == (0, "")
        assert (app.seen[-1]["text"], app.seen[-1]["user_name"]) == ("twice", "noah")
    missing = await frt("workspace", "trigger", "--fixture", "none.json")
    assert missing.code == 1
    assert "none.json" in missing.err


async def test_what_goes_wrong_ends_with_a_sentence_and_not_with_0(frt: Frt) -> None:
    unknown = await frt("workspace", "trigger", "commmand")
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err.startswith("There is no event commmand. There are: command, click, ")
    nowhere = await frt("workspace", "trigger", "command", "--url", "http://127.0.0.1:9")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert nowhere.err.startswith("No workspace answers at http://127.0.0.1:9.")
    async with running() as slack:
        silent = await frt("workspace", "trigger", "command", "--url", slack.url)
        assert (silent.code, silent.out) == (1, "")
        assert "the app did not take it (unreachable)" in silent.err
        unheard = await frt("workspace", "trigger", "reaction", "--url", slack.url)
        assert (unheard.code, unheard.out) == (1, "")
        assert "has not subscribed to reaction_added" in unheard.err


async def test_options_of_the_app_that_do_not_fit_are_named(frt: Frt, tmp_path: Path) -> None:
    (tmp_path / "hello.json").write_text(json.dumps(MANIFEST))
    other = await frt("workspace", *TOKENS, "--manifest", "hello.json", "--reload")
    assert (other.code, other.err) == (2, "--run is missing.\n")
    folder = await frt("workspace", *TOKENS, "--reload", "--watch", "nowhere")
    assert (folder.code, folder.err) == (2, "There is no folder nowhere.\n")
