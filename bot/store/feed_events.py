"""What helpdesks sent of their tickets, event by event."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Table, and_, func, or_, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import NOT_COUNTED
from bot.metrics.clocks import to_micros
from bot.metrics.feeds import SHORTEST_QUIET, Event, Gap, Outcome
from bot.models import Feed, FeedEvent

NEW = "new"
_AT_ONCE = 500
_HOUR = 3_600_000_000
_EVENTS: Table = FeedEvent.__table__  # type: ignore[attr-defined]
_IS = tuple(_EVENTS.c[name] for name in ("event_id", "ticket", "type", "occurred_at", "body"))


class Place(NamedTuple):
    """A helpdesk that sends."""

    team_id: int
    number: int


class Known(NamedTuple):
    """An event that is kept, and what became of it."""

    event: Event
    outcome: str
    reason: str | None


async def keep(
    session: AsyncSession, place: Place, rows: Sequence[Mapping[str, Any]], now: datetime
) -> set[str]:
    """Keep events that came at an instant; return the ids of those that were not kept already.

    First in its transaction, which changes nothing that readers were shown. Whoever keeps the same
    ones meanwhile waits until it has ended.
    """
    connection = await session.connection(execution_options=NOT_COUNTED)
    if not rows:
        return set()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = module.insert(FeedEvent).on_conflict_do_nothing().returning(col(FeedEvent.event_id))
    beside = _of(place) | {"received_at": now, "outcome": NEW}
    # Sorted, so that two of them never wait for each other.
    values = sorted((beside | dict(row) for row in rows), key=lambda row: str(row["event_id"]))
    return set((await connection.execute(insert, values)).scalars())


async def heard(session: AsyncSession, place: Place, now: datetime) -> None:
    """Keep that something was heard of a helpdesk that sends, whoever has it."""
    connection = await session.connection()
    values = {
        "heard_at": now,
        "live_since": func.coalesce(col(Feed.live_since), to_micros(now)),
        "quiet_seconds": func.coalesce(col(Feed.quiet_seconds), SHORTEST_QUIET),
    }
    key = (col(Feed.team_id) == place.team_id, col(Feed.number) == place.number)
    later = or_(col(Feed.heard_at).is_(None), col(Feed.heard_at) < now)
    await connection.execute(update(Feed).where(*key, later).values(values))


async def told(
    session: AsyncSession, place: Place, ids: Collection[str]
) -> dict[str, tuple[str, str, datetime, str]]:
    """Return by id what kept events say: ticket, type, when it occurred, and the rest as JSON."""
    query = select(*_IS).where(*_where(place), col(FeedEvent.event_id).in_(ids))
    connection = await session.connection()
    found = await connection.execute(query)
    return {event_id: (ticket, kind, at, said) for event_id, ticket, kind, at, said in found}


async def waiting(session: AsyncSession, place: Place, most: int) -> list[str]:
    """Return the tickets of the new events that came first, each once."""
    query = (
        select(col(FeedEvent.ticket))
        .where(*_where(place), col(FeedEvent.outcome) == NEW)
        .order_by(col(FeedEvent.received_at))
        .limit(most)
    )
    connection = await session.connection()
    return list(dict.fromkeys((await connection.execute(query)).scalars()))


async def of_tickets(
    session: AsyncSession, place: Place, tickets: Sequence[str]
) -> dict[str, list[Known]]:
    """Return all that is known to have happened to some tickets."""
    query = select(*_IS, _EVENTS.c.outcome, _EVENTS.c.reason).where(*_where(place))
    connection = await session.connection()
    found: dict[str, list[Known]] = defaultdict(list)
    for some in _some(tickets):
        for one in await connection.execute(query.where(_EVENTS.c.ticket.in_(some))):
            found[one.ticket].append(_known(one))
    return found


async def mark(session: AsyncSession, place: Place, outcomes: Mapping[str, Outcome | None]) -> None:
    """Keep what became of events, by their ids; None: they are new again."""
    by_outcome: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for event_id, one in outcomes.items():
        by_outcome[(NEW, None) if one is None else (one.outcome, one.reason)].append(event_id)
    connection = await session.connection()
    for (outcome, reason), ids in by_outcome.items():
        for some in _some(ids):
            which = update(FeedEvent).where(*_where(place), col(FeedEvent.event_id).in_(some))
            await connection.execute(which.values(outcome=outcome, reason=reason))


async def gaps(session: AsyncSession, place: Place, since: datetime, hour: datetime) -> list[Gap]:
    """Return between which instants nothing came, of the gaps that began at an hour of the day.

    `hour` is an instant in it, in the team's zone. Where its clocks were changed meanwhile, the
    days before count by the hour beside it.
    """
    at = type_coerce(col(FeedEvent.received_at), BigInteger)
    times = select(at.label("at")).where(*_where(place), at >= to_micros(since)).distinct()
    each = times.subquery().c.at
    pairs = select(each, func.lead(each).over(order_by=each).label("following")).subquery().c
    ahead = (hour.utcoffset() or timedelta()) // timedelta(microseconds=1)
    is_then = ((pairs.at + ahead) // _HOUR) % 24 == hour.hour
    connection = await session.connection()
    query = select(pairs.at, pairs.following).where(pairs.following.is_not(None), is_then)
    return [Gap(*one) for one in await connection.execute(query)]


def are_new() -> Any:  # noqa: ANN401  a clause
    """Return the condition that a helpdesk has new events, beside `Feed` in a query."""
    of = and_(col(FeedEvent.team_id) == Feed.team_id, col(FeedEvent.feed_number) == Feed.number)
    return select(1).where(of, col(FeedEvent.outcome) == NEW).exists()


def _of(place: Place) -> dict[str, Any]:
    return {"team_id": place.team_id, "feed_number": place.number}


def _where(place: Place) -> tuple[Any, Any]:
    return col(FeedEvent.team_id) == place.team_id, col(FeedEvent.feed_number) == place.number


def _known(one: Any) -> Known:  # noqa: ANN401  a row of these columns
    at, said = to_micros(one.occurred_at), json.loads(one.body)
    return Known(Event(one.event_id, at, one.ticket, one.type, said), one.outcome, one.reason)


def _some(all_of: Sequence[str]) -> Iterator[list[str]]:
    each = iter(all_of)
    while some := list(islice(each, _AT_ONCE)):
        yield some
