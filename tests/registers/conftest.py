"""An office in which entries of registers are made."""

import pytest

from tests.registers.desk import Desk
from tests.scenarios.office import office


@pytest.fixture
async def desk(database_url):
    async with office(database_url, by="http") as opened:
        yield Desk(opened)
