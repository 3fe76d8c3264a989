"""Instants worth moving a clock to: when the next posts of a team are due."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.db import Database
from bot.metrics.clocks import (
    SECOND,
    Micros,
    Rhythm,
    Slot,
    daily_reports,
    from_micros,
    judgements,
    midnight,
    to_micros,
    weekly_reviews,
)
from bot.services.team.measuring import measured
from bot.store.deliveries import ledger as deliveries

_AHEAD = timedelta(days=31)
_A_WEEK = 7 * 24 * 3_600 * SECOND
Due = Callable[[Rhythm, Micros, Micros], Sequence[Slot]]
_DUE: Mapping[str, Due] = {"day_end": judgements, "next_morning": daily_reports}


async def clock_stops(database: Database, zone: str, now: datetime) -> Mapping[str, datetime]:
    """Return where a clock may be moved to, by name, in order; instants in UTC.

    `hour` is in an hour, `day_end` the next end of a working day, `next_morning` the next daily
    report, `next_friday` the first weekly review after today: of the teams in the IANA zone, else
    of all. A team without any for a month offers none.
    """
    async with database.read() as session:
        teams = await deliveries.teams_with_channel(session)
        near = [team for team in teams if team.zone == zone] or teams
        rhythms = [(await measured(session, team.id or 0, now)).rhythm for team in near]
    first, last = to_micros(now), to_micros(now + _AHEAD)
    found = {
        name: [at for rhythm in rhythms for at in _soonest(due, rhythm, first, last)]
        for name, due in _DUE.items()
    }
    found["next_friday"] = [
        at
        for rhythm in rhythms
        for at in _soonest(weekly_reviews, rhythm, _end_of_date(now, rhythm.zone), last)
    ]
    stops = {name: from_micros(min(instants)) for name, instants in found.items() if instants}
    return {"hour": now + timedelta(hours=1), **stops}


def _soonest(due: Due, rhythm: Rhythm, after: Micros, last: Micros) -> list[Micros]:
    """Return the first of these instants in a span, none when there is none: it is mostly near."""
    while after < last:
        until = min(after + _A_WEEK, last)
        if slots := due(rhythm, after, until):
            return [slots[0].due]
        after = until
    return []


def _end_of_date(now: datetime, zone: ZoneInfo) -> Micros:
    return midnight(now.astimezone(zone).date() + timedelta(days=1), zone)
