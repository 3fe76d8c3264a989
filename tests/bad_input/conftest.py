import aiohttp
import pytest

from tests.actions.floor import Floor
from tests.bad_input.forger import Forger
from tests.imports.conftest import Desk, engine
from tests.scenarios.conftest import desk as office_desk
from tests.scenarios.conftest import either

__all__ = ["either", "engine", "office_desk"]


@pytest.fixture
def desk(engine, tmp_path):
    """A team into which files are imported, on each database."""
    return Desk(engine, tmp_path)


@pytest.fixture
async def forger(office_desk, capsys):
    """Somebody with the signing secret, beside a bot with a message in each team's channel."""
    await office_desk.type("emma", "today")
    await office_desk.type("wangfang", "今天", "客服一组")
    async with aiohttp.ClientSession() as session:
        yield Forger(office_desk, session, capsys)


@pytest.fixture
def floor(office_desk):
    """The same bot, for what people do with actions."""
    return Floor(office_desk)
