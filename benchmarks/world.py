"""The database of the benchmark: teams, 32 readers, and tickets imported as `frt import` does.

Run as `python -m benchmarks.world URL SIZE FOLDER`. What an import leaves behind is what the bot
then answers from, whatever tables it keeps beside the tickets.
"""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from benchmarks import tickets
from bot.db import Database, migrate, sync_engine
from bot.models import SlackUser
from bot.services.imports import importing
from bot.services.team import By, Choices, Limit, members
from bot.services.team import settings as teams
from bot.store.people import people

HOURS = "Mon-Fri 09:00-18:00"
_LIMITS = (Limit(180, "tier", "gold"), Limit(600, "tier", "silver"))


def main() -> None:
    """Fill an empty database."""
    url, size, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    migrate(url)
    asyncio.run(_teams(url))
    engine = sync_engine(url)
    for team in range(tickets.TEAMS):
        path = tickets.write(folder, size, team)
        request = importing.ImportRequest(team + 1, tickets.ZONE.key, path, "benchmark")
        result = importing.run(engine, request, tickets.NOW)
        if result.quarantined:
            raise RuntimeError(f"rows that are no tickets: {result.reasons}")
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("ANALYZE")  # as its autovacuum does within a minute
    engine.dispose()


async def _teams(url: str) -> None:
    database, before = Database(url), tickets.NOW - timedelta(days=tickets.DAYS)
    by = By("benchmark", before)
    for team in range(tickets.TEAMS):
        choices = Choices(
            channel_id=tickets.channel(team),
            zone=tickets.ZONE.key,
            hours=HOURS,
            country="CN",
            locale="zh" if team % 2 else "en",
            limits=_LIMITS,
        )
        await teams.add_team(database, tickets.team_name(team), choices, before, by.who)
    for person in tickets.READERS:
        await _add(database, person, by)
    async with database.write() as session:
        for team in range(tickets.TEAMS):
            row = await teams.find_team(session, tickets.team_name(team))
            row.planned_until = tickets.NOW
            session.add(row)
    await database.close()


async def _add(database: Database, person: tickets.Person, by: By) -> None:
    name = f"Agent {person.team + 1}-{1 + person.number // tickets.TEAMS}"
    team = tickets.team_name(person.team)
    await members.put_member(database, team, person.user_id, person.role, (name,), by=by)
    told = SlackUser(
        id=person.user_id,
        name=name,
        locale=person.locale,
        zone=tickets.ZONE.key,
        refreshed_at=tickets.NOW,
    )
    async with database.write() as session:
        await people.save_person(session, told)


if __name__ == "__main__":
    main()
