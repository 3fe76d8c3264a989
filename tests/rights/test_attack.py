"""Whatever is sent by whoever it is: nothing of another team is read or changed."""

import re
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import BaseModel
from sqlmodel import SQLModel

from bot import ids
from bot.models import Member, SlackUser
from bot.services.imports import beside
from tests.conftest import in_memory
from tests.feeds.helpdesk import MAY_CONNECT, one_freshdesk
from tests.imports.in_slack import here
from tests.released.rows import OF_DRAWING
from tests.rights import crowd, twin
from tests.rights import desk as place
from tests.rights.changing import MODELS, Change, World, changes
from tests.rights.desk import Desk
from tests.rights.forging import Forge, Heard, Id, Read
from tests.rights.test_rights import prepared, start_plan
from tests.scenarios.office import Json, office

pytestmark = pytest.mark.asyncio(loop_scope="module")
HIDDEN = "C0HIDDEN"
ELSEWHERE, LOCAL = "T0ELSEWHERE", "T01LOCAL"
ATTACKERS = {
    "lead of another team": ("U02LEAD", "C01KEFU", LOCAL),
    "agent of another team": ("U02AGENT", "C01KEFU", LOCAL),
    "colleague in no team": ("U02NOBODY", "C01GENERAL", LOCAL),
    "guest": ("U02GUEST", "C01GENERAL", LOCAL),
    "deactivated": ("U02GONE", "C01GENERAL", LOCAL),
    "bot": ("U02BOT", "C01GENERAL", LOCAL),
    "stranger": ("U02FAR", "C01GENERAL", ELSEWHERE),
}
"""Who sends it, from which channel, and of which workspace Slack says they are."""
THEIRS = {
    twin.MARK: re.compile(twin.MARK),
    twin.NAME: re.compile(f"· {twin.NAME}|{twin.NAME} ·"),
}
"""What tells of the other team; what is about a team has its name beside a point."""
OUT_OF_DATE = place.catalogue("en")["error.button"]
MAY_GO_ELSEWHERE = {ids.PROBLEM_REPORT_FORM}
"""A report is posted into the channels of whichever teams its author ticks."""
PEOPLE = [
    {"id": user, "name": user.lower(), "real_name": "X", "locale": "en-GB"}
    for user, _, _ in ATTACKERS.values()
]
KEPT_ASIDE = {"seen_requests", "slack_users", "channel_visits", "database_state"}

