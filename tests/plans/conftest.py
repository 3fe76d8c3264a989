from collections.abc import AsyncIterator

import pytest

from tests.plans.floor import Floor
from tests.scenarios.office import office


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    """The bot over signed HTTP, on each database in turn."""
    async with office(database_url, by="http") as opened:
        yield Floor(opened)


@pytest.fixture(params=["socket", "http"])
async def either(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Floor]:
    """The bot over Socket Mode, and again over signed HTTP."""
    async with office(database_url, by=request.param) as opened:
        yield Floor(opened)
