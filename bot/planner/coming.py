"""What each kind posts next for a team, as far as the database tells now."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.db import Database
from bot.models import Team
from bot.planner.rhythm import Rhythm
from bot.services import planning
from bot.services.deliveries import Due, of_slot
from bot.services.planning import Span

_ONE_DAY = timedelta(days=1)


class Coming(NamedTuple):
    """What a kind posts next: at one instant, perhaps to several channels; nothing: not known."""

    kind: str
    due: Sequence[Due]


class OfTeam(NamedTuple):
    """A team and what it gets next, in the order it falls due."""

    team: Team
    posts: list[Coming]


async def coming(
    database: Database, rhythms: Iterable[Rhythm], spans: Sequence[Span]
) -> list[OfTeam]:
    """Return what every kind posts first in these spans.

    Nothing is said of what has to become known before it falls due, such as a complaint.
    """
    asked = [one for one in rhythms if one.slots and one.times]
    return [OfTeam(span.team, await _of_team(database, asked, span)) for span in spans]


async def next_spans(database: Database, now: datetime, days: int) -> list[Span]:
    """Return the next days of every team that has a channel, by the team's name."""
    found = await planning.ahead(database, now, now + days * _ONE_DAY)
    return sorted(found, key=lambda span: span.team.name)


async def _of_team(database: Database, rhythms: list[Rhythm], span: Span) -> list[Coming]:
    made = [Coming(one.kind, await _first(database, one, span)) for one in rhythms]
    if span.times is None:
        return made
    return sorted((one for one in made if one.due), key=lambda one: one.due[0].due_at)


async def _first(database: Database, rhythm: Rhythm, span: Span) -> list[Due]:
    """Return what a kind posts at the first instant of a span, without what has a row already."""
    after = span.after
    while rhythm.slots and span.times and after < span.until:
        end = min(after + _ONE_DAY, span.until)
        if rhythm.may_hold(replace(span, after=after, until=end)):
            slots = await rhythm.slots(span.team, after, end)
            new = [one for one in slots if not await _has_row(database, one)]
            if new:
                at = min(one.due_at for one in new)
                return [one for one in new if one.due_at == at]
        after = end
    return []


async def _has_row(database: Database, due: Due) -> bool:
    return await of_slot(database, due.kind, due.channel_id, due.slot) is not None
