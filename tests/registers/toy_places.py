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
from bot.views.registers import table
from tests.home.conftest import home_of
from tests.registers.desk import Desk
from tests.registers.toy import PILOT, Pilot
from tests.scenarios.office import everything, office, words_of


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
            "help": "pilots" in words_of(await everything(opened, "noah")),
            "words": "Night desk" in words_of(await opened.type("noah", "试点")),
            "numbers": [one.number for one in exported.entries] == [1, 2],
            "card": any("Pilot 2" in words_of(one) for one in posted),
            "history": "step.make" in words_of(history) and "pilot" in SUBJECTS,
            "home": "Night desk" in words_of(await home_of(opened, "noah")),
            "reminder": "Night desk" in words_of((await desk.direct("noah"))[-1]),
            "erasure": TEXTS[Pilot] == ("scope", "proof"),
            **await of_people_and_files(desk),
        }
    sys.stdout.write("".join(f"{name} {is_there}\n" for name, is_there in found.items()))


async def of_people_and_files(desk):
    """Return what holds of fields for several people and for files."""
    office, client = desk.office, desk.office.slack.client
    prove, helpers = ids.register_step("pilot", "prove"), ["U01NOAH", "U01SOFIA"]

    async def asked():
        return await desk.press("emma", await office.type("emma", "pilots 1"), prove)

    many = await desk.fill("emma", await asked(), helpers=[*helpers, "U01BOTH"])
    bot = await desk.fill("emma", await asked(), helpers=["U01FRTBOT"])
    file = await client.upload("emma", "plan.csv", b"a,b\n")
    theirs = await client.upload("noah", "other.csv", b"a,b\n")
    wrong = await desk.fill("emma", await asked(), proof=[theirs])
    await desk.fill("emma", await asked(), helpers=helpers, proof=[file])
    cards = [words_of(one) for one in await desk.said("sofia") if "Pilot 1 ·" in words_of(one)]
    shared = [one for one in await desk.said("sofia") if one.get("files")]
    await desk.fill("emma", await asked())
    exported = await files.export(office.database, "pilot", "Global support")
    rows = table.rows(exported.entries, exported.names, "en")
    read, _ = table.read(PILOT, [dict(zip(table.header(PILOT, "en"), rows[0], strict=True))])
    by = ("U01EMMA", datetime(2026, 11, 20, 11, tzinfo=UTC))
    two = "Noah Williams；Sofia Rossi"
    again = [{**one, "scope": "Another", "proof": "", "helpers": two} for one in read]
    taken = await files.take_in(office.database, PILOT, "Global support", again, by)
    nobody = [{**one, "helpers": "Noah Williams; Nobody"} for one in again]
    refused = await files.take_in(office.database, PILOT, "Global support", nobody, by)
    form = await asked()
    await desk.fill("emma", form, helpers=[], no_proof=["yes"])
    left = await files.export(office.database, "pilot", "Global support")
    return {
        "most": "helpers" in many["errors"],
        "people": "helpers" in bot["errors"],
        "whose": "proof" in wrong["errors"],
        "mentions": any("<@U01NOAH> <@U01SOFIA>" in one for one in cards),
        "link": any(f"<{file['permalink']}|plan.csv>" in one for one in cards),
        "shared": len(shared) == 1 and "added a file to *Pilot 1" in shared[0]["text"],
        "kept": "plan.csv" in exported.entries[0].texts()["proof"],
        "as exported": read[0]["helpers"] == "Noah Williams; Sofia Rossi",
        "names": "Noah Williams; Sofia Rossi" in rows[0] and file["permalink"] in rows[0],
        "import": taken.added == 1,
        "unknown": [(row, field) for row, field, _ in refused.faults] == [(1, "helpers")],
        "removal": "plan.csv" in words_of(form) and left.entries[0].row.proof is None,
        "emptied": left.entries[0].row.helpers is None,
        "imported": left.entries[2].row.helpers == ",".join(helpers),
    }


async def add(desk, given):

    page = await desk.office.type("emma", "pilots")
    form = await desk.press("emma", page, ids.register_step("pilot", "make"))
    return await desk.fill("emma", form, **given)