_CODE = re.compile(r"[UC]\w+|[A-Z0-9]{1,3}|[\d :.-]+")
"""IDs and keys: a refusal says by ID who may."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def forge(sqlite_template: Path) -> AsyncIterator[Forge]:
    """Every way gone, in an office with two teams that hold the same under other names."""
    people = [*place.PEOPLE, *PEOPLE, *crowd.PEOPLE]
    with in_memory() as folder, reading() as read, pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "_run", here)
        url = f"sqlite:///{shutil.copy(sqlite_template, folder / 'frt.sqlite3')}"
        told = {"people": people, "rates": False, "settings": MAY_CONNECT}
        async with (
            one_freshdesk() as address,
            office(url, by="http", prepare=place.prepare, **told) as opened,
        ):
            desk = await prepared(opened)
            desk.helpdesk = address
            await start_plan(desk)
            made = Forge(desk, read)
            await made.walk("emma")
            made.card = await twin.settle(desk)
            await enrol(desk)
            yield made
            desk.close()


async def test_every_id_is_reached_by_a_way_of_its_own(forge: Forge) -> None:
    found = forge.every()
    assert [one for one in sorted(forge.desk.office.bot.bolt._routes) if one not in found] == []


async def test_every_id_sent_by_everybody_tells_and_changes_nothing(forge: Forge) -> None:
    desk, secrets = forge.desk, secrets_of(forge.desk)
    wrong = []
    for one, payload in forge.every().items():
        for who, (user, channel, team) in ATTACKERS.items():
            heard = await forge.send(forge.by(payload, user, channel, team))
            faults = (told_by(heard, secrets), changed(desk), posts(heard), failed(heard))
            if any(faults) or heard.code not in {200, 400}:
                wrong.append((one, who, heard.code, faults, heard.text[:300]))
            await desk.undo(user)
        await desk._put_back(["slack_users"])
    assert wrong == []


async def test_a_value_of_another_team_tells_and_changes_nothing_of_it(forge: Forge) -> None:
    desk, world = forge.desk, await elsewhere(forge)
    tried, taken, wrong = set(), set(), []
    for one, change in of_every_id(forge, world):
        for user in people(change, (one[1].split(".")[0], forge.handler(one)), tried, taken):
            forge.read.clear()
            heard = await forge.send(forge.again(change.payload, user))
            for model, raw in forge.read:
                if raw == change.carried:
                    taken |= taken_by(change, model)
            told = told_by(heard, THEIRS, twin.NAME)
            posted = [] if one[1] in MAY_GO_ELSEWHERE else strayed(heard, world)
            faults = (
                told,
                changed(desk, twin.TEAM),
                posted,
                failed(heard),
                says_two_places(change.payload) and str(OUT_OF_DATE) not in heard.text,
            )
            if any(faults) or heard.code not in {200, 400}:
                wrong.append((one, change.of, change.field, change.value, user, faults))
            await desk.undo(user)
            await desk.forget_visits()
    assert wrong == []
    assert fields(forge) - taken == set()


def fields(forge: Forge) -> set[tuple[Any, str]]:
    """Return each field of each model, but of those that only others begin with."""
    begins = {other.__mro__[1] for other in MODELS} - {model for model, _ in forge.walked}
    read = [one for one in MODELS if one not in begins]
    return {(one, name) for one in read for name in one.model_fields if name != "v"}


def says_two_places(payload: Json) -> bool:
    """Return whether a click names another channel or message the second time."""
    here = payload.get("container") or {}
    channel, message = payload.get("channel"), payload.get("message")
    is_elsewhere = channel and channel["id"] != here.get("channel_id", channel["id"])
    is_another = message and message["ts"] != here.get("message_ts", message["ts"])
    return payload.get("type") == "block_actions" and bool(is_elsewhere or is_another)


def of_every_id(forge: Forge, world: World) -> Iterator[tuple[Id, Change]]:
    """Yield what a lead of Global support can send, changed one by one."""
    known = defaultdict(set)
    for model, raw in forge.walked:
        known[raw].add(model)
    for one, payload in forge.every().items():
        genuine = forge.by(payload, "U01EMMA", "C01SUPPORT")
        yield from ((one, change) for change in changes(genuine, world, known))


def taken_by(change: Change, model: type[ids.Value]) -> set[tuple[Any, str]]:
    """Return which fields of which models were changed in what the bot read as a model."""
    if change.within:
        return {(change.of, change.field), (model, change.within)}
    return {(model, change.field)}


def people(
    change: Change, handler: object, tried: set[object], taken: set[object]
) -> Iterator[str]:
    """Yield who sends a change: the lead once wherever it may tell, an agent once anywhere.

    What is nobody's is sent until the bot has read it.
    """
    if not change.is_theirs and not change.is_edge:
        for user in ("U01SOFIA", "U01EMMA"):
            if not change.is_read(taken):
                yield user
        return
    what = (change.of, change.field, str(change.value))
    for user, key in (("U01EMMA", change.once(handler)), ("U01SOFIA", what)):
        if (user, key) not in tried and (user == "U01EMMA" or not change.is_edge):
            tried.add((user, key))
            yield user


@contextmanager
def reading() -> Iterator[list[Read]]:
    """Gather every text that the bot reads, with the model that it is read as."""
    found: list[Read] = []

    def read(cls: type[ids.Value], raw: str) -> ids.Value:
        found.append((cls, raw))
        return BaseModel.model_validate_json.__func__(cls, raw)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids.Value, "model_validate_json", classmethod(read))
        yield found


async def elsewhere(forge: Forge) -> World:
    """Open a modal of somebody of the other team, and a channel that only the bot is in."""
    desk = forge.desk
    rooms = desk.office.slack.workspace.channels
    rooms[HIDDEN] = replace(rooms[twin.ROOM], id=HIDDEN, name="hidden", members=["U01FRTBOT"])
    await desk.client.command("wangfang", twin.NAME, "/frt 设置")
    await desk.office.settle()
    (modal,) = await desk.client.views("wangfang")
    url = desk.office.slack.workspace.new_response_url("U01WANG", twin.ROOM)
    return World(forge.card, modal["id"], url, HIDDEN)


def strayed(heard: Heard, world: World) -> list[Json]:
    """Return what was said in a channel of the other team, or in one that nobody there is in."""
    return [
        said
        for name, said in heard.sent
        if name in {"chat.postMessage", "chat.update"}
        and said.get("channel") in {twin.ROOM, world.hidden}
    ]


async def enrol(desk: Desk) -> None:
    """Give the attackers their roles, and take how everything stands then."""
    now = desk.office.clock()
    kinds = {"U02GUEST": "is_guest", "U02GONE": "deleted", "U02BOT": "is_bot"}
    kinds["U02FAR"] = "is_stranger"
    async with desk.office.database.write() as session:
        for user, role in (("U02LEAD", "lead"), ("U02AGENT", "agent")):
            session.add(Member(team_id=2, slack_user_id=user, role=role))
        for user, _, _ in ATTACKERS.values():
            more = {kinds[user]: True} if user in kinds else {}
            session.add(SlackUser(id=user, name=user.lower(), refreshed_at=now, **more))
    await desk.remember()


def secrets_of(desk: Desk) -> dict[str, re.Pattern[str]]:
    """Return what people wrote that stands in rows of Global support only."""
    own: set[str] = set()
    others: set[str] = set()
    for table, rows in desk.rows.items():
        for row in rows:
            team = row.get("id" if table == "teams" else "team_id")
            (own if team == 1 else others).update(v for v in row.values() if isinstance(v, str))
    written = {
        one for one in own - others if re.search(r"[A-Z ]", one) and not _CODE.fullmatch(one)
    }
    return {one: re.compile(rf"(?<!\w){re.escape(one)}(?!\w)") for one in written}


def posts(heard: Heard) -> list[Json]:
    """Return what was posted into the team's channel."""
    return [
        said
        for name, said in heard.sent
        if name == "chat.postMessage" and said["channel"] == "C01SUPPORT"
    ]


