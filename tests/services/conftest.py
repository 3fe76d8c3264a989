"""A database in which there are the teams, people and tickets of the scenarios."""

import pytest

from bot.db import Database
from tests.scenarios.tickets import seed


@pytest.fixture
async def database(database_url):
    opened = Database(database_url)
    await seed(opened)
    yield opened
    await opened.close()
