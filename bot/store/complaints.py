"""Rows of complaints about delay, with their tickets and the start of their analysis."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.complaints.complaints import (
    KIND,
    LIMIT,
    Analysis,
    ComplaintFacts,
    Reason,
    SetAside,
    Stage,
)
from bot.metrics.tickets import TicketKey
from bot.models import Complaint, Delivery, Problem, ProblemTicket, Team, Ticket

DELIVERY = "complaint"
_ONE_DAY = timedelta(days=1)
_ATTACHED = and_(
    col(ProblemTicket.team_id) == col(Complaint.team_id),
    col(ProblemTicket.source) == col(Complaint.source),
    col(ProblemTicket.external_id) == col(Complaint.external_id),
)
_WITH_TICKETS = (
    select(Complaint, Ticket)
    .outerjoin(
        Ticket,
        and_(
            col(Ticket.team_id) == col(Complaint.team_id),
            col(Ticket.source) == col(Complaint.source),
            col(Ticket.external_id) == col(Complaint.external_id),
        ),
    )
    .order_by(col(Complaint.opened_at), col(Complaint.source), col(Complaint.external_id))
)
_STARTED = (
    select(Complaint.source, Complaint.external_id, Problem)
    .join(ProblemTicket, _ATTACHED)
    .join(
        Problem,
        and_(
            col(Problem.team_id) == col(ProblemTicket.team_id),
            col(Problem.number) == col(ProblemTicket.problem),
        ),
    )
    .where(col(Problem.analysis_started_at).is_not(None))
    .order_by(col(Problem.analysis_started_at).desc())
)
_TOLD = ("sending", "posted", "unsure", "ambiguous")
_CONCERNED = select(Team).where(
    or_(
        exists().where(
            col(Ticket.team_id) == col(Team.id),
            col(Ticket.kind) == KIND,
            col(Ticket.opened_at) >= bindparam("opened"),
        ),
        exists().where(
            col(Complaint.team_id) == col(Team.id),
            or_(
                col(Complaint.noticed_at) >= bindparam("noticed"),
                col(Complaint.breach_at) > bindparam("told"),
            ),
        ),
    )
)
_CONCERNED_ONE = _CONCERNED.where(col(Team.id) == bindparam("team_id"))
"""Built once, for every look of the planner asks so."""


async def add(session: AsyncSession, made: Complaint) -> bool:
    """Add a complaint; return False when it is known already."""
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    added = await connection.execute(
        module.insert(Complaint)
        .values(made.model_dump())
        .on_conflict_do_nothing(index_elements=["team_id", "source", "external_id"])
        .returning(col(Complaint.external_id))
    )
    return added.first() is not None


async def row(
    session: AsyncSession, team_id: int, key: TicketKey, *, lock: bool = False
) -> Complaint | None:
    """Return a complaint's row; with `lock` nobody else changes it before this transaction ends."""
    query = select(Complaint).where(
        Complaint.team_id == team_id,
        Complaint.source == key.source,
        Complaint.external_id == key.external_id,
    )
    return (await session.exec(query.with_for_update() if lock else query)).first()


async def known_since(session: AsyncSession, team_id: int, since: datetime) -> set[TicketKey]:
    """Return which tickets opened since an instant are known as complaints about delay."""
    query = select(Complaint.source, Complaint.external_id).where(
        Complaint.team_id == team_id, col(Complaint.opened_at) >= since
    )
    return {TicketKey(*row) for row in (await session.exec(query)).all()}


async def teams_since(
    session: AsyncSession, opened: datetime, told: datetime, team_id: int | None = None
) -> Sequence[Team]:
    """Return the teams with a complaint opened since an instant, or told of after another.

    Of all teams, or of one.
    """
    query = _CONCERNED if team_id is None else _CONCERNED_ONE
    since = {"opened": opened, "noticed": _noticed(told), "told": told, "team_id": team_id}
    return (await session.exec(query, params=since)).all()


async def told_after(session: AsyncSession, team_id: int, at: datetime) -> list[ComplaintFacts]:
    """Return a team's complaints about delay that are told of after an instant, and some more."""
    return await _facts(session, team_id, _told_after(at))


async def opened_since(
    session: AsyncSession, team_id: int, since: datetime
) -> list[ComplaintFacts]:
    """Return a team's complaints about delay opened since an instant."""
    return await _facts(session, team_id, col(Complaint.opened_at) >= since)


async def analysed_between(
    session: AsyncSession, team_id: int, start: datetime, end: datetime
) -> dict[TicketKey, bool]:
    """Return whether the analysis of each complaint opened in a span began within its 24 hours.

    What was set aside as not about delay is none of them.
    """
    opened = and_(col(Complaint.opened_at) >= start, col(Complaint.opened_at) < end)
    found = await _facts(session, team_id, opened)
    return {
        one.key: one.analysis is not None and one.analysis.at <= one.due_at
        for one in found
        if not one.is_void and (one.analysis is not None or one.set_aside is None)
    }


