"""Tickets as the figures see them, read without building objects that are thrown away."""

import json
from asyncio import to_thread
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    CursorResult,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros
from bot.metrics.complaints import KIND as COMPLAINT
from bot.metrics.figures import Where, with_values
from bot.metrics.tickets.tickets import TicketFacts, TicketKey
from bot.models import Team, Ticket
from bot.store.kept import kept_of_team


def _micros(column: object) -> ColumnElement[int]:
    return type_coerce(col(column), BigInteger)


OPENED = _micros(Ticket.opened_at)
TEAM_ID: BindParameter[int] = bindparam("team_id", type_=Integer)
_FRT_START = select(col(Team.frt_start)).where(col(Team.id) == TEAM_ID).scalar_subquery()
_HANDED_OFF = _micros(Ticket.handed_off_at)
_OPEN_SINCE = _micros(Ticket.waits_from)
_WAITS_FROM = case(
    (and_(_FRT_START == "handoff", _HANDED_OFF > _OPEN_SINCE), _HANDED_OFF), else_=_OPEN_SINCE
)
FACTS: dict[str, Any] = {
    "source": col(Ticket.source),
    "external_id": col(Ticket.external_id),
    "opened_at": OPENED,
    "waits_from": _WAITS_FROM,
    "first_response_at": _micros(Ticket.first_response_at),
    "first_solved_at": _micros(Ticket.first_solved_at),
    "solved_at": _micros(Ticket.solved_at),
    "replies": col(Ticket.replies),
    "reopened": col(Ticket.reopened),
    "csat": col(Ticket.csat),
    "channel": col(Ticket.channel),
    "agent": col(Ticket.agent),
    "responder": col(Ticket.responder),
    "resolver": col(Ticket.resolver),
    "group": col(Ticket.group_name),
    "tier": col(Ticket.tier),
    "category": col(Ticket.category),
    "priority": col(Ticket.priority),
    "kind": col(Ticket.kind),
    "subject": col(Ticket.subject),
    "customer": col(Ticket.customer),
    "excluded": col(Ticket.excluded),
    "turns": col(Ticket.turns),
    "turn_authors": col(Ticket.turn_authors),
    "ended_at": _micros(Ticket.ended_at),
    "ended_as": col(Ticket.ended_as),
    "response_told": col(Ticket.response_told),
    "resolution_told": col(Ticket.resolution_told),
    "bot_first_response_at": _micros(Ticket.bot_first_response_at),
    "handed_off_at": func.coalesce(_HANDED_OFF, _micros(Ticket.after_bot_at)),
    "complexity": col(Ticket.complexity),
}
"""What is read of a ticket, by the names of TicketFacts."""
_OF_TEAM = select(*FACTS.values()).where(col(Ticket.team_id) == TEAM_ID)
_TURNS = 22
_FEW = 100
"""So many rows become facts in two milliseconds; the rest of them beside the event loop."""
_TOLD = col(Ticket.response_told).is_(True)
_MAY_WAIT = (
    col(Ticket.excluded).is_(None),
    col(Ticket.waits_from).is_not(None),
    _TOLD,
)


@kept_of_team
async def opened_between(
    session: AsyncSession, team_id: int, start: Micros, end: Micros, where: Where = ()
) -> list[TicketFacts]:
    """Return a team's tickets opened from `start` up to but not including `end`, oldest first."""
    return await _facts(session, team_id, start <= OPENED, end > OPENED, *having(where))


def given(where: Where) -> tuple[Where, ...]:
    """Return a last argument that is left out where nothing is asked: what is kept is the same."""
    return (where,) if where else ()


def having(where: Where) -> list[ColumnElement[bool]]:
    """Return what holds of tickets that have one of the values in every column."""
    return [FACTS[name].in_(values) for name, values in where]


@kept_of_team
async def complaints_between(
    session: AsyncSession, team_id: int, start: Micros, end: Micros
) -> list[TicketFacts]:
    """Return a team's complaints opened from `start` up to but not including `end`, oldest first.

    Without those that are excluded.
    """
    return await _facts(
        session,
        team_id,
        start <= OPENED,
        end > OPENED,
        col(Ticket.kind) == COMPLAINT,
        col(Ticket.excluded).is_(None),
    )


async def waiting_at(
    session: AsyncSession, team_id: int, as_of: Micros, *, is_past: bool, where: Where = ()
) -> list[TicketFacts]:
    """Return the tickets that may wait for a first reply at an instant.

    `is_past` tells that more may have become known since: then they are looked for anew. Where the
    source of the latest ticket tells nothing of first responses, it is among them, so that whoever
    counts them sees that it can't be told.
    """
    untold = await latest_untold(session, team_id, *given(where))
    if is_past:
        found = await unanswered_at(session, team_id, as_of)
    else:
        found = await unanswered(session, team_id)
    return [*untold, *with_values(found, where)]


@kept_of_team
async def unanswered(session: AsyncSession, team_id: int) -> list[TicketFacts]:
    """Return the tickets that wait for a first reply now, whenever opened, oldest first."""
    return await _facts(
        session,
        team_id,
        col(Ticket.first_response_at).is_(None),
        col(Ticket.solved_at).is_(None),
        col(Ticket.ended_at).is_(None),
        *_MAY_WAIT,
    )


