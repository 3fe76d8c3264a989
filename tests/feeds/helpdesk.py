"""Connecting a helpdesk as people do in Slack, short to say."""

import base64
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlmodel import select

from bot import ids
from bot.models import Feed, Ticket
from bot.workspace.helpdesks import Desk as Tickets
from bot.workspace.helpdesks import Faults, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk
from tests.scenarios.office import Json, Office, words_of
from tests.scenarios.tickets import NOW

KEY = "k3y-that-nobody-may-see"
KEPT = base64.urlsafe_b64encode(b"Encrypted with a key for tests!!").decode()
"""What credentials are sealed with."""

MAY_CONNECT = {"sealing_keys": SecretStr(KEPT), "private_helpdesks": True}
"""Settings with which a helpdesk of this machine can be connected."""


@contextlib.asynccontextmanager
async def one_freshdesk() -> AsyncIterator[str]:
    """Yield the address of a Freshdesk account of this machine with a ticket in it."""
    desk = Tickets(lambda: NOW)
    desk.open(NOW - timedelta(hours=1))
    async with answering(freshdesk(Account(desk, KEY)), now=desk.now) as address:
        yield address


@dataclass
class Helpdesk:
    """An office, a Freshdesk account of this machine, and somebody who connects the two."""

    office: Office
    address: str
    account: Any
    faults: Faults
    user: str = "emma"

    @property
    def tickets(self) -> Tickets:
        return self.account.desk

    @property
    def client(self) -> Any:
        return self.office.slack.client

    def open(self, many: int = 1, at: datetime = NOW - timedelta(hours=1)) -> list[Any]:
        """Open tickets a second after each other, each answered after two minutes by Noah."""
        noah = next(iter(self.tickets.agents.values()), None) or self.tickets.add_agent("Noah")
        made = []
        for number in range(many):
            ticket = self.tickets.open(at + timedelta(seconds=number))
            self.tickets.answer(ticket, ticket.opened_at + timedelta(minutes=2), noah)
            made.append(ticket)
        return made

    async def settle(self) -> None:
        await self.office.bot.deps.background.drain(60)

    async def top(self, user: str | None = None) -> Json:
        shown = await self.client.views(user or self.user)
        return shown[-1] if shown else {}

    async def opens(
        self, words: str = "connect", channel: str = "support-global", user: str | None = None
    ) -> Json:
        await self.client.command(user or self.user, channel, f"/frt {words}")
        await self.settle()
        return await self.top(user)

    async def submit(self, modal: Json, user: str | None = None, **values: Any) -> Json:
        """Send a modal; return what then stands, with the `errors` of its fields."""
        filled = {name: {"value": value} for name, value in values.items()}
        done = await self.client.submit(user or self.user, modal, filled)
        await self.settle()
        return {**await self.top(user), "errors": done.get("errors") or {}}

    async def form(self, words: str = "connect", user: str | None = None, **chosen: Any) -> Json:
        shown = await self.opens(words, user=user)
        return await self.submit(shown, user, product="freshdesk", **chosen)

    async def tried(self, key: str = KEY, user: str | None = None, **values: Any) -> Json:
        """Fill in the form; return the modal that says what was answered."""
        form = await self.form(user=user)
        return await self.submit(form, user, **{"address": self.address, "api_key": key, **values})

    async def connected(self) -> Json:
        return await self.submit(await self.tried())

    async def click(self, action_id: str, on: Json, user: str | None = None, **more: Any) -> Json:
        await self.client.click(user or self.user, action_id, on=on, **more)
        await self.settle()
        return await self.top(user)

    async def later(self, minutes: float = 3) -> None:
        """Let time go by, and what falls due then be done."""
        self.office.clock.now += timedelta(minutes=minutes)
        await self.office.bot.planner.tick()
        await self.settle()
        await self.office.bot.planner.tick()
        await self.settle()

    async def told(self, user: str | None = None) -> list[str]:
        """Return what the bot wrote to somebody, the newest last."""
        return [words_of(one) for one in await self.client.messages(user or self.user, "app")]

    async def feeds(self) -> list[Feed]:
        async with self.office.database.read() as session:
            return list((await session.exec(select(Feed))).all())

    async def brought(self) -> list[Ticket]:
        """Return the tickets that are not those of the seed."""
        async with self.office.database.read() as session:
            query = select(Ticket).where(Ticket.source != "file")
            return list((await session.exec(query)).all())


def value_of(team: int, number: int) -> str:
    return ids.FeedValue(team_id=team, number=number).dump()
