"""A bot on the data of each released state, on each database: one for all the tests of a module."""

from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from bot.db import sync_engine
from tests.released import scene as scenes
from tests.released.replay import Replay, as_it_is, load
from tests.scenarios.office import office

STATES = sorted(path.parent for path in Path(__file__).parent.glob("*/scene.json"))
EACH = [(state, kind) for state in STATES for kind in ("sqlite", "postgresql")]


@pytest.fixture(scope="module", params=EACH, ids=[f"{state.name}-{kind}" for state, kind in EACH])
def place(request, tmp_path_factory):
    """Yield the folder of a state, and the URL of an empty database."""
    state, kind = request.param
    if kind == "sqlite":
        yield state, f"sqlite:///{tmp_path_factory.mktemp('released')}/frt.sqlite3"
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"released_{state.name.replace('.', '_').replace('-', '_')}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        head, query = server.split("?")
        yield state, f"{head.rpartition('/')[0]}/{name}?{query}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def replay(place):
    """Yield a bot on the migrated data of a state, with what it had posted before people."""
    state, url = place
    load(url, scenes.read(state, "rows"))
    engine = sync_engine(url)
    async with office(url, by="http", prepare=as_it_is, rates=False) as opened:
        made = Replay(opened, scenes.read(state, "scene"), engine)
        made.modals = scenes.read(state, "modals")
        made.outcomes = scenes.read(state, "outcomes")
        yield made
    engine.dispose()
