from collections.abc import AsyncIterator

import pytest

from tests.scenarios.office import Office, office


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Office]:
    """The bot over signed HTTP."""
    async with office(database_url, by="http") as opened:
        yield opened


@pytest.fixture(params=["socket", "http"])
async def either(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Office]:
    """The bot over Socket Mode, and again over signed HTTP."""
    async with office(database_url, by=request.param) as opened:
        yield opened
