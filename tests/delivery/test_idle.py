"""What a look at what is due costs when nothing is: the same few reads for any number of teams."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, event
from sqlmodel import select

from bot.app import planner_for
from bot.db import Database
from bot.deps import deps_for
from bot.models import Delivery, Hold, Team, TeamHours
from bot.planner.planner import WAKE_SECONDS, Planner
from bot.services.deliveries import RATE_LIMITED, Due, planned_row
from bot.settings import Settings
from tests.delivery.floor import SUPPORT, Floor, at

NOON = at("2026-11-18 12:20")
FEW, MANY = 3, 150
_LEASE = 3_600
"""Seconds. Once in a lease it is also looked whether a process left something undone."""


class Shift:
    """Teams that nothing falls due for, and a planner with a clock that is moved by hand."""

    def __init__(self, database_url: str) -> None:
        told = {"database_url": database_url, "slack_bot_token": "xoxb-1", "lease_seconds": _LEASE}
        self.database = Database(database_url)
        self.now = NOON
        self.deps = deps_for(Settings(_env_file=None, **told), self.database, lambda: self.now)
        self.planner: Planner = planner_for(self.deps)

    async def open(self, teams: range) -> None:
        async with self.database.write() as session:
            for number in teams:
                team = Team(id=number, name=f"Team {number}", channel_id=f"C{number:08}")
                team.created_at, team.planned_until = NOON - timedelta(days=9), self.now
                session.add(team)
            await session.flush()
            session.add_all(TeamHours(team_id=one, hours="Mon-Fri 09:00-18:00") for one in teams)
        # Which helpdesks are to be asked is looked for when a process starts: that is over.
        await self.deps.pulls.due(self.now)

    async def tick(self, later: timedelta = timedelta(seconds=WAKE_SECONDS)) -> Counter[str]:
        """Wake the planner so much later; return how many reads, writes and statements it made."""
        self.now += later
        with _counted(self.database) as made:
            await self.planner.tick()
        return made

    def waiting(self, team_id: int, slot: str = "2026-11-17") -> Delivery:
        """Return a row of a report that is due and not begun, not added yet."""
        due = Due("daily", f"C{team_id:08}", slot, self.now - timedelta(minutes=1))
        return planned_row(team_id, due, self.now)

    async def reasons(self) -> set[str | None]:
        async with self.database.read() as session:
            return set((await session.exec(select(Delivery.reason))).all())

    async def planned(self) -> set[datetime | None]:
        async with self.database.read() as session:
            return set((await session.exec(select(Team.planned_until))).all())


@contextmanager
def _counted(database: Database) -> Iterator[Counter[str]]:
    made: Counter[str] = Counter()
    engine = database._engine.sync_engine

    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", True)
        made["writes" if writes else "reads"] += 1

    def said(*_: object) -> None:
        made["statements"] += 1

    for name, heard in (("begin", begun), ("before_cursor_execute", said)):
        event.listen(engine, name, heard)
    yield made
    for name, heard in (("begin", begun), ("before_cursor_execute", said)):
        event.remove(engine, name, heard)


@pytest.fixture
async def shift(database_url: str) -> AsyncIterator[Shift]:
    opened = Shift(database_url)
    yield opened
    await opened.database.close()


async def test_an_idle_tick_is_one_read_for_all_teams(shift: Shift):
    await shift.open(range(1, FEW + 1))
    of_few = await shift.tick()
    await shift.open(range(FEW + 1, MANY + 1))
    of_many = await shift.tick()
    assert of_many == of_few
    assert (of_many["reads"], of_many["writes"]) == (1, 0)


async def test_idle_teams_are_remembered_as_planned_together_every_five_minutes(shift: Shift):
    await shift.open(range(1, FEW + 1))
    late = await shift.tick(timedelta(minutes=5))
    assert (late["reads"], late["writes"]) == (1, 1)
    assert await shift.planned() == {shift.now}
    assert (await shift.tick())["writes"] == 0


async def test_posts_that_wait_for_the_whole_workspace_are_left_alone(shift: Shift):
    await shift.open(range(1, FEW + 1))
    await shift.tick()
    idle = await shift.tick()
    until = shift.now + timedelta(minutes=2)
    async with shift.database.write() as session:
        session.add(Hold(channel_id="*", reason=RATE_LIMITED, since=shift.now, until=until))
        session.add_all(shift.waiting(number) for number in range(1, FEW + 1))
    await shift.tick()
    assert await shift.reasons() == {RATE_LIMITED}
    assert await shift.tick() == idle
    async with shift.database.write() as session:
        session.add(shift.waiting(1, "2026-11-16"))
    assert await shift.reasons() == {RATE_LIMITED, None}
    await shift.tick()
    assert await shift.reasons() == {RATE_LIMITED}


async def test_a_team_whose_times_cannot_be_worked_out_holds_up_no_other(floor: Floor):
    await floor.change(1, zone="Mars/Olympus")
    await floor.monday()
    assert await floor.stands(2) == ("posted", None)
    assert await floor.deliveries() == []
    await floor.change(1, zone="UTC")
    await floor.after(minutes=1)
    assert await floor.stands() == ("posted", None)


@pytest.mark.parametrize("status", ["planned", "unsure", "sending"])
async def test_what_another_replica_left_is_seen_at_the_next_tick(floor: Floor, status: str):
    await floor.monday()
    await floor.after(seconds=WAKE_SECONDS)
    begun = {
        "fence": 1,
        "lease_until": at("2026-09-14 09:00:20"),
        "sent_at": at("2026-09-14 09:00"),
    }
    await floor.add(slot="2026-09-11", status=status, **({} if status == "planned" else begun))
    await floor.after(minutes=2)
    await floor.after(minutes=2)
    (left, _) = await floor.deliveries()
    assert (left.slot, left.status) == ("2026-09-11", "posted")
    assert left.channel_id == SUPPORT
