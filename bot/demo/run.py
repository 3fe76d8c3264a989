"""Running the demo: fill or take up its folder, start both processes, stay until told to stop."""

import asyncio
import contextlib
import json
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Protocol

from bot.db import Database, migrate
from bot.demo.folder import Folder, Reason, Story, taken
from bot.demo.processes import HOST, READY_SECONDS, Process, free_port, started
from bot.demo.tour import tour
from bot.services.delivery import caught_up
from bot.services.sample_teams import add_sample_teams
from bot.sources.sample_desks import global_support, support_china

_BOTH_WORK_AT = wall_time(9, 40, tzinfo=UTC)


class Tell(Protocol):
    """Says a sentence of the catalogue to whoever started the demo."""

    def __call__(self, key: str, **params: object) -> None:
        """Say it."""


def demo_now(now: datetime) -> datetime:
    """Return `now` while both sample teams work, else the last time that they both did.

    So that the figures of today are worth a look at midnight and on Sundays too.
    """
    desks = (global_support(), support_china())
    for back in range(30):
        day = now.date() - timedelta(days=back)
        at = datetime.combine(day, _BOTH_WORK_AT)
        if at <= now and all(desk.clock.is_working_day(day) for desk in desks):
            return max(at, now) if now < at + timedelta(minutes=20) else at
    return now


def run(path: Path, port: int, tell: Tell, *, now: datetime, reset: bool = False) -> None:
    """Take the demo in a folder up where it stopped, or fill it; stay until Ctrl-C or SIGTERM.

    With `reset`, and when what the folder holds cannot be taken up, the demo starts anew at `now`.
    A port that is taken is exchanged for the next free one. Raises BotError when another demo has
    the folder, or a process does not come up; its output is in the folder.
    """
    with _until_stopped(), taken(path) as folder, ExitStack() as stack:
        began = time.monotonic()
        own_port = free_port(port)
        if own_port != port:
            tell("demo.port_taken", port=port, other=own_port)
        kept: Story | Reason = "asked" if reset else folder.story()
        story = kept if isinstance(kept, Story) else Story(demo_now(now), demo_now(now))
        if isinstance(kept, Story):
            tell("demo.resuming", folder=path)
        else:
            tell(f"demo.starting.{kept}", folder=path)
            folder.clear()
        running = _start(stack, folder, story, own_port, fresh=kept is not story)
        url = f"http://{HOST}:{own_port}/"
        tell("demo.ready", url=url, seconds=f"{time.monotonic() - began:.0f}")
        while True:
            for process in running:
                process.check()
            time.sleep(0.5)


def _start(
    stack: ExitStack, folder: Folder, story: Story, port: int, *, fresh: bool
) -> list[Process]:
    secret = {name: secrets.token_hex(12) for name in ("bot", "app", "signing", "clock")}
    bot_port = free_port(port + 1)
    clock = {"--app-clock": f"http://{HOST}:{bot_port}/clock", "--app-clock-token": secret["clock"]}
    words = [*_workspace_words(folder, port, secret), *_pairs(clock)]
    seed = {"tour": tour(), "now": story.now.isoformat()}
    (folder.path / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
    workspace = stack.enter_context(started(folder.path, "workspace", words))
    if fresh:
        fill(folder, story)
    asyncio.run(workspace.until_answers(f"http://{HOST}:{port}/"))
    settings = {
        "FRT_DATABASE_URL": folder.database_url,
        "FRT_SLACK_API_URL": f"http://{HOST}:{port}/api/",
        "FRT_SLACK_BOT_TOKEN": f"xoxb-{secret['bot']}",
        "FRT_SLACK_APP_TOKEN": f"xapp-{secret['app']}",
        "FRT_PORT": str(bot_port),
        "FRT_CLOCK": f"movable:{story.now.isoformat()}",
        "FRT_CLOCK_TOKEN": secret["clock"],
        "FRT_SAMPLE_SINCE": story.began.isoformat(),
    }
    bot = stack.enter_context(started(folder.path, "bot", ["run"], settings))
    asyncio.run(bot.until_answers(f"http://{HOST}:{bot_port}/readyz"))
    asyncio.run(_until_caught_up(folder.database_url))
    folder.begin(story)
    return [workspace, bot]


def _workspace_words(folder: Folder, port: int, secret: dict[str, str]) -> list[str]:
    options = {
        "--bot-token": f"xoxb-{secret['bot']}",
        "--app-token": f"xapp-{secret['app']}",
        "--signing-secret": secret["signing"],
        "--port": str(port),
        "--seed": str(folder.path / "seed.json"),
        "--state": str(folder.state_file),
    }
    return ["workspace", *_pairs(options)]


def _pairs(options: dict[str, str]) -> list[str]:
    return [word for pair in options.items() for word in pair]


def fill(folder: Folder, story: Story) -> None:
    """Make a new database with the sample teams in the folder."""
    url = folder.database_url
    migrate(url)

    async def add() -> None:
        database = Database(url)
        try:
            await add_sample_teams(database, url, folder.path, story.now)
        finally:
            await database.close()

    asyncio.run(add())


async def _until_caught_up(database_url: str) -> None:
    """Wait for the posts that the demo opens with: making them keeps the bot busy."""
    database = Database(database_url)
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and not await caught_up(database):  # noqa: ASYNC110  another process
        await asyncio.sleep(0.2)
    await database.close()


@contextmanager
def _until_stopped() -> Iterator[None]:
    """End the block quietly at Ctrl-C, SIGTERM, or when the terminal is closed."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        yield
