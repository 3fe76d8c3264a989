"""A report while the Nth transaction, statement, commit or call to Slack fails, for every N."""

import contextlib
import itertools
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.app import build
from bot.cli.serving import running
from bot.workspace.rates import Rates
from bot.workspace.saved import dump, restore
from tests.daily.world import World, prepare
from tests.scenarios.office import Json, Office, TestClock, office

DUE = datetime(2026, 11, 19, 9, 0, 5, tzinfo=UTC)
POSTED = [("2026-11-19", "posted", None)]
MOST = 400


class Failing:
    """Raises what a lost database raises, at the Nth beginning, statement or commit."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, *_: Any) -> None:
        self.left -= 1
        if self.left == 0:
            raise OperationalError("failing on purpose", None, Exception("gone"))


@dataclass(frozen=True)
class Begun:
    """A report is about to fall due: every try has a new process, and begins with what is here."""

    office: Office
    path: Path
    workspace: Json

    @contextlib.asynccontextmanager
    async def world(self, number: int) -> AsyncIterator[World]:
        path = shutil.copyfile(self.path, self.path.with_name(f"{number}.sqlite3"))
        place = self.office.slack.workspace
        restore(place, self.workspace)
        place.rates = Rates()
        told = self.office.bot.deps.settings.model_copy(
            update={"database_url": f"sqlite:///{path}"}
        )
        clock = TestClock()
        bot = build(told, clock)
        async with running(bot):
            yield World(Office(self.office.slack, bot, clock, None))


@pytest.fixture
async def begun(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Begun]:
    path = shutil.copyfile(sqlite_template, tmp_path / "begun.sqlite3")
    async with office(f"sqlite:///{path}", by="http", prepare=prepare) as opened:
        made = World(opened)
        await made.since("2026-11-18 19:00")
        await made.change(2, channel_id=None)
        await made.ticket("A", "2026-11-18 10:00", 25)
        await opened.database.close()
        yield Begun(opened, path, dump(opened.slack.workspace))


async def reported(made: World) -> None:
    """Let time pass until the report is posted, and an hour more; fail unless it stands once."""
    for minutes in (1, 3, 5, 8, 13, 30):
        if await made.rows() == POSTED:
            break
        await _pass(made, minutes)
    await _pass(made, 60)
    assert await made.rows() == POSTED
    assert len(await made.posts()) == 1


async def _pass(made: World, minutes: int) -> None:
    made.office.clock.now = DUE + timedelta(minutes=minutes)
    await made.office.bot.planner.tick()
    await made.office.settle()


@contextlib.contextmanager
def failing(made: World, moment: str, number: int):
    engine = made.office.database._engine.sync_engine
    fault = Failing(number)
    event.listen(engine, moment, fault)
    try:
        yield fault
    finally:
        event.remove(engine, moment, fault)


@pytest.mark.parametrize("moment", ["begin", "before_cursor_execute", "commit"])
async def test_every_transaction_statement_and_commit(moment: str, begun: Begun) -> None:
    for number in itertools.count(1):
        async with begun.world(number) as made:
            made.office.clock.now = DUE
            with failing(made, moment, number) as fault, contextlib.suppress(OperationalError):
                await made.office.bot.planner.tick()
            await reported(made)
        if fault.left > 0:
            break
    assert 3 < number < MOST


@pytest.mark.parametrize("kind", ["drop_request", "drop_reply", "internal_error", "rate_limited"])
async def test_every_call_to_slack(kind: str, begun: Begun) -> None:
    for number in itertools.count():
        async with begun.world(number) as made:
            client = made.office.slack.client
            made.office.clock.now = DUE
            await client.fault("*", kind, after=number)
            await made.office.bot.planner.tick()
            used = not (await client.faults())["faults"]
            await client.clear_faults()
            await reported(made)
        if not used:
            break
    assert number
