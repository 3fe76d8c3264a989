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
from bot.sources.pulls import Asker, Cursor, FileProduct, Place, Product, Row, asker
from bot.sources.pulls.products import FILES, PRODUCTS

_NEWEST = 50


class Brought(NamedTuple):
    """What came: tickets, or a `file` of them; from where to go on; whether that is all."""

    rows: list[Row]
    cursor: dict[str, Any]
    is_last: bool
    file: Path | None = None


class Source(Protocol):
    """Something that is asked for tickets. What it does raises PullError."""

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
