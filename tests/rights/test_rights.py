"""The tables of rights in docs/rights.md: each cell is tried through the bot."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import ids
from bot.models import PlanItem
from bot.services.imports import beside
from tests.actions.floor import Floor as Actions
from tests.daily.world import former_rows, hurting
from tests.feeds.helpdesk import MAY_CONNECT, one_freshdesk
from tests.imports.in_slack import here
from tests.plans.floor import Floor as Plans
from tests.problems.floor import Floor as Problems
from tests.rights import desk as place
from tests.rights.deeds import DEEDS, Deed, begin, send, take
from tests.rights.desk import WHO, Desk, NotShownError, refused
from tests.scenarios.office import Json, Office, office

PAGE = (Path(__file__).parents[2] / "docs/rights.md").read_text()
SIGNS = {"done": "✓", "refused": "✗", "not shown": "–"}
_ROW = re.compile(r"^\| [^|]+ \| `([^`]+)` \| (.+) \|$", re.MULTILINE)


def tables() -> dict[str, dict[str, list[str]]]:
    """Return the cells of each row by its id, by the heading above."""
    parts = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    found = {
        part.partition("\n")[0]: {row[1]: row[2].split(" | ") for row in _ROW.finditer(part)}
        for part in parts
    }
    return {heading: rows for heading, rows in found.items() if rows}


@pytest.fixture
async def desk(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(beside, "_run", here)
    async with (
        one_freshdesk() as address,
        office(
            database_url,
            by="http",
            prepare=place.prepare,
            people=place.PEOPLE,
            rates=False,
            settings=MAY_CONNECT,
        ) as opened,
    ):
        made = await prepared(opened)
        made.helpdesk = address
        yield made
        made.close()


async def prepared(opened: Office) -> Desk:
    """Return an office in which there is something to do every deed on."""
    made = Desk(opened)
    made.posted["action"] = await Actions(opened).make("emma", owner="U01NOAH")
    made.posted["problem"] = await Problems(opened).make_problem("emma", owner="U01NOAH")
    preview = await opened.type("emma", "daily")
    await opened.click("emma", preview, ids.DAILY_POST)
    found = await made.client.messages("emma", place.ROOM)
    reports = [one for one in found if not one["ephemeral"] and ids.DAILY_DETAILS in str(one)]
    made.posted["daily"] = reports[-1]
    made.posted["former"] = await _former(opened, reports[-1])
    await made.post_warning()
    await made.post_review()
    await made.post_complaint()
    await made.remember()
    return made


async def _former(opened: Office, report: Json) -> Json:
    """Post the causes of a report's tickets as earlier versions did; return the message."""
    rows, where = former_rows(*hurting(report)), report["channel"]
    slack = opened.bot.deps.slack.client
    await slack.chat_postMessage(channel=where, text="Daily report", blocks=rows)
    return await opened.newest("emma", place.ROOM)


async def start_plan(desk: Desk) -> None:
    """Start a plan whose first item is the owner's, and post its checklist."""
    floor = Plans(desk.office)
    await floor.start("emma", members=["U01NOAH"])
    async with desk.office.database.write() as session:
        item = await session.get_one(PlanItem, (1, 1, 1))
        item.owner_id = "U01NOAH"
    desk.posted["checklist"] = await floor.post("emma", await floor.checklist("emma"))
    await desk.remember()


async def reached(desk: Desk, deed: Deed, user: str) -> Json | None:
    """Go the whole way but for the last step; raises NotShownError where it ends before."""
    shown = await begin(desk, user, deed) if deed.steps else None
    for step in deed.steps[:-1]:
        shown = await take(desk, user, shown, step)
    return shown


async def done(desk: Desk, deed: Deed, user: str, shown: Json | None) -> str:
    """Take the last step and return what becomes of it: done or refused."""
    before, stood = await desk.said(user), desk.state() if desk.changed() else None
    if deed.steps:
        await take(desk, user, shown, deed.steps[-1])
    else:
        shown = await begin(desk, user, deed)
        if deed.form is not None and shown is not None and "callback_id" in shown:
            await send(desk, user, shown, deed.form)
    said = await desk.said(user)
    new = [text for key, text in said.items() if before.get(key) != text]
    changed = desk.changed(stood)
    if any(map(refused, new)):
        assert not changed, (user, changed)
        return "refused"
    assert not deed.changes or changed, (user, "nothing changed and nothing was said", new)
    return "done"


async def outcome(desk: Desk, name: str, user: str) -> str:
    """Return what becomes of a deed: done, refused or not shown."""
    try:
        shown = await reached(desk, DEEDS[name], user)
        return await done(desk, DEEDS[name], user, shown)
    except NotShownError:
        return "not shown"


async def demoted(desk: Desk, name: str, user: str) -> str:
    """Return what becomes of a deed whose button was drawn for a lead who is none any more."""
    async with desk.leading(user):
        shown = await reached(desk, DEEDS[name], user)
    return await done(desk, DEEDS[name], user, shown)


@pytest.mark.parametrize("heading", tables())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_cell(desk: Desk, heading: str):
    wrong = []
    for name, cells in tables()[heading].items():
        if heading == "Plans" and name != ids.PLAN_START and "checklist" not in desk.posted:
            await start_plan(desk)
        assert len(cells) == len(WHO)
        for cell, (role, user) in zip(cells, WHO.items(), strict=True):
            found = SIGNS[await outcome(desk, name, user)]
            await desk.undo(user)
            if found != cell:
                wrong.append(f"{name}: {role} {found}, the table says {cell}")
    assert wrong == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_some_cells_on_postgresql(desk: Desk):
    for name in (ids.ACTION_DONE, ids.REVIEW_FINISH, ids.MEMBERS_REMOVE):
        cells = next(rows[name] for rows in tables().values() if name in rows)
        for cell, user in zip(cells, WHO.values(), strict=True):
            assert SIGNS[await outcome(desk, name, user)] == cell, (name, user)
            await desk.undo(user)


@pytest.mark.parametrize("heading", tables())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_not_shown_is_refused_too(desk: Desk, heading: str):
    if heading == "Plans":
        await start_plan(desk)
    wrong = []
    for name, cells in tables()[heading].items():
        roles = [role for role, cell in zip(WHO, cells, strict=True) if cell == "–"]
        if not DEEDS[name].changes or name == ids.PLAN_START:
            continue
        for role in set(roles) & {"agent", "quality", "colleague"}:
            found = await demoted(desk, name, WHO[role])
            await desk.undo(WHO[role])
            if found != "refused":
                wrong.append(f"{name}: {role} {found}")
    assert wrong == []


def test_every_button_modal_and_command_is_in_the_tables():
    rows = [name for table in tables().values() for name in table]
    assert sorted(rows) == sorted(DEEDS)
    clickable = {
        value
        for name, value in vars(ids).items()
        if name.isupper() and isinstance(value, str) and name != "COMMAND"
    }
    assert sorted(one for one in clickable if f"`{one}`" not in PAGE) == []
