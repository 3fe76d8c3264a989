"""What is found of the register that was put in, in each place that lists registers."""

import asyncio
import sys
from datetime import UTC, datetime

from sqlmodel import SQLModel

from bot import ids
from bot.db import sync_engine
from bot.services.history.pages import SUBJECTS
from bot.services.registers import files
from bot.store.people.texts import TEXTS
from tests.home.conftest import home_of
from tests.registers.desk import Desk
from tests.registers.toy import Pilot
from tests.scenarios.office import office, words_of


def main(path: str) -> None:
    """Say of each place whether the register is there."""
    asyncio.run(look(f"sqlite:///{path}"))


async def look(url: str) -> None:
    """Say of each place whether the register is there."""

    engine = sync_engine(url)
    SQLModel.metadata.tables["pilots"].create(engine)
    engine.dispose()
    async with office(url, by="http") as opened:
        desk = Desk(opened)
        given = {"scope": "Night desk", "lead_id": "U01NOAH", "until": "2026-11-23"}
        for _ in range(2):
            made = await add(desk, given)
            assert not made["errors"]
        shown = await opened.type("noah", "pilots 2")
        history = await desk.press("noah", shown, ids.HISTORY_OPEN)
        opened.clock.now = datetime(2026, 11, 20, 11, tzinfo=UTC)
        await desk.planner.tick()
        exported = await files.export(opened.database, "pilot", "Global support")
        posted = [one for one in await desk.said("sofia") if not one["ephemeral"]]
        found = {
            "help": "pilots" in words_of(await opened.type("noah", "help")),
            "words": "Night desk" in words_of(await opened.type("noah", "试点")),
            "numbers": [one.number for one in exported.entries] == [1, 2],
            "card": any("Pilot 2" in words_of(one) for one in posted),
            "history": "step.make" in words_of(history) and "pilot" in SUBJECTS,
            "home": "Night desk" in words_of(await home_of(opened, "noah")),
            "reminder": "Night desk" in words_of((await desk.direct("noah"))[-1]),
            "erasure": TEXTS[Pilot] == ("scope",),
        }
    sys.stdout.write("".join(f"{name} {is_there}\n" for name, is_there in found.items()))


async def add(desk, given):

    page = await desk.office.type("emma", "pilots")
    form = await desk.press("emma", page, ids.register_step("pilot", "make"))
    return await desk.fill("emma", form, **given)
