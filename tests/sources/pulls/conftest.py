"""Helpdesks that answer on this machine, and what asks them."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.pulls import Place, asker
from bot.sources.pulls.freshdesk import Freshdesk
from bot.workspace.helpdesks import Desk, Faults, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
KEY = "k3y-that-nobody-may-see"


class Pulls:
    """A Freshdesk account of this machine, what is asked of it, and what was pulled so far."""

    def __init__(self, address, account, faults, ask):
        self.address, self.account, self.faults, self.ask = address, account, faults, ask
        self.desk = account.desk
        self.product, self.place = Freshdesk(), Place(address, secret={"api_key": KEY})
        self.rows, self.cursor, self.slept = {}, {}, []

    def at(self, seconds):
        return NOW - timedelta(days=2) + timedelta(seconds=seconds)

    def product_header(self):
        return base64.b64encode(f"{KEY}:X".encode()).decode()

    def open(self, many, seconds=1):
        """Open tickets, so many seconds after each other; with 0 all of them at once."""
        return [self.desk.open(self.at(number * seconds)) for number in range(many)]

    async def pages(self, since=None):
        """Yield pages, and keep their rows and cursors as whoever stores them does."""
        since = since or self.at(-1000)
        async for page in self.product.pages(self.ask, self.place, self.cursor, since):
            yield page
            self.rows |= {one["external_id"]: one for one in page.rows}
            self.cursor = page.cursor

    async def pull(self, since=None):
        return [page async for page in self.pages(since)]

    def is_whole(self):
        """Return whether every ticket of the desk is there, as it stands."""
        return {number: row["updated_at"] for number, row in self.rows.items()} == {
            str(one.id): one.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ")
            for one in self.desk.tickets.values()
        }


@pytest.fixture
def slept():
    return []


@pytest.fixture
async def pulls(slept):
    async def sleep(seconds):
        slept.append(seconds)

    faults, account = Faults(), Account(Desk(lambda: NOW), KEY)
    async with (
        answering(freshdesk(account), faults, now=account.desk.now) as address,
        asker(private=True, sleep=sleep, seconds=0.5) as ask,
    ):
        yield Pulls(address, account, faults, ask)
