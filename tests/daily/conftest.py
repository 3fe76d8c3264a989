from collections.abc import AsyncIterator

import pytest

from tests.daily.world import World, prepare
from tests.scenarios.office import office


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The bot over signed HTTP with two teams and no tickets, on each database in turn."""
    async with office(database_url, by="http", prepare=prepare) as opened:
        yield World(opened)