def failed(heard: Heard) -> bool:
    """Return whether something went wrong, but that nothing can be pushed onto a modal not open."""
    said, _, _ = str(place.catalogue("en")["error.unexpected"]).partition(":")
    return said in heard.text and [name for name, _ in heard.sent].count("views.push") < 2


def told_by(
    heard: Heard, secrets: dict[str, re.Pattern[str]], team: str = "Global support"
) -> list[str]:
    """Return which secrets were said, to others than the team's own channel.

    A sentence that refuses may name the team. Redrawn cards of the team stand where they stood.
    """
    outside = [
        (name, said)
        for name, said in heard.sent
        if name != "chat.update" or said["channel"] != "C01SUPPORT"
    ]
    text = Heard(heard.code, outside).text
    told = [one for one, pattern in secrets.items() if one in text and pattern.search(text)]
    return [one for one in told if one != team or not place.refused(text)]


def changed(desk: Desk, team: int = 1) -> list[str]:
    """Return the tables that hold other rows of a team than before."""
    names = desk._changed(KEPT_ASIDE)
    tables = [one for one in SQLModel.metadata.sorted_tables if one.name in names]
    with desk._engine.connect() as connection:
        now = {
            one.name: [dict(row) for row in connection.execute(one.select()).mappings()]
            for one in tables
        }
    return [
        name
        for name in names
        if rows_of(team, name, now[name]) != rows_of(team, name, desk.rows[name])
    ]


def rows_of(team: int, table: str, rows: list[Json]) -> list[str]:
    """Return the rows of a team, and those that belong to nobody."""
    column = "id" if table == "teams" else "team_id"
    found = [row for row in rows if row.get(column, team) == team]
    return sorted(
        str({name: held for name, held in row.items() if name not in OF_DRAWING}) for row in found
    )
