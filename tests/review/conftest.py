from collections.abc import AsyncIterator

import pytest

from tests.actions.conftest import database_url, postgresql
from tests.review.floor import Floor
from tests.scenarios.office import office

__all__ = ["database_url", "postgresql"]


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:  # noqa: F811
    """The bot over signed HTTP, on each database in turn."""
    async with office(database_url, by="http") as opened:
        yield Floor(opened)
