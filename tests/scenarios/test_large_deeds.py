"""Every command, click, form and register of a team with much to say fits Socket Mode's frames."""

import json

import pytest
from sqlmodel import select

from bot import ids
from bot.db import Database
from bot.metrics.registers import Text
from bot.registers import REGISTERS
from bot.workspace.limits import SOCKET_MESSAGE_BYTES
from tests.feeds.helpdesk import MAY_CONNECT, one_freshdesk
from tests.rights import desk as place
from tests.rights.deeds import DEEDS, Deed, begin, send, take
from tests.rights.desk import Desk
from tests.rights.test_rights import prepared, start_plan
from tests.scenarios.office import office

LONG = "客户说订单迟迟没有发货而且没有人回复" * 200
ENTRIES = 100
CONTENTS = ("invalid_blocks", "invalid_arguments", "msg_blocks_too_long", "msg_too_long")


async def much(database: Database) -> None:
    """Seed every register with a hundred entries, each field as long as it may be."""
    await place.prepare(database)
    async with database.write() as session:
        for kind in REGISTERS.values():
            found = list((await session.exec(select(kind.model))).all())
            for row in found:
                for name, one in kind.fields.items():
                    if isinstance(one, Text) and getattr(row, kind.column(name), None):
                        setattr(row, kind.column(name), LONG[: one.most])
            mine = [row.model_dump() for row in found if row.team_id == 1]
            for number in range(len(mine) + 1, ENTRIES + 1 if mine else 0):
                session.add(kind.model(**{**mine[0], "number": number}))


async def walk(desk: Desk, deed: Deed) -> bool:
    """Go a deed's whole way as the lead; return whether she saw or changed anything."""
    before = await desk.said("emma")
    shown = await begin(desk, "emma", deed)
    for step in deed.steps:
        shown = await take(desk, "emma", shown, step)
    if deed.form is not None and shown is not None and not deed.steps:
        await send(desk, "emma", shown, deed.form)
    was_answered = bool(await desk.said("emma") != before or desk.changed())
    await desk.undo("emma")
    return was_answered or deed.begins == "home"


async def traffic(desk: Desk) -> tuple[int, set[str]]:
    """Return the bytes of the largest message or modal of the bot, and what Slack refused."""
    calls = [one for one in await desk.client.log() if one["direction"] == "from_app"]
    largest = max(len(json.dumps(one["request"])) for one in calls)
    refused = {(one["answer"] or {}).get("error", "") for one in calls}
    return largest, refused & set(CONTENTS)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_deed_is_answered_within_a_frame(database_url: str, locale: str):
    opening = {"prepare": much, "people": place.PEOPLE, "rates": False, "settings": MAY_CONNECT}
    async with (
        one_freshdesk() as address,
        office(database_url, by="socket", **opening) as opened,
    ):
        desk = await prepared(opened)
        desk.helpdesk = address
        opened.slack.workspace.user("U01EMMA").locale = locale
        connections = opened.slack.courier.sockets._connections[:]
        answered = {ids.PLAN_START: await walk(desk, DEEDS[ids.PLAN_START])}
        await start_plan(desk)
        of_emma = {"team_id": 1, "name": "Emma", "slack_user_id": "U01EMMA"}
        await desk.add("helpdesk_names", [of_emma])
        await desk.remember()
        for name in DEEDS.keys() - answered.keys():
            answered[name] = await walk(desk, DEEDS[name])
        largest, refused = await traffic(desk)
        desk.close()
        assert [name for name, was in answered.items() if not was] == []
        assert opened.slack.courier.sockets._connections == connections
        assert refused == set()
        assert largest > SOCKET_MESSAGE_BYTES
