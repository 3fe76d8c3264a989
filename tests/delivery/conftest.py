from collections.abc import AsyncIterator

import pytest

from tests.daily.world import prepare
from tests.delivery.floor import Floor
from tests.scenarios.office import office


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    """The bot over signed HTTP with two teams whose reports come due, on each database in turn."""
    async with office(database_url, by="http", prepare=prepare) as opened:
        yield Floor(opened)