async def several(
    session: AsyncSession, team_id: int, keys: Sequence[TicketKey]
) -> list[ComplaintFacts]:
    """Return some complaints about delay of a team."""
    key = tuple_(col(Complaint.source), col(Complaint.external_id))
    return await _facts(session, team_id, key.in_(list(keys)))


async def of_problem(session: AsyncSession, team_id: int, number: int) -> list[TicketKey]:
    """Return which of a problem's tickets are known as complaints about delay."""
    query = (
        select(Complaint.source, Complaint.external_id)
        .join(ProblemTicket, _ATTACHED)
        .where(ProblemTicket.team_id == team_id, ProblemTicket.problem == number)
    )
    return [TicketKey(*row) for row in (await session.exec(query)).all()]


async def open_problems(session: AsyncSession, team_id: int, most: int) -> list[tuple[int, str]]:
    """Return number and words of a team's problems that are not closed, the latest first."""
    query = (
        select(Problem.number, Problem.seen)
        .where(Problem.team_id == team_id, Problem.status != "closed")
        .order_by(col(Problem.number).desc())
        .limit(most)
    )
    return [(number, seen) for number, seen in (await session.exec(query)).all()]


async def ever(session: AsyncSession, team_id: int) -> bool:
    """Return whether any ticket of a team was ever marked as a complaint."""
    query = select(Ticket.external_id).where(Ticket.team_id == team_id, Ticket.kind == KIND)
    return (await session.exec(query.limit(1))).first() is not None


async def named(session: AsyncSession, team_id: int, external_id: str) -> list[Ticket]:
    """Return a team's tickets of an id, whatever their source; letter case does not matter."""
    query = select(Ticket).where(
        Ticket.team_id == team_id, func.lower(col(Ticket.external_id)) == external_id.lower()
    )
    return list((await session.exec(query.order_by(Ticket.source))).all())


async def told_until(session: AsyncSession, row: Delivery) -> datetime | None:
    """Return when the message before this one of its team and channel was due, if there is one."""
    query = select(func.max(col(Delivery.due_at))).where(
        Delivery.kind == DELIVERY,
        Delivery.team_id == row.team_id,
        Delivery.channel_id == row.channel_id,
        col(Delivery.due_at) < row.due_at,
        col(Delivery.status).in_(_TOLD),
    )
    return (await session.exec(query)).one()


def _told_after(at: datetime) -> ColumnElement[bool]:
    return or_(col(Complaint.noticed_at) >= _noticed(at), col(Complaint.breach_at) > at)


def _noticed(at: datetime) -> datetime:
    """Return since when what is told of after an instant was noticed, unless its breach is late."""
    return at - LIMIT - _ONE_DAY


async def _facts(
    session: AsyncSession, team_id: int, where: ColumnElement[bool]
) -> list[ComplaintFacts]:
    query = _WITH_TICKETS.where(col(Complaint.team_id) == team_id, where)
    rows = (await session.exec(query)).all()
    started = await _started(session, team_id, where) if rows else {}
    return [_made(row, ticket, started) for row, ticket in rows]


def _made(
    row: Complaint, ticket: Ticket | None, started: Mapping[TicketKey, Analysis]
) -> ComplaintFacts:
    return ComplaintFacts(
        team_id=row.team_id,
        source=row.source,
        external_id=row.external_id,
        opened_at=row.opened_at,
        noticed_at=row.noticed_at,
        reason=cast("Reason", row.reason),
        subject=ticket.subject if ticket else None,
        category=ticket.category if ticket else None,
        said_by=row.said_by,
        analysis=_clicked(row) or started.get(TicketKey(row.source, row.external_id)),
        set_aside=_set_aside(row),
        is_void=ticket is None or ticket.kind != KIND or ticket.excluded is not None,
        has_history=any((row.said_by, row.started_by, row.set_aside_by)),
        told_at=_told_at(row),
    )


def _told_at(row: Complaint) -> dict[Stage, datetime] | None:
    if row.half_at is None or row.late_at is None or row.breach_at is None:
        return None
    return {"half": row.half_at, "late": row.late_at, "breach": row.breach_at}


async def _started(
    session: AsyncSession, team_id: int, where: ColumnElement[bool]
) -> dict[TicketKey, Analysis]:
    """Return the first analysis begun of a problem that each complaint is attached to."""
    query = _STARTED.where(col(Complaint.team_id) == team_id, where)
    return {
        TicketKey(source, external_id): Analysis(
            problem.analysis_started_by or "",
            problem.analysis_started_at,
            problem.number,
        )
        for source, external_id, problem in (await session.exec(query)).all()
        if problem.analysis_started_at is not None
    }


def _clicked(row: Complaint) -> Analysis | None:
    if row.started_at is None or row.started_by is None or row.problem is None:
        return None
    return Analysis(row.started_by, row.started_at, row.problem)


def _set_aside(row: Complaint) -> SetAside | None:
    if row.set_aside_at is None or row.set_aside_by is None:
        return None
    return SetAside(row.set_aside_by, row.set_aside_at, row.set_aside_why or "")
