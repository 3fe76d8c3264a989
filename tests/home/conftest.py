"""The bot with App Home, setup and members, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest
from sqlmodel import select

from bot.db import Database
from bot.models import History
from tests.scenarios.office import Json, Office, office


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Office]:
    async with office(database_url, by="http") as opened:
        yield opened


@pytest.fixture
async def calm(database_url: str) -> AsyncIterator[Office]:
    """The same beside a Slack that never says that it is asked too often."""
    async with office(database_url, by="http", rates=False) as opened:
        yield opened


@pytest.fixture
async def empty(database_url: str) -> AsyncIterator[Office]:
    """A bot that was just installed: no teams, no admin."""
    async with office(database_url, by="http", prepare=_nothing) as opened:
        yield opened


async def _nothing(database: Database) -> None:
    del database


async def home_of(desk: Office, user: str) -> Json:
    """Open App Home as a person and return what it shows."""
    before = await desk.slack.client.home(user)
    await desk.slack.client.open_home(user)
    shown = await desk.slack.client.wait_for_home(
        user, lambda view: before is None or view["hash"] != before["hash"]
    )
    await desk.settle()
    return await desk.slack.client.home(user) or shown


async def command(desk: Office, user: str, words: str, channel: str = "support-global") -> None:
    """Type `/frt words` and wait until everything has followed."""
    await desk.slack.client.command(user, channel, f"/frt {words}")
    await desk.settle()


async def modal_after(desk: Office, user: str, words: str, channel: str = "support-global") -> Json:
    """Type `/frt words` and return the modal that opens."""
    await command(desk, user, words, channel)
    return await desk.modal(user)


async def press(desk: Office, user: str, shown: Json, action_id: str, **more: object) -> Json:
    """Click in a modal and return the top modal as it is then."""
    await desk.click(user, shown, action_id, **more)
    return await desk.modal(user)


async def notes(desk: Office, subject: str) -> list[History]:
    """Return the history of a kind of subject, oldest first."""
    async with desk.database.read() as session:
        rows = select(History).where(History.subject == subject)
        return list((await session.exec(rows.order_by(History.team_id, History.number))).all())