async def still_waiting(
    session: AsyncSession, team_id: int, start: Micros, end: Micros
) -> list[TicketFacts]:
    """Return the tickets opened from `start` up to `end` that neither anybody answered nor ended.

    Also those that owe no first reply: all of which a rollup tells nothing.
    """
    return await _facts(
        session,
        team_id,
        start <= OPENED,
        end > OPENED,
        col(Ticket.first_response_at).is_(None),
        col(Ticket.solved_at).is_(None),
        col(Ticket.ended_at).is_(None),
    )


@kept_of_team
async def latest_untold(
    session: AsyncSession, team_id: int, where: Where = ()
) -> list[TicketFacts]:
    """Return the team's latest ticket if its source tells nothing of first responses, else none."""
    wanted = having(where)
    latest = select(func.max(OPENED)).where(col(Ticket.team_id) == TEAM_ID, *wanted)
    untold = col(Ticket.response_told).is_(False)
    found = await _facts(session, team_id, latest.scalar_subquery() == OPENED, untold, *wanted)
    return found[:1]


async def unanswered_at(session: AsyncSession, team_id: int, as_of: Micros) -> list[TicketFacts]:
    """Return the tickets that may have waited for a first reply at an instant in the past."""
    return await _facts(
        session,
        team_id,
        as_of >= OPENED,
        or_(
            col(Ticket.first_response_at).is_(None),
            _micros(Ticket.first_response_at) > as_of,
        ),
        or_(col(Ticket.solved_at).is_(None), _micros(Ticket.solved_at) > as_of),
        or_(col(Ticket.ended_at).is_(None), _micros(Ticket.ended_at) > as_of),
        *_MAY_WAIT,
    )


async def open_at(
    session: AsyncSession, team_id: int, at: Micros, start: Micros, end: Micros
) -> list[TicketFacts]:
    """Return the tickets opened from `start` up to `end` without a first response at an instant."""
    return await _facts(
        session,
        team_id,
        start <= OPENED,
        end > OPENED,
        or_(col(Ticket.first_response_at).is_(None), _micros(Ticket.first_response_at) > at),
        _TOLD,
    )


async def with_keys(
    session: AsyncSession, team_id: int, keys: Sequence[TicketKey]
) -> list[TicketFacts]:
    """Return a team's tickets by source and id, those that are kept still, oldest first."""
    return await _facts(
        session, team_id, tuple_(col(Ticket.source), col(Ticket.external_id)).in_(keys)
    )


async def with_ids(session: AsyncSession, team_id: int, ids: Sequence[str]) -> list[TicketKey]:
    """Return a team's tickets that have one of these ids, whatever their source."""
    connection = await session.connection()
    query = (
        select(col(Ticket.source), col(Ticket.external_id))
        .where(col(Ticket.team_id) == team_id, col(Ticket.external_id).in_(ids))
        .order_by(col(Ticket.source), col(Ticket.external_id))
    )
    return [TicketKey(*row) for row in (await connection.execute(query)).all()]


@kept_of_team
async def first_opened(session: AsyncSession, team_id: int) -> Micros | None:
    """Return the opening of the earliest ticket ever taken in."""
    connection = await session.connection()
    earliest = select(func.min(OPENED)).where(col(Ticket.team_id) == literal(team_id))
    return (await connection.execute(earliest)).scalar()


@kept_of_team
async def last_opened(
    session: AsyncSession, team_id: int, until: Micros | None = None
) -> Micros | None:
    """Return the opening of the latest ticket ever taken in, or of those opened `until` then."""
    connection = await session.connection()
    latest = select(func.max(OPENED)).where(col(Ticket.team_id) == literal(team_id))
    if until is not None:
        latest = latest.where(until >= OPENED)
    return (await connection.execute(latest)).scalar()


async def some(
    session: AsyncSession, team_id: int, *conditions: ColumnElement[bool]
) -> list[TicketFacts]:
    """Return a team's tickets for which some conditions hold, oldest first."""
    return await _facts(session, team_id, *conditions)


async def _facts(
    session: AsyncSession, team_id: int, *conditions: ColumnElement[bool]
) -> list[TicketFacts]:
    connection = await session.connection()
    query = _OF_TEAM.where(*conditions).order_by(OPENED)
    found = await connection.execute(query, {"team_id": team_id})
    facts = list(_made(found.fetchmany(_FEW)))
    return facts if len(facts) < _FEW else facts + await to_thread(_rest, found)


def _rest(found: CursorResult[Any]) -> list[TicketFacts]:
    return list(_made(found.all()))


def _made(rows: Iterable[Sequence[Any]]) -> Iterator[TicketFacts]:
    for row in rows:
        turns: tuple[tuple[Micros, Micros], ...] | None = None
        authors: tuple[str | None, ...] = ()
        if row[_TURNS] is not None:
            turns = tuple((asked, replied) for asked, replied in json.loads(row[_TURNS]))
            authors = tuple(json.loads(row[_TURNS + 1] or "[]"))
        yield TicketFacts._make(
            (*row[:_TURNS], turns, authors, None, None, None, *row[_TURNS + 2 :])
        )
