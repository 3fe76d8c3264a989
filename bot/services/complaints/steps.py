"""What people do with a complaint about delay: start its analysis, say that it is one or is not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.complaints.complaints import KIND, LIMIT, REASON_LENGTH, ComplaintFacts
from bot.metrics.history import Edit
from bot.metrics.problems import MOST_TICKETS, ProblemFacts
from bot.metrics.registers import AnyEntry, may
from bot.metrics.texts import cleaned
from bot.metrics.tickets import TicketKey
from bot.models import Complaint, Team
from bot.registers.problems import PROBLEMS, facts_of
from bot.services.complaints.clock import SUBJECT, TOLD, made, subject_key, time
from bot.services.forms import write
from bot.services.registers import life
from bot.services.team import measured
from bot.store import complaints as store
from bot.store import registers
from bot.store.causes import lock as lock_ticket
from bot.store.problems import problems as problem_store
from bot.store.team import roles
from bot.text import t

_DECIDE = frozenset({*TOLD, "admin"})
Reason = Literal["started", "joined", "started_before", "set_aside", "said", "unchanged"]


@dataclass(frozen=True, slots=True)
class Step:
    """What a click came to: the named reason, the complaint as it stands, the problem it is in."""

    reason: Reason
    complaint: ComplaintFacts
    problem: ProblemFacts | None = None
    is_new: bool = False


async def start(
    database: Database,
    place: tuple[int, TicketKey],
    who: str,
    now: datetime,
    join: int | None = None,
) -> Step:
    """Start the analysis of a complaint, once: in a new problem, or in the open one `join`.

    A complaint that is attached to an open problem already is analysed in that one. Who comes
    second learns who started it (`started_before`). Raises BotError for non-members, for what is no
    complaint any more, and for a problem that can't be joined.
    """
    team_id, key = place
    async with database.write() as session:
        team, row = await _known(session, place, lock=True)
        if not may(PROBLEMS.step("start"), who, await roles.role(session, team_id, who)):
            raise BotError("complaint.error.members_only", team=team.name)
        before = await _present(session, place)
        if before.analysis is not None:
            problem = await problem_store.problem(session, team_id, before.analysis.problem)
            return Step("started_before", before, problem)
        if before.is_void:
            raise BotError("complaint.error.no_complaint", id=key.external_id)
        joined = await _to_join(session, place, join)
        entry = joined or await _new(session, team, before, (who, now))
        problem = facts_of(await _begun(session, entry, key, (who, now)))
        row.started_by, row.started_at, row.problem = who, now, problem.number
        row.set_aside_by = row.set_aside_at = row.set_aside_why = None
        session.add(row)
        await _note(
            session, place, Edit("started", who, now, {}, {"problem": problem.number}, None)
        )
        complaint = await _present(session, place)
    return Step("joined" if joined else "started", complaint, problem, is_new=joined is None)


async def set_aside(
    database: Database, place: tuple[int, TicketKey], who: str, why: str | None, now: datetime
) -> Step:
    """Say that a complaint is not about delay. Raises BotError but for lead, quality and admins."""
    async with database.write() as session:
        team, row = await _known(session, place, lock=True)
        await _refuse(session, team, who)
        reason = cleaned(why)
        if not reason:
            raise BotError("complaint.error.no_why")
        before = await _present(session, place)
        if before.analysis is not None or row.set_aside_at is not None:
            return Step("unchanged", before)
        row.set_aside_by, row.set_aside_at, row.set_aside_why = who, now, reason[:REASON_LENGTH]
        session.add(row)
        await _note(session, place, Edit("set_aside", who, now, {}, {}, reason[:REASON_LENGTH]))
        return Step("set_aside", await _present(session, place))


async def say_delay(
    database: Database, place: tuple[int, TicketKey], who: str, now: datetime
) -> Step:
    """Say that a complaint is about delay. Raises BotError but for lead, quality and admins.

    Its 24 hours run from its opening all the same; that they were over meanwhile is told then.
    """
    team_id, key = place
    async with database.write() as session:
        team = await _team(session, team_id)
        await _refuse(session, team, who)
        if not await lock_ticket(session, team_id, [key]):
            raise BotError("complaint.error.gone", id=key.external_id)
        row = await store.row(session, team_id, key, lock=True)
        if row is not None and row.set_aside_at is None:
            return Step("unchanged", await _present(session, place))
        if row is None:
            row = await _added(session, place, now)
        row.reason, row.said_by = "said", who
        if now >= row.opened_at + LIMIT:
            row.noticed_at = now
            time(row, (await measured(session, team_id, now)).business)
        row.set_aside_by = row.set_aside_at = row.set_aside_why = None
        session.add(row)
        await _note(session, place, Edit("said", who, now, {}, {}, None))
        return Step("said", await _present(session, place))


async def may_decide(database: Database, place: tuple[int, TicketKey], who: str) -> ComplaintFacts:
    """Return a complaint to somebody who may say what it is about. Raises BotError."""
    async with database.read() as session:
        team, _ = await _known(session, place)
        await _refuse(session, team, who)
        return await _present(session, place)


async def _team(session: AsyncSession, team_id: int) -> Team:
    team = await session.get(Team, team_id)
    if team is None:
        raise BotError("error.button")
    return team


async def _known(
    session: AsyncSession, place: tuple[int, TicketKey], *, lock: bool = False
) -> tuple[Team, Complaint]:
    team = await _team(session, place[0])
    row = await store.row(session, *place, lock=lock)
    if row is None:
        raise BotError("complaint.error.gone", id=place[1].external_id)
    return team, row


async def _refuse(session: AsyncSession, team: Team, who: str) -> None:
    if await roles.role(session, team.id or 0, who) not in _DECIDE:
        raise BotError("complaint.error.leads_only", team=team.name)


async def _present(session: AsyncSession, place: tuple[int, TicketKey]) -> ComplaintFacts:
    await session.flush()
    found = await store.several(session, place[0], [place[1]])
    return found[0]


async def _added(session: AsyncSession, place: tuple[int, TicketKey], now: datetime) -> Complaint:
    team_id, key = place
    named = await store.named(session, team_id, key.external_id)
    ticket = next((one for one in named if one.source == key.source), None)
    if ticket is None or ticket.kind != KIND or ticket.excluded is not None:
        raise BotError("complaint.error.no_complaint", id=key.external_id)
    row = made(ticket, "said", await measured(session, team_id, now), now)
    await store.add(session, row)
    known = await store.row(session, team_id, key, lock=True)
    return known or row


async def _to_join(
    session: AsyncSession, place: tuple[int, TicketKey], join: int | None
) -> AnyEntry | None:
    """Return the open problem that a complaint's analysis is to be part of, if there is one."""
    team_id, key = place
    attached = await problem_store.of_ticket(session, team_id, key)
    number = next((one.number for one in attached if not one.is_closed), join)
    if number is None:
        return None
    entry = await registers.entry(session, PROBLEMS, team_id, number, lock=True)
    if entry is None or not entry.is_open:
        raise BotError("complaint.error.problem_closed", number=number)
    held = facts_of(entry).tickets
    if key not in held and len(held) >= MOST_TICKETS:
        raise BotError("complaint.error.problem_full", number=number, most=MOST_TICKETS)
    return entry


async def _new(
    session: AsyncSession, team: Team, one: ComplaintFacts, by: tuple[str, datetime]
) -> AnyEntry:
    values = {
        "kind": "delay",
        "seen": t(team.locale, "complaint.problem.seen", id=one.external_id),
        "origin": "complaint",
        "origin_ref": subject_key(one.key),
        "tickets": (one.key,),
    }
    return await life.made(session, PROBLEMS, one.team_id, values, by)


async def _begun(
    session: AsyncSession, entry: AnyEntry, key: TicketKey, by: tuple[str, datetime]
) -> AnyEntry:
    """Attach a complaint to a problem and say that its analysis has begun, where that is new."""
    held = facts_of(entry).tickets
    values = {} if key in held else {"tickets": (*held, key)}
    for name, given in (("change", values), ("start", {})):
        step = PROBLEMS.step(name)
        taken = await life.take(session, entry, step, given, by) if step.is_of(entry) else None
        entry = taken[0] if taken else entry
    return entry


async def _note(session: AsyncSession, place: tuple[int, TicketKey], edit: Edit) -> None:
    await write(session, place[0], SUBJECT, subject_key(place[1]), edit)
