"""A database in which there are the teams, people and tickets of the scenarios."""

import pytest

from bot.db import Database
from bot.store.tickets import columns
from tests.scenarios.tickets import seed


@pytest.fixture
async def database(database_url):
    opened = Database(database_url)
    await seed(opened)
    yield opened
    await opened.close()


@pytest.fixture
def many(monkeypatch):
    """Return what sets from how many tickets on they are many."""

    def put(number):
        monkeypatch.setattr(columns, "MANY", number)

    put(1)
    return put
