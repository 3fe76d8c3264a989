"""The real bot beside a local Slack, and short ways to say what people do there."""

import contextlib
import functools
import re
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import uvicorn

from bot import ids
from bot.app import Application, build
from bot.cli.serving import running
from bot.db import Database
from bot.manifest import manifest
from bot.settings import Settings
from bot.workspace import server as slack_server
from bot.workspace.seed import default_seed, from_manifest
from bot.workspace.server import Running
from bot.workspace.serving import serving
from bot.workspace.state import Timings
from tests.scenarios.tickets import NOW, seed

Json = dict[str, Any]
EXTRA_USERS = [
    {"id": "U01BOTH", "name": "bo", "real_name": "Bo Both", "locale": "en-GB", "tz": "UTC"},
    {"id": "U01GUEST", "name": "gus", "real_name": "Gus Guest", "is_restricted": True},
    {"id": "U01OUT", "name": "olga", "real_name": "Olga Outside", "locale": "en-US", "tz": "UTC"},
]

_PATIENCE = 20
"""How many times Slack's three seconds: on a machine full of tests those are soon over."""


FAILING = [
    ("server_error", {}, "did not say whether the post arrived"),
    ("error", {"code": "restricted_action"}, "rules don’t let me post"),
    ("error", {"code": "token_revoked"}, "no longer accepts my token"),
    ("rate_limited", {}, "slow down"),
]
"""A fault of Slack's at a post, its options, and what the person then reads."""


class TestClock:
    """A clock that stands until it is moved, or goes on by `step` whenever it is read."""

    __test__ = False

    def __init__(self) -> None:
        self.now = NOW
        self.step = timedelta(0)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


@dataclass
class Office:
    """A running bot and workspace."""

    slack: Running
    bot: Application
    clock: TestClock
    url: str | None

    @property
    def database(self) -> Database:
        return self.bot.deps.database

    async def settle(self) -> None:
        await self.bot.deps.background.drain()

    async def type(self, user: str, words: str, channel: str = "support-global") -> Json:
        """Type `/frt words` and return the newest message that the user then sees."""
        before = len(await self.slack.client.messages(user, channel))
        await self.slack.client.command(user, channel, f"/frt {words}".strip())
        await self.settle()
        after = await self.slack.client.messages(user, channel)
        assert len(after) == before + 1, [one["text"] for one in after[before:]]
        return after[-1]

    async def click(self, user: str, message: Json, action_id: str, **more: Any) -> Json:
        done = await self.slack.client.click(user, action_id, on=message, **more)
        await self.settle()
        return done

    async def seen(self, user: str, message: Json) -> Json:
        """Return a message as it stands now."""
        found = await self.slack.client.messages(user, message["channel"])
        return next(one for one in found if one["ts"] == message["ts"])

    async def newest(self, user: str, channel: str = "support-global") -> Json:
        return (await self.slack.client.messages(user, channel))[-1]

    async def modal(self, user: str) -> Json:
        return (await self.slack.client.views(user))[-1]


def words_of(shown: Json) -> str:
    """Return everything a message or modal says, and the labels on it."""
    found: list[str] = [shown.get("text") or ""] if isinstance(shown.get("text"), str) else []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key in {"text", "label"} and isinstance(value, str):
                    found.append(value)
                elif key not in {"value", "private_metadata"}:
                    walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(shown.get("blocks", []))
    return re.sub(r"[ \u00a0\u202f]+", " ", "\n".join(found))


def element(shown: Json, action_id: str) -> Json | None:
    """Return the element with an action id, or None."""
    for block in shown["blocks"]:
        for one in [block.get("accessory"), *block.get("elements", [])]:
            if one and one.get("action_id") == action_id:
                return one
    return None


async def go(desk: Office, user: str, shown: Json, name: str) -> None:
    """Click the button in a row of several that asks what has this name in the help."""
    value = ids.RunValue(text=ids.HELP_DOORS[name]).dump()
    block_id, action_id = next(
        (block["block_id"], one["action_id"])
        for block in shown["blocks"]
        for one in block.get("elements", ())
        if one.get("value") == value
    )
    await desk.click(user, shown, action_id, block_id=block_id)


async def everything(desk: Office, user: str) -> Json:
    """Ask for help, then for everything else, and return that."""
    await desk.click(user, await desk.type(user, "help"), ids.HELP_ALL)
    return await desk.newest(user)


@contextlib.asynccontextmanager
async def office(  # noqa: PLR0913  what is otherwise than usual
    database_url: str,
    *,
    by: str,
    prepare: Callable[[Database], Any] = seed,
    people: Sequence[Json] = (),
    rates: bool = True,
    optional: bool = True,
    settings: Mapping[str, Any] | None = None,
) -> AsyncIterator[Office]:
    """Run everything, connected by `socket` (Socket Mode) or `http` (signed requests).

    `people` are in the workspace and its first two channels too; without `rates` Slack never says
    that it is asked too often. Without `optional` it granted only the scopes that are needed.
    `settings` are those that are otherwise than usual.
    """
    start = default_seed()
    more = [*EXTRA_USERS, *people]
    start["users"] += more
    if not rates:
        start["rates"] = False
    start["app"] = from_manifest(manifest(), optional=optional)["app"]
    for channel in start["channels"][:2]:
        channel["members"] += [user["id"] for user in more]
    clock = TestClock()
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        where = {"request_url": url} if by == "http" else {}
        async with slack_server.running(
            start, timings=Timings.patient(_PATIENCE), **where
        ) as slack:
            told = _settings(slack, database_url, by).model_copy(update=settings or {})
            bot = build(told, clock)
            await prepare(bot.deps.database)
            async with running(bot), _serving(bot, listener, by):
                if by == "socket":
                    await slack.client.wait_for_connections(2)
                yield Office(slack, bot, clock, url if by == "http" else None)
            assert [
                one["request"] for one in slack.workspace.journal.traffic if _is_too_big(one)
            ] == []


def _is_too_big(entry: Json) -> bool:
    """Return whether the bot sent a message that closed its connection."""
    return entry["name"] == "socket_mode"


@contextlib.asynccontextmanager
async def replica(desk: Office) -> AsyncIterator[Office]:
    """Let another replica of a bot over HTTP answer until the block ends."""
    bot = build(desk.bot.deps.settings, desk.clock)
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        way = desk.slack.courier.http
        assert way is not None
        former, way.request_url = way.request_url, url
        try:
            async with running(bot), _serving(bot, listener, "http"):
                yield Office(desk.slack, bot, desk.clock, url)
        finally:
            way.request_url = former
            await bot.deps.database.close()


def _settings(slack: Running, database_url: str, by: str) -> Settings:
    way = ("slack_app_token", slack.app_token)
    if by == "http":
        way = ("slack_signing_secret", slack.signing_secret)
    addresses = {"database_url": database_url, "slack_api_url": slack.api_url}
    return _secrets(slack.bot_token, *way).model_copy(update=addresses)


@functools.cache
def _secrets(bot_token: str, name: str, secret: str) -> Settings:
    return Settings(_env_file=None, slack_bot_token=bot_token, **{name: secret})


@contextlib.asynccontextmanager
async def _serving(bot: Application, listener: socket.socket, by: str) -> AsyncIterator[None]:
    if by != "http":
        yield
        return
    async with serving(uvicorn.Config(bot.web, log_config=None, lifespan="off"), listener):
        yield
