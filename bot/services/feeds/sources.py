"""What is asked for tickets, whatever it is: a product, a file at an address, a Slack channel."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bot.sources import channels
from bot.sources.channels import Reader, Team
from bot.sources.pulls import Ask, Asker, Cursor, FileProduct, Place, Product, Row, asker
from bot.sources.pulls.products import FILES, PRODUCTS

_NEWEST = 50


class Brought(NamedTuple):
    """What came: tickets, or a `file` of them; from where to go on; whether that is all."""

    rows: list[Row]
    cursor: dict[str, Any]
    is_last: bool
    file: Path | None = None


class Connectable(Protocol):
    """Something that a team can be connected with, and what has to be told of it."""

    key: str
    title: str
    asks: tuple[Ask, ...]

    def address(self, told: str) -> str:
        """Return the address that people meant. Raises BotError for what is none."""
        ...


class Hook:
    """What has to be told of something that sends its tickets itself."""

    key = "hook"
    title = "Hook"
    asks: tuple[Ask, ...] = (Ask("name"),)

    def address(self, told: str) -> str:
        """Return nothing: the bot gives the address."""
        return ""


CONNECTABLE: dict[str, Connectable] = {
    **PRODUCTS,
    **FILES,
    channels.KEY: channels.Channel(),
    Hook.key: Hook(),
}
"""All that can be connected, by their keys."""


def wants_key(one: Connectable) -> bool:
    """Return whether something can be connected only where secrets can be sealed."""
    return one.key == Hook.key or any(field.is_secret for field in one.asks)


class Source(Protocol):
    """Something that is asked for tickets. What it does raises PullError."""

    async def name(self) -> str | None:
        """Return its name, where only it knows that."""
        ...

    def pages(self, cursor: Cursor, since: datetime, now: datetime) -> AsyncIterator[Brought]:
        """Yield what changed since the cursor, else since an instant."""
        ...

    async def newest(self, now: datetime) -> Brought:
        """Return some of the tickets that changed last."""
        ...


@dataclass(frozen=True, slots=True)
class _Pulled:
    product: Product
    asker: Asker
    place: Place

    async def name(self) -> str | None:
        return None

    async def pages(
        self, cursor: Cursor, since: datetime, _now: datetime
    ) -> AsyncIterator[Brought]:
        async for page in self.product.pages(self.asker, self.place, cursor, since):
            yield Brought(*page)

    async def newest(self, _now: datetime) -> Brought:
        rows = [row async for row in self.product.newest(self.asker, self.place, _NEWEST)]
        return Brought(rows, {}, is_last=True)


@dataclass(frozen=True, slots=True)
class _Filed:
    product: FileProduct
    asker: Asker
    place: Place
    folder: Path

    async def name(self) -> str | None:
        return None

    async def pages(
        self, cursor: Cursor, _since: datetime, _now: datetime
    ) -> AsyncIterator[Brought]:
        found = await self.product.file(self.asker, self.place, cursor, self.folder)
        if found is None:
            yield Brought([], dict(cursor), is_last=True)
        else:
            yield Brought([], found.cursor, is_last=True, file=found.path)

    async def newest(self, now: datetime) -> Brought:
        return await anext(self.pages({}, now, now))


@dataclass(frozen=True, slots=True)
class _Read:
    reader: Reader
    channel_id: str
    team: Team

    async def name(self) -> str | None:
        return await self.reader.enter(self.channel_id)

    async def pages(self, cursor: Cursor, since: datetime, now: datetime) -> AsyncIterator[Brought]:
        times = (since, now)
        async for page in channels.pages(self.reader, self.channel_id, self.team, cursor, times):
            yield Brought(*page)

    async def newest(self, now: datetime) -> Brought:
        since = now - channels.DAYS_SHOWN
        rows = [row async for page in self.pages({}, since, now) for row in page.rows]
        return Brought(rows[::-1][:_NEWEST], {}, is_last=True)


@dataclass(frozen=True, slots=True)
class Sources:
    """What is needed to ask anything: who reads channels, and whether the own network is asked."""

    reader: Reader
    private: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    @asynccontextmanager
    async def opened(
        self, product: str, place: Place, names: Mapping[str, str]
    ) -> AsyncIterator[Source]:
        """Yield what is asked; `names` are those of the team's members by Slack user ID."""
        if product == channels.KEY:
            yield _Read(self.reader, place.address, Team(names))
            return
        async with asker(private=self.private, sleep=self.sleep) as asks:
            if product in PRODUCTS:
                yield _Pulled(PRODUCTS[product], asks, place)
                return
            with tempfile.TemporaryDirectory(prefix="frt-feed-") as folder:
                yield _Filed(FILES[product], asks, place, Path(folder))
