"""Answers of tickets themselves beside those of what their days come to."""

from dataclasses import replace

from bot.metrics.figures.report import Ask
from bot.models import HelpdeskName, Team
from bot.services.figures.answering import report
from bot.services.team.standing import Request
from tests.scenarios.tickets import NOW
from tests.services.test_columns import EMMA, add_tickets

ASKED = [
    Ask(),
    Ask("week"),
    Ask("2026-11-02..2026-11-08", by="channel"),
    Ask("last 7 days", clock="calendar"),
    Ask("last 10 days", by="agent"),
    Ask("last 20 days", by="hour"),
    Ask("last 20 days", by="day"),
    Ask("2026-11-04..2026-11-10", by="tier"),
    Ask("last 14 days", person="U01SOFIA"),
]
HOUR = 3_600_000_000
SOME = [ASKED[0], ASKED[4]]


async def filled(database):
    """Return a database with tickets of three weeks."""
    await add_tickets(database, 160, days=21)
    async with database.write() as session:
        session.add(HelpdeskName(team_id=1, name="Bo", slack_user_id="U01SOFIA"))
    return database


async def asked(database, ask, now=NOW):
    """Return an answer with its chart, made anew, with nothing in it of what made it so."""
    async with database.write() as session:
        (await session.get(Team, 1)).review_weekday += 1
    request = Request(EMMA, "C01SUPPORT", ask, now)
    made = (await report(database, request, now=now)).report
    drawn = (await report(database, request, now=now, is_charted=True)).report
    await database.settled()
    return replace(made, trend=drawn.trend)


async def both(database, many, ask, now=NOW):
    """Return an answer of the tickets themselves, and the one of what their days come to."""
    many(10**6)
    of_tickets = await asked(database, ask, now)
    many(1)
    await asked(database, ask, now)
    return of_tickets, await asked(database, ask, now)
