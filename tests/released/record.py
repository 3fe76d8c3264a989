"""Record what the present version posts and keeps, as a state for every later one to go on from.

    python -m tests.released.record 0.2.0

plays `story.play` on a fresh database and writes `tests/released/0.2.0/`: `rows.json` is every row
of the database with the migration it is at, `scene.json` every message and Home tab that offers
something, `modals.json` each kind of modal that a click on those opens, and `outcomes.json` what
each click does. A state is recorded once, when its version is released, and never again.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.db import migrate, schema, sync_engine
from tests.released import rows as tables
from tests.released import scene as scenes
from tests.released import story
from tests.released.clicks import clicks
from tests.released.forms import typed_into
from tests.released.people import People
from tests.released.replay import Json, Replay, as_it_is, load
from tests.scenarios.office import office

HERE = Path(__file__).parent


async def record(database_url: str, folder: Path) -> None:
    """Write a state into a folder."""
    migrate(database_url)
    async with office(
        database_url, by="http", prepare=story.prepare, people=story.MORE, rates=False
    ) as opened:
        await story.play(People(opened))
        scene = scenes.dump(opened.slack.workspace)
    scenes.write(folder, "scene", scene)
    scenes.write(folder, "rows", _rows(database_url))


async def explore(database_url: str, folder: Path) -> None:
    """Click everything in a recorded state; write what opens and what each click does."""
    scene, recorded = scenes.read(folder, "scene"), scenes.read(folder, "rows")
    load(database_url, recorded)
    async with office(database_url, by="http", prepare=as_it_is, rates=False) as opened:
        replay = Replay(opened, scene, sync_engine(database_url))
        modals: list[Json] = []
        outcomes: dict[str, str] = {}
        while todo := [one for one in clicks(scene, modals) if one.name not in outcomes]:
            for click in todo:
                found = await replay.does(click, typed_into(click))
                replay.undo()
                outcomes[click.name] = found.does
                known = {one.name for one in clicks(scene, modals)}
                fresh = [found.opened] if found.opened else []
                if any(one.name not in known for one in clicks(scene, [*modals, *fresh])):
                    modals += fresh
    scenes.write(folder, "modals", modals)
    scenes.write(folder, "outcomes", outcomes)


def _rows(database_url: str) -> Json:
    engine = sync_engine(database_url)
    try:
        with engine.begin() as connection:
            found = tables.plain(tables.read(connection, tables.tables(connection)))
    finally:
        engine.dispose()
    return {"revision": schema(database_url).current, "rows": found}


if __name__ == "__main__":
    target = HERE / sys.argv[1]
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(record(f"sqlite:///{place}/played.sqlite3", target))
        asyncio.run(explore(f"sqlite:///{place}/loaded.sqlite3", target))
