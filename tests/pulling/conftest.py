"""A team that is connected with a Freshdesk of this machine, and a clock that tests set."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import select

from bot.db import Database
from bot.models import Delivery, Feed, History, Import, Member, Team, Ticket
from bot.sealing import Sealer, new_key
from bot.services.feeds import managing
from bot.services.feeds.pulling import Pulls
from bot.services.feeds.taking import Taker
from bot.workspace.helpdesks import Desk, Faults, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEY = "k3y-that-nobody-may-see"
LEAD = "U0LEAD"


class Fed:
    """A team with a lead, the desk that its tickets are on, and what asks it."""

    def __init__(self, database, url, faults, account):
        self.database, self.url, self.faults, self.account = database, url, faults, account
        self.desk, self.now, self.slept = account.desk, NOW, []
        self.address, self.sealer = "", Sealer([new_key()])
        self.pulls = self.process()

    def process(self):
        """Return what one process of the bot asks with."""

        async def sleep(seconds):
            self.slept.append(seconds)

        taker = Taker(self.url)
        here = (self.database, taker, self.sealer, lambda: self.now)
        return Pulls(*here, reader=None, private=True, sleep=sleep)

    def wish(self, key=KEY, days=90):
        return managing.Wish(1, "freshdesk", self.address, "", {"api_key": key}, days)

    async def connect(self, source=None):
        number = await managing.prepare(
            self.database, self.sealer, self.wish(), source, LEAD, self.now
        )
        await managing.connect(self.database, LEAD, 1, number, self.now)
        return number

    async def renew(self, key=KEY, number=1):
        wish = await managing.wish_of(self.database, LEAD, 1, number, {"api_key": key})
        await managing.renew(self.database, self.sealer, LEAD, number, wish, self.now)

    def later(self, **span):
        self.now += timedelta(**span)

    async def pull(self, pulls=None):
        """Ask whoever is due, as the job does, and return how many that were."""
        pulls = pulls or self.pulls
        due = await pulls.due(self.now)
        for feed in due:
            await pulls.pull(feed)
        return len(due)

    async def feed(self, number=1):
        async with self.database.read() as session:
            return await session.get(Feed, (1, number))

    async def all_of(self, table):
        async with self.database.read() as session:
            return (await session.exec(select(table))).all()

    async def tickets(self):
        return {one.external_id: one for one in await self.all_of(Ticket)}

    async def told(self):
        """Return what was planned to be told: to whom, and of what."""
        return [(one.channel_id, one.slot.split(":")[2]) for one in await self.all_of(Delivery)]

    async def count(self, table):
        async with self.database.read() as session:
            connection = await session.connection()
            return (await connection.execute(columns(func.count()).select_from(table))).scalar()

    async def imports(self):
        found = [one for one in await self.all_of(Import) if one.feed_number]
        return sorted(found, key=lambda one: one.number)

    async def events(self):
        return [one.event for one in await self.all_of(History) if one.subject == "feed"]


@pytest.fixture
async def fed(database_url):
    database = Database(database_url)
    async with database.write() as session:
        session.add(Team(id=1, name="Desk", created_at=NOW))
        await session.flush()
        session.add(Member(team_id=1, slack_user_id=LEAD, role="lead"))
    made = None
    faults = Faults()
    account = Account(Desk(lambda: made.now if made else NOW), KEY, most_rows=4)
    made = Fed(database, database_url, faults, account)
    async with answering(freshdesk(account), faults, now=account.desk.now) as address:
        made.address = address
        yield made
    await database.close()
