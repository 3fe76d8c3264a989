"""A day of the demo: people ask and click, Slack fails in every way it can, the bot is killed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, get_args

import httpx
from sqlmodel import select

from bot.db import Database
from bot.demo.rooms import channels
from bot.models import Action, Delivery
from bot.services.samples import add_sample_teams
from bot.workspace.client import ControlError
from bot.workspace.delivery.socket_mode import Reason
from bot.workspace.faults import ON_THE_WAY_TO_APP, OPTIONS, TO_APP
from bot.workspace.seed import default_seed
from tests.faults.plant import Json, Plant, Worker, plant

BEGIN = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
"""Half past eight on a working day in Shanghai; London's lies ahead."""

PEOPLE = {
    "emma": "support-global",
    "noah": "support-global",
    "sofia": "support-global",
    "wangfang": "客服一组",
    "liwei": "客服一组",
}
WORDS = {
    "support-global": (
        "today",
        "help",
        "waiting",
        "actions",
        "plan",
        "today by channel",
        "last 28 days",
        "for me",
        "review",
        "warnings",
        "training",
    ),
    "客服一组": ("今天", "帮助", "等待", "改进", "计划", "今天 按渠道", "最近28天", "给我", "培训"),
}
METHODS = (
    "*",
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "users.info",
    "views.open",
    "views.update",
    "response_url",
    TO_APP,
)
TRANSIENT = ("internal_error", "service_unavailable", "request_timeout")
SCOPES = ("chat:write", "channels:history", "users:read", "im:write")
ENDED = {"posted", "skipped", "ambiguous"}
TOKEN = "not-a-secret"  # noqa: S105
ANSWER_SECONDS = 12.0
LEASES = timedelta(seconds=4)
"""Longer than a process has a post or a card here, which are three and two seconds."""

DELAY_SECONDS = OPTIONS["delay"]["seconds"]
_CHOICES = {"static_select", "overflow", "radio_buttons"}


@dataclass
class Deed:
    """What somebody did: how it was acknowledged, whether they saw something come of it.

    `troubled` is what went wrong with Slack or the bot meanwhile, as far as it can have hit it.
    """

    who: str
    what: str
    ack: str = ""
    seen: bool = False
    troubled: list[str] = field(default_factory=list)


