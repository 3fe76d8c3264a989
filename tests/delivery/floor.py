"""What happens to posts when Slack, the channel or the bot misbehaves, said shortly."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from sqlmodel import select

from bot.app import Application
from bot.models import Delivery, History, Hold
from tests.daily.world import World

SUPPORT, KEFU = "C01SUPPORT", "C01KEFU"
SUNDAY, MONDAY_NINE = "2026-09-13 12:00", "2026-09-14 09:00:00"


@dataclass
class Floor(World):
    """A world in which both teams' daily reports fall due on Monday by nine in UTC."""

    async def fault(self, kind: str, method: str = "chat.postMessage", **options: Any) -> None:
        await self.office.slack.client.fault(method, kind, **options)

    async def monday(self) -> None:
        """Let both reports fall due and the planner wake."""
        await self.since(SUNDAY)
        await self.at(MONDAY_NINE)

    async def after(self, **more: float) -> None:
        """Move the clock on and wake the planner."""
        await self.at((self.office.clock.now + timedelta(**more)).isoformat(" ")[:26])

    async def deliveries(self, kind: str = "daily", team_id: int = 1) -> list[Delivery]:
        query = (
            select(Delivery)
            .where(Delivery.team_id == team_id, Delivery.kind == kind)
            .order_by(Delivery.due_at, Delivery.channel_id)
        )
        async with self.office.database.read() as session:
            return list((await session.exec(query)).all())

    async def delivery(self, kind: str = "daily", team_id: int = 1) -> Delivery:
        (only,) = await self.deliveries(kind, team_id)
        return only

    async def stands(self, team_id: int = 1) -> tuple[str, str | None]:
        row = await self.delivery(team_id=team_id)
        return row.status, row.reason

    async def set(self, row: Delivery, **values: Any) -> None:
        async with self.office.database.write() as session:
            kept = await session.get_one(Delivery, row.id)
            for name, value in values.items():
                setattr(kept, name, value)

    async def add(self, **values: Any) -> Delivery:
        """Add a row as the ledger would have left it."""
        now = self.office.clock.now
        row = Delivery(
            **{
                "id": uuid4().hex,
                "team_id": 1,
                "kind": "daily",
                "channel_id": SUPPORT,
                "slot": "2026-09-14",
                "due_at": now - timedelta(hours=1),
                "planned_at": now,
                **values,
            }
        )
        async with self.office.database.write() as session:
            session.add(row)
        return row

    async def hold(self, channel_id: str, reason: str, since: str, until: str) -> None:
        row = Hold(channel_id=channel_id, reason=reason, since=at(since), until=at(until))
        async with self.office.database.write() as session:
            session.add(row)

    async def holds(self) -> list[tuple[str, str]]:
        query = select(Hold).order_by(Hold.channel_id)
        async with self.office.database.read() as session:
            return [(one.channel_id, one.reason) for one in (await session.exec(query)).all()]

    async def changes(self) -> list[History]:
        query = select(History).where(History.subject == "delivery").order_by(History.number)
        async with self.office.database.read() as session:
            return list((await session.exec(query)).all())

    async def calls(self, method: str = "chat.postMessage", channel: str = SUPPORT) -> int:
        """Return how often the bot asked Slack to do something in a channel."""
        log = await self.office.slack.client.log()
        asked = [one for one in log if one["direction"] == "from_app" and one["name"] == method]
        return sum(one["request"].get("channel") == channel for one in asked)

    async def told(self, user: str) -> list[str]:
        """Return the notices that somebody had in direct messages."""
        said = await self.office.slack.client.messages(user, "app")
        return [one["text"] for one in said if not one["ephemeral"]]


def at(instant: str) -> datetime:
    return datetime.fromisoformat(instant).replace(tzinfo=UTC)


@contextlib.asynccontextmanager
async def asking(bot: Application) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(bot.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


LEDGER = ("frt_deliver", "frt_holds", "frt_planned")


async def figures(floor: Floor) -> dict[str, float]:
    async with asking(floor.office.bot) as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if line.startswith(LEDGER)]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}
