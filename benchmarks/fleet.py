"""Many teams with four weeks of tickets each and a report at one minute, or without both.

Run as `python -m benchmarks.fleet URL TEAMS tickets|none FOLDER`.
"""

import asyncio
import sys
from datetime import time, timedelta
from pathlib import Path

import polars as pl

from benchmarks import tickets
from benchmarks.world import HOURS
from bot.db import Database, migrate, sync_engine
from bot.models import ServiceStandard, Team, TeamHours
from bot.services.imports import importing

REPORT_AT = time(11, 1)
A_DAY, DAYS = 40, 28
_OF = 700_000
"""A size at which the largest team has more than enough tickets in those days."""


def main() -> None:
    """Fill an empty database."""
    url, teams, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[4])
    migrate(url)
    has_tickets = sys.argv[3] == "tickets"
    asyncio.run(_teams(url, teams, REPORT_AT if has_tickets else time(9)))
    if has_tickets:
        _tickets(url, teams, folder)


def _tickets(url: str, teams: int, folder: Path) -> None:
    whole = tickets.of_team(_OF, tickets.LARGEST)
    since = tickets.last_days(DAYS)[0]
    recent = whole.filter(pl.col("opened") >= since)
    step = max(1, recent.height // (A_DAY * DAYS))
    path = folder / "fleet.csv"
    tickets.exported(recent.gather_every(step)).write_csv(path)
    engine = sync_engine(url)
    for team in range(1, teams + 1):
        request = importing.ImportRequest(team, tickets.ZONE.key, path, "benchmark")
        importing.run(engine, request, tickets.NOW)
    engine.dispose()


async def _teams(url: str, teams: int, report_at: time) -> None:
    database, before = Database(url), tickets.NOW - timedelta(days=tickets.DAYS)
    async with database.write() as session:
        for number in range(1, teams + 1):
            session.add(
                Team(
                    id=number,
                    name=f"Team {number}",
                    channel_id=f"C0FLEET{number:04}",
                    zone=tickets.ZONE.key,
                    country="CN",
                    locale="zh" if number % 2 else "en",
                    report_at=report_at,
                    created_at=before,
                    planned_until=tickets.NOW,
                )
            )
        await session.flush()
        for number in range(1, teams + 1):
            session.add(TeamHours(team_id=number, hours=HOURS))
            session.add(
                ServiceStandard(team_id=number, number=1, valid_from=before, limit_seconds=900)
            )
    await database.close()


if __name__ == "__main__":
    main()