@dataclass
class Day:
    """The people, their deeds, and what was broken when."""

    here: Plant
    random: Random
    worker: Worker | None = None
    now: datetime = BEGIN
    kills: int = 0
    broken: list[str] = field(default_factory=list)
    delayed: bool = False
    deeds: list[Deed] = field(default_factory=list)
    forms: dict[str, bool] = field(default_factory=dict)

    async def begin(self) -> None:
        """Start the bot where the clock stands, and return when it answers.

        It ends by itself for a token that Slack refuses, and is started again.
        """
        while self.worker is None or self.worker.process.returncode is not None:
            self.worker = await self.here.start(
                FRT_CLOCK=f"movable:{self.now.isoformat()}",
                FRT_CLOCK_TOKEN=TOKEN,
                FRT_SAMPLE_SINCE=BEGIN.isoformat(),
            )
            ready = asyncio.create_task(self.worker.ready())
            ended = asyncio.create_task(self.worker.ended())
            await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
            for task in (ready, ended):
                task.cancel()
            if ended.done():
                assert "token_revoked" in self.worker.said(), self.worker.said()

    async def hour(self, *, calm: bool = False) -> None:
        """Let an hour pass; unless it is calm, with faults, clicks, and a kill in its midst."""
        until = self.now + timedelta(hours=1)
        if calm:
            await self._move(until)
            self.now = until
            return
        await self._break()
        moving = asyncio.create_task(self._move(until))
        people = [asyncio.create_task(self._busy(who)) for who in PEOPLE]
        await asyncio.sleep(self.random.uniform(0.1, 3.0))
        await self._kill()
        moving.cancel()
        # The clock stands while people wait: what the killed process had must be over when it does.
        self.now = until + LEASES
        await self.begin()
        await asyncio.gather(*people)
        await self._mend()
        await self._asked_again()

    async def _move(self, until: datetime) -> None:
        assert self.worker is not None
        url = f"http://127.0.0.1:{self.worker.port}/clock"
        with contextlib.suppress(httpx.TransportError):
            async with httpx.AsyncClient(timeout=120) as client:
                head = {"Authorization": f"Bearer {TOKEN}"}
                answer = await client.post(url, json={"to": until.isoformat()}, headers=head)
                assert answer.status_code in {200, 409}, answer.text

    async def _kill(self) -> None:
        assert self.worker is not None
        self.worker.process.kill()
        await self.worker.ended()
        if self.delayed:
            # By the bot's clock an hour passes: what was on its way to Slack has arrived by then.
            await asyncio.sleep(DELAY_SECONDS + 0.2)
        self.kills += 1
        self.broken.append("killed")

    async def _break(self) -> None:
        """Switch faults of three kinds on, and take something away."""
        client, random = self.here.slack.client, self.random
        broken = random.sample(sorted(OPTIONS), 3)
        self.delayed = "delay" in broken
        for kind in broken:
            method = random.choice([one for one in METHODS if _can_happen(kind, one)])
            given: dict[str, Any] = {"code": random.choice(TRANSIENT)} if kind == "error" else {}
            times, after = random.randint(1, 3), random.randint(0, 4)
            await client.fault(method, kind, times=times, after=after, **given)
        taken = random.choice(("sockets", "refused", "token", "scope", "channel", "nothing"))
        if taken == "sockets":
            await client.drop_sockets(random.choice((None, *get_args(Reason))))
        elif taken == "refused":
            await client.refuse_sockets(times=2)
        elif taken == "token":
            await client.revoke_token()
        elif taken == "scope":
            await client.remove_scope(random.choice(SCOPES))
        elif taken == "channel":
            await client.archive("support-global")
        self.broken.append(taken)
        if taken == "token":
            asyncio.get_running_loop().call_later(1.5, self._restore_token)

    def _restore_token(self) -> None:
        # A bot that starts with a revoked token ends at once, as it should.
        self.here.slack.workspace.faults.token_error = None

    async def _mend(self) -> None:
        client = self.here.slack.client
        await client.clear_faults()
        await client.restore_token()
        await client.restore_scope()
        await client.unarchive("support-global")
        try:
            await client.wait_for_connections(2)
        except TimeoutError:
            raise AssertionError(
                ((await client.state())["connections"], self.broken[-4:], self.here.diary())
            ) from None

    async def _busy(self, who: str) -> None:
        for _ in range(3):
            choice = self.random.random()
            if choice < 0.2:
                await self._form(who)
            elif choice < 0.6:
                await self._clicks(who)
            else:
                await self._says(who, self.random.choice(WORDS[PEOPLE[who]]))
            await asyncio.sleep(self.random.uniform(0, 0.5))

    async def _asked_again(self) -> None:
        """Whoever was not answered asks again once all is well, and is answered."""
        for who in {one.who for one in self.deeds[-3 * len(PEOPLE) :] if not one.seen}:
            again = await self._says(who, WORDS[PEOPLE[who]][0])
            assert again.seen, (again, self.here.diary())

    async def _says(self, who: str, words: str) -> Deed:
        client = self.here.slack.client
        async with self._judged(Deed(who, words)) as deed:
            answer = await client.command(who, PEOPLE[who], f"/frt {words}")
            deed.ack = answer["ack"]["status"]
        return deed

    async def _clicks(self, who: str) -> None:
        client = self.here.slack.client
        held = await client.views(who) or (await client.messages(who, PEOPLE[who]))[-12:]
        parts = [
            (one, block_id, part) for one in held for block_id, part in _usable(one) if block_id
        ]
        if not parts:
            return
        on, block_id, part = self.random.choice(parts)
        value = None
        if part["type"] in _CHOICES:
            value = self.random.choice(part["options"])["value"]
        async with self._judged(Deed(who, part["action_id"])) as deed:
            answer = await client.click(
                who, part["action_id"], on=on, block_id=block_id, value=value
            )
            deed.ack = answer["ack"]["status"]
        for view in await client.views(who):
            if self.random.random() < 0.7:
                with contextlib.suppress(ControlError):
                    await client.close(who, view, whole_stack=True)

    async def _form(self, who: str) -> None:
        """Make an action by a form; keep whether it was acknowledged."""
        client = self.here.slack.client
        for view in await client.views(who):
            with contextlib.suppress(ControlError):
                await client.close(who, view, whole_stack=True)
        opened = await self._says(who, "action" if PEOPLE[who] == "support-global" else "改进")
        views = await client.views(who)
        if not opened.seen or not views:
            return
        measure = f"Measure {len(self.forms) + 1}"
        self.forms[measure] = False
        async with self._judged(Deed(who, "action form")) as deed:
            sent = await client.submit(who, views[-1], {"measure": measure})
            deed.ack = sent["ack"]["status"]
            self.forms[measure] = deed.ack == "ok" and not sent.get("errors")
        for view in await client.views(who):
            with contextlib.suppress(ControlError):
                await client.close(who, view, whole_stack=True)

    @contextlib.asynccontextmanager
    async def _judged(self, deed: Deed) -> AsyncIterator[Deed]:
        client = self.here.slack.client
        before, broken = await self._sight(deed.who), len(self.broken)
        seq = (await client.state())["seq"]
        try:
            yield deed
        except ControlError as refused:
            # Slack itself says no: the channel is archived, or what was clicked is gone.
            deed.ack, deed.seen = refused.code, True
            return
        self.deeds.append(deed)

        async def changed() -> bool:
            return await self._sight(deed.who) != before

        with contextlib.suppress(TimeoutError):
            await client.wait_for(changed, ANSWER_SECONDS)
            deed.seen = True
        hit = [one for one in await client.log(seq) if one["fault"]]
        deed.troubled = [f"{one['name']} {one['fault']['kind']}" for one in hit]
        deed.troubled += self.broken[broken:]
        if self.broken and self.broken[-1] in {"token", "scope", "channel"}:
            deed.troubled.append(self.broken[-1])

    async def _sight(self, who: str) -> Json:
        """Return all that somebody sees, but for what the clock makes of it."""
        client = self.here.slack.client
        return {
            "room": await client.messages(who, PEOPLE[who]),
            "direct": await client.messages(who, "app"),
            "views": await client.views(who),
            "notices": await client.notices(who),
            "home": await client.home(who),
        }


