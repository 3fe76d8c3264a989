"""Running the demo: fill or take up its folder, start both processes, stay until told to stop."""

import asyncio
import contextlib
import json
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Protocol

from bot.db import Database, migrate
from bot.demo.folder import Folder, Reason, Story, taken
from bot.demo.processes import HOST, READY_SECONDS, Process, any_port, free_port, started
from bot.demo.rooms import channels
from bot.demo.tour import tour
from bot.errors import BotError
from bot.services.deliveries import caught_up
from bot.services.samples import add_sample_teams
from bot.sources.sample_desks import global_support, support_china

_HELPDESK_PORT, _HELPDESK_KEY = 8770, "demo-key"
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


@dataclass(frozen=True, slots=True)
class Wish:
    """Which demo: its folder and port; `reset` starts it anew, `live` has a helpdesk beside it.

    The bot has `patience` times as long as Slack gives it.
    """

    path: Path
    port: int
    reset: bool = False
    patience: int = 1
    live: bool = False


def run(wish: Wish, tell: Tell, *, now: datetime) -> None:
    """Take the demo in a folder up where it stopped, or fill it; stay until Ctrl-C or SIGTERM.

    When what the folder holds cannot be taken up, the demo starts anew at `now`. A port that is
    taken is exchanged for the next free one. Raises BotError when another demo has the folder, or a
    process does not come up; its output is in the folder.
    """
    path, port = wish.path, wish.port
    with _until_stopped(), taken(path) as folder, ExitStack() as stack:
        began = time.monotonic()
        kept: Story | Reason = "asked" if wish.reset else folder.story()
        story = kept if isinstance(kept, Story) else Story(demo_now(now), demo_now(now))
        if isinstance(kept, Story):
            tell("demo.resuming", folder=path)
        else:
            tell(f"demo.starting.{kept}", folder=path)
            folder.clear()
        secret = {name: secrets.token_hex(12) for name in ("bot", "app", "signing", "clock")}
        parts = _Parts(stack, folder, story, secret, bot_port=any_port(), patience=wish.patience)
        workspace, own_port = parts.workspace(port, fresh=not isinstance(kept, Story))
        if own_port != port:
            tell("demo.port_taken", port=port, other=own_port)
        running = [workspace, parts.bot(own_port)]
        if wish.live:
            helpdesk, address = parts.helpdesk()
            running.append(helpdesk)
        folder.begin(story)
        url = f"http://{HOST}:{own_port}/"
        tell("demo.ready", url=url, seconds=f"{time.monotonic() - began:.0f}")
        if wish.live:
            tell("demo.live.ready", address=address, api_key=_HELPDESK_KEY)
        while True:
            for process in running:
                process.check()
            time.sleep(0.5)


@dataclass(frozen=True)
class _Parts:
    """The two processes and what they must know of each other."""

    stack: ExitStack
    folder: Folder
    story: Story
    secret: dict[str, str]
    bot_port: int
    patience: int

    def workspace(self, port: int, *, fresh: bool) -> tuple[Process, int]:
        """Start the workspace on a port, or on the next that is free; fill the database meanwhile.

        Somebody else may take the port between our look and the process's.
        """
        seed = {"tour": tour(), "channels": channels(), "now": self.story.now.isoformat()}
        (self.folder.path / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
        while True:
            port = free_port(port)
            words = self._workspace_words(port)
            process = self.stack.enter_context(started(self.folder.path, "workspace", words))
            if fresh:
                fill(self.folder, self.story)
                fresh = False
            try:
                url = f"http://{HOST}:{port}/api/auth.test"
                asyncio.run(process.until_answers(url, f"xoxb-{self.secret['bot']}"))
            except BotError:
                if free_port(port) == port:
                    raise
            else:
                return process, port

    def bot(self, workspace_port: int) -> Process:
        """Start the bot, and wait for the posts that the demo opens with."""
        settings = {
            "FRT_DATABASE_URL": self.folder.database_url,
            "FRT_SLACK_API_URL": f"http://{HOST}:{workspace_port}/api/",
            "FRT_SLACK_BOT_TOKEN": f"xoxb-{self.secret['bot']}",
            "FRT_SLACK_APP_TOKEN": f"xapp-{self.secret['app']}",
            "FRT_PORT": str(self.bot_port),
            "FRT_CLOCK": f"movable:{self.story.now.isoformat()}",
            "FRT_CLOCK_TOKEN": self.secret["clock"],
            "FRT_SAMPLE_SINCE": self.story.began.isoformat(),
            "FRT_SEALING_KEYS": self.folder.sealing_key(),
            "FRT_PRIVATE_HELPDESKS": "1",
            "FRT_PUBLIC_URL": f"http://{HOST}:{self.bot_port}",
            # It takes in a few tickets at a time: waking threads for them costs more than it gains.
            "POLARS_MAX_THREADS": "1",
        }
        process = self.stack.enter_context(started(self.folder.path, "bot", ["run"], settings))
        asyncio.run(process.until_answers(f"http://{HOST}:{self.bot_port}/readyz"))
        asyncio.run(_until_caught_up(self.folder.database_url))
        return process

    def helpdesk(self) -> tuple[Process, str]:
        """Start a helpdesk whose days go on with the bot's clock; return it and its address."""
        port = free_port(_HELPDESK_PORT)
        options = {
            "--port": str(port),
            "--key": _HELPDESK_KEY,
            "--since": self.story.began.isoformat(),
            "--app-clock": f"http://{HOST}:{self.bot_port}/clock",
            "--app-clock-token": self.secret["clock"],
        }
        words = ["workspace", "helpdesk", "freshdesk"]
        words += [word for pair in options.items() for word in pair]
        process = self.stack.enter_context(started(self.folder.path, "helpdesk", words))
        return process, f"http://{HOST}:{port}"

    def _workspace_words(self, port: int) -> list[str]:
        options = {
            "--bot-token": f"xoxb-{self.secret['bot']}",
            "--app-token": f"xapp-{self.secret['app']}",
            "--signing-secret": self.secret["signing"],
            "--port": str(port),
            "--patience": str(self.patience),
            "--seed": str(self.folder.path / "seed.json"),
            "--state": str(self.folder.state_file),
            "--app-clock": f"http://{HOST}:{self.bot_port}/clock",
            "--app-clock-token": self.secret["clock"],
        }
        return ["workspace", *(word for pair in options.items() for word in pair)]


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
