"""The demo's two teams with their people and tickets, put in as a customer's would be."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.db import Database, sync_engine
from bot.services import imports, members, teams
from bot.services.importing_types import ImportRequest
from bot.services.team_values import Limit
from bot.services.teams import Choices, find_team
from bot.sources import sample
from bot.sources.sample_desks import CHINA_HOURS, GLOBAL_HOURS, global_support, support_china


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the local workspace, as the sample tickets name them."""

    user_id: str
    helpdesk_name: str
    role: str


GLOBAL_PEOPLE = (
    Person("U01EMMA", "Emma Clarke", "lead"),
    Person("U01NOAH", "Noah Williams", "agent"),
    Person("U01SOFIA", "Sofia Rossi", "agent"),
)
CHINA_PEOPLE = (
    Person("U01WANG", "王芳", "lead"),
    Person("U01LIWEI", "李伟", "agent"),
    Person("U01ZHANG", "张敏", "agent"),
)
ADMIN = "U01ADMIN"
_POSTS_SINCE = timedelta(days=8)
GLOBAL_CHANNEL, CHINA_CHANNEL = "C01SUPPORT", "C01KEFU"


async def add_sample_teams(
    database: Database, database_url: str, folder: Path, now: datetime
) -> int:
    """Add both teams to an empty database, their tickets up to `now`; return how many tickets.

    The files that the tickets are imported from are kept in `folder`.
    """
    await members.set_admin(database, ADMIN, admin=True)
    count = 0
    for desk, choices, people in (
        (global_support(), _global_choices(), GLOBAL_PEOPLE),
        (support_china(), _china_choices(), CHINA_PEOPLE),
    ):
        await teams.add_team(database, desk.name, choices, now)
        for person in people:
            await members.put_member(
                database, desk.name, person.user_id, person.role, (person.helpdesk_name,)
            )
        path = folder / f"{desk.prefix.strip('-')}.jsonl"
        _write(path, sample.tickets(desk, now))
        count += await _import(database, database_url, desk, path, now)
        await _plan_from(database, desk.name, now - _POSTS_SINCE)
    return count


async def _plan_from(database: Database, name: str, since: datetime) -> None:
    """Let the planner find what fell due since then, so that there is something to see at once."""
    async with database.write() as session:
        team = await find_team(session, name)
        team.planned_until = since
        session.add(team)


async def _import(
    database: Database, database_url: str, desk: sample.Desk, path: Path, now: datetime
) -> int:
    async with database.read() as session:
        team = await find_team(session, desk.name)
    engine = sync_engine(database_url)
    try:
        request = ImportRequest(team.id or 0, team.zone, path, "demo")
        return imports.run(engine, request, now).created
    finally:
        engine.dispose()


def _write(path: Path, records: Iterable[sample.Record]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _global_choices() -> Choices:
    return Choices(
        channel_id=GLOBAL_CHANNEL,
        zone="Europe/London",
        hours=GLOBAL_HOURS,
        country="GB-ENG",
        locale="en",
        limits=(Limit(180, "tier", "gold"), Limit(600, "tier", "silver")),
    )


def _china_choices() -> Choices:
    return Choices(
        channel_id=CHINA_CHANNEL,
        zone="Asia/Shanghai",
        hours=CHINA_HOURS,
        country="CN",
        locale="zh",
        limits=(
            Limit(180, "tier", "金卡"),
            Limit(600, "tier", "银卡"),
            Limit(1800, "tier", "普通"),
        ),
    )
