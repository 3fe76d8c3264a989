from collections.abc import AsyncIterator

import pytest

from tests.cli.conftest import frt
from tests.scenarios.office import Office, office

__all__ = ["frt"]


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Office]:
    """The bot over signed HTTP, which knows Emma already."""
    async with office(database_url, by="http") as opened:
        await opened.type("emma", "help", "general")
        yield opened
