from collections.abc import AsyncIterator

import pytest

from tests.review.floor import Floor
from tests.scenarios.office import office


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    """The bot over signed HTTP, on each database in turn."""
    async with office(database_url, by="http", rates=False) as opened:
        yield Floor(opened)
