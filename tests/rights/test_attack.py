"""Whatever is sent by whoever it is: nothing of another team is read or changed."""

import re

from sqlmodel import SQLModel

from bot.models import Member, SlackUser
from tests.rights import crowd
from tests.rights import desk as place
from tests.rights.desk import Desk
from tests.rights.forging import Forge, Heard
from tests.rights.test_rights import prepared, start_plan
from tests.scenarios.office import Json, office

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
PEOPLE = [
    {"id": user, "name": user.lower(), "real_name": "X", "locale": "en-GB"}
    for user, _, _ in ATTACKERS.values()
]
KEPT_ASIDE = {"seen_requests", "slack_users", "channel_visits"}

_CODE = re.compile(r"[UC]\w+|[A-Z0-9]{1,3}|[\d :.-]+")
"""IDs and keys: a refusal says by ID who may."""


async def test_every_id_sent_by_everybody_tells_and_changes_nothing(sqlite_url: str) -> None:
    people = [*place.PEOPLE, *PEOPLE, *crowd.PEOPLE]
    async with office(
        sqlite_url, by="http", prepare=place.prepare, people=people, rates=False
    ) as opened:
        desk = await prepared(opened)
        await start_plan(desk)
        forge = Forge(desk)
        await forge.walk("emma")
        found = forge.every()
        assert [one for one in sorted(opened.bot.bolt._routes) if one not in found] == []
        await enrol(desk)
        secrets = secrets_of(desk)
        wrong = []
        for one, payload in found.items():
            for who, (user, channel, team) in ATTACKERS.items():
                heard = await forge.send(forge.by(payload, user, channel, team))
                faults = (told_by(heard, secrets), changed(desk), posts(heard), failed(heard))
                if any(faults) or heard.code not in {200, 400}:
                    wrong.append((one, who, heard.code, faults, heard.text[:300]))
                await desk.undo(user)
            await desk._put_back(["slack_users"])
        desk.close()
        assert wrong == []


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
    """Return whether it was answered that something went wrong."""
    said, _, _ = str(place.catalogue("en")["error.unexpected"]).partition(":")
    return said in heard.text


def told_by(heard: Heard, secrets: dict[str, re.Pattern[str]]) -> list[str]:
    """Return which secrets were said, to others than the team's own channel.

    A sentence that refuses may name the team. Redrawn cards of the team stand where they stood.
    """
    outside = [
        (name, said)
        for name, said in heard.sent
        if name != "chat.update" or said["channel"] != "C01SUPPORT"
    ]
    text = Heard(heard.code, outside).text
    told = [one for one, pattern in secrets.items() if pattern.search(text)]
    return [one for one in told if one != "Global support" or not place.refused(text)]


def changed(desk: Desk) -> list[str]:
    """Return the tables that hold other rows of Global support than before."""
    names = desk._changed(KEPT_ASIDE)
    tables = [one for one in SQLModel.metadata.sorted_tables if one.name in names]
    with desk._engine.connect() as connection:
        now = {
            one.name: [dict(row) for row in connection.execute(one.select()).mappings()]
            for one in tables
        }
    return [name for name in names if ours(name, now[name]) != ours(name, desk.rows[name])]


def ours(table: str, rows: list[Json]) -> list[str]:
    """Return the rows of Global support, and those that belong to nobody."""
    column = "id" if table == "teams" else "team_id"
    return sorted(str(row) for row in rows if row.get(column, 1) == 1)
