"""Revisions as they are read, and the tickets that they are of."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, and_, true, tuple_, type_coerce
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros
from bot.metrics.tickets import JUDGED_FIELDS, Known, Revision, TicketKey
from bot.models import Import, SlackUser, Team, Ticket, TicketRevision
from bot.store.tickets.tickets import with_keys

_AT = type_coerce(col(TicketRevision.at), BigInteger)
_TOGETHER = 500

Found = dict[TicketKey, list[Revision]]


async def judged_since(session: AsyncSession, team_id: int, after: Micros) -> Found:
    """Return what files changed since an instant of what verdicts follow from, oldest first."""
    judged = col(TicketRevision.field).in_(sorted(JUDGED_FIELDS))
    return await _found(session, team_id, after < _AT, judged)


async def judged_in(session: AsyncSession, team_id: int, number: int) -> Found:
    """Return what a file changed of what verdicts follow from."""
    started = columns(type_coerce(col(Import.started_at), BigInteger)).where(
        col(Import.team_id) == team_id, col(Import.number) == number
    )
    return await _found(
        session,
        team_id,
        started.scalar_subquery() <= _AT,
        col(TicketRevision.import_number) == number,
        col(TicketRevision.field).in_(sorted(JUDGED_FIELDS)),
    )


async def of_tickets(
    session: AsyncSession,
    team_id: int,
    keys: Sequence[TicketKey],
    span: tuple[Micros, Micros] | None = None,
) -> Found:
    """Return all that files changed of a few tickets, oldest first.

    `span` is after one instant and up to another.
    """
    of = tuple_(col(TicketRevision.source), col(TicketRevision.external_id))
    wheres: list[ColumnElement[bool]] = [of.in_(keys)]
    if span is not None:
        wheres += [span[0] < _AT, span[1] >= _AT]
    return await _found(session, team_id, *wheres)


async def known(session: AsyncSession, team_id: int, keys: Sequence[TicketKey]) -> list[Known]:
    """Return tickets as they are known now, with what their clocks start from."""
    team = await session.get_one(Team, team_id)
    from_handoff = team.frt_start == "handoff"
    found = []
    for start in range(0, len(keys), _TOGETHER):
        chosen = keys[start : start + _TOGETHER]
        starts = await _starts(session, team_id, chosen)
        for facts in await with_keys(session, team_id, chosen):
            key = TicketKey(facts.source, facts.external_id)
            found.append(Known(facts, *starts[key], from_handoff))
    return found


async def files(
    session: AsyncSession, team_id: int, numbers: Collection[int]
) -> dict[int, tuple[str, str]]:
    """Return the name of the file of each of these imports, and who took it in."""
    query = columns(col(Import.number), col(Import.file_name), col(Import.imported_by)).where(
        col(Import.team_id) == team_id, col(Import.number).in_(numbers)
    )
    connection = await session.connection()
    return {number: (name, who) for number, name, who in await connection.execute(query)}


async def _starts(
    session: AsyncSession, team_id: int, keys: Sequence[TicketKey]
) -> dict[TicketKey, tuple[Micros | None, Micros | None]]:
    query = columns(
        col(Ticket.source),
        col(Ticket.external_id),
        type_coerce(col(Ticket.waits_from), BigInteger),
        type_coerce(col(Ticket.handed_off_at), BigInteger),
    ).where(
        col(Ticket.team_id) == team_id,
        tuple_(col(Ticket.source), col(Ticket.external_id)).in_(keys),
    )
    connection = await session.connection()
    rows = await connection.execute(query)
    return {TicketKey(source, name): (start, handed) for source, name, start, handed in rows}


async def _found(session: AsyncSession, team_id: int, *wheres: ColumnElement[bool]) -> Found:
    wanted: tuple[Any, ...] = (
        col(TicketRevision.source),
        col(TicketRevision.external_id),
        col(TicketRevision.field),
        _AT,
        col(TicketRevision.before),
        col(TicketRevision.after),
        col(TicketRevision.import_number),
        col(TicketRevision.row),
    )
    query = columns(*wanted).where(col(TicketRevision.team_id) == team_id, *wheres)
    query = query.order_by(_AT, col(TicketRevision.import_number))
    connection = await session.connection()
    found: Found = defaultdict(list)
    for source, external_id, *rest in await connection.execute(query):
        key = TicketKey(source, external_id)
        found[key].append(Revision(key, *rest))
    return found


class Told(NamedTuple):
    """What one file changed of a ticket: values as text by field, the file, and who took it in.

    `name` is of who took it in, as Slack knows them.
    """

    team: str
    key: TicketKey
    number: int
    row: int | None
    at: datetime
    file: str
    who: str
    name: str | None
    before: dict[str, str]
    after: dict[str, str | None]


async def exported(
    session: AsyncSession, team_id: int | None, since: datetime | None
) -> list[Told]:
    """Return what files changed, of one team or of all: oldest first, a file's in their order."""
    of_import = and_(
        col(Import.team_id) == col(TicketRevision.team_id),
        col(Import.number) == col(TicketRevision.import_number),
    )
    query = (
        select(TicketRevision, Import, Team.name, SlackUser.name)
        .join(Import, of_import)
        .join(Team, col(Team.id) == col(TicketRevision.team_id))
        .join(SlackUser, col(SlackUser.id) == col(Import.imported_by), isouter=True)
        .where(true() if team_id is None else col(TicketRevision.team_id) == team_id)
        .where(true() if since is None else col(TicketRevision.at) >= since)
        .order_by(
            col(TicketRevision.at),
            col(TicketRevision.team_id),
            col(TicketRevision.import_number),
            col(TicketRevision.row),
            col(TicketRevision.field),
        )
    )
    made: dict[tuple[int, int, TicketKey], Told] = {}
    for row, taken, team, name in (await session.exec(query)).all():
        key = TicketKey(row.source, row.external_id)
        fresh = Told(
            team,
            key,
            row.import_number,
            row.row,
            row.at,
            taken.file_name,
            taken.imported_by,
            name,
            {},
            {},
        )
        told = made.setdefault((row.team_id, row.import_number, key), fresh)
        told.before[row.field] = row.before
        told.after[row.field] = row.after
    return list(made.values())