@contextlib.asynccontextmanager
async def day(database_url: str, folder: Path, seed: int) -> AsyncIterator[Day]:
    """Run the demo's teams in a workspace, with the bot at the beginning of a day."""
    slack_seed = {**default_seed(), "channels": channels(), "now": BEGIN.isoformat()}
    async with plant(database_url, folder, slack_seed, prepared=False) as here:
        await add_sample_teams(here.judge, database_url, folder, BEGIN)
        made = Day(here, Random(seed))  # noqa: S311
        await made.begin()
        await here.slack.client.wait_for_connections(2)
        yield made


async def rows_of(database: Database) -> list[Delivery]:
    async with database.read() as session:
        return list((await session.exec(select(Delivery))).all())


async def measures_of(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await session.exec(select(Action.measure))).all())


def _can_happen(kind: str, method: str) -> bool:
    return method != TO_APP or kind in ON_THE_WAY_TO_APP


def _usable(shown: Json) -> list[tuple[str, Json]]:
    """Return what can be clicked on a message or modal, with its block."""
    found = []
    for block in shown.get("blocks") or []:
        for one in [block.get("accessory"), *block.get("elements", [])]:
            is_used = isinstance(one, dict) and one.get("type") in {"button", *_CHOICES}
            if is_used and "url" not in one:
                found.append((block.get("block_id", ""), one))
    return found
