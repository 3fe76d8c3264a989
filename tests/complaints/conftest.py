from collections.abc import AsyncIterator

import pytest

from tests.complaints.floor import Floor
from tests.scenarios.office import office


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    """The bot over signed HTTP, on each database in turn."""
    async with office(database_url, by="http", rates=False) as opened:
        made = Floor(opened, database_url)
        await made.begin()
        yield made
        for bot in made.others:
            await bot.deps.database.close()
