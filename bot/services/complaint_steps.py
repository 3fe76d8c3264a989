"""What people do with a complaint about delay: start its analysis, say that it is one or is not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.complaints import KIND, LIMIT, REASON_LENGTH, ComplaintFacts
from bot.metrics.history import Edit
from bot.metrics.problems import MOST_TICKETS, Draft, ProblemFacts, tickets_text
from bot.metrics.texts import cleaned
from bot.metrics.tickets import TicketKey
from bot.models import Complaint, Team
from bot.services import problems
from bot.services.complaints import SUBJECT, TOLD, made, subject_key
from bot.services.edits import write
from bot.services.problem_rights import may
from bot.store import complaints as store
from bot.store import problems as problem_store
from bot.store import roles
from bot.store.causes import lock as lock_ticket
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
        if not may("analyse", await roles.role(session, team_id, who)):
            raise BotError("complaint.error.members_only", team=team.name)
        before = await _present(session, place)
        if before.analysis is not None:
            problem = await problem_store.problem(session, team_id, before.analysis.problem)
            return Step("started_before", before, problem)
        if before.is_void:
            raise BotError("complaint.error.no_complaint", id=key.external_id)
        joined = await _to_join(session, place, join)
        problem = joined or await _new(session, team, before, (who, now))
        problem = await _begun(session, problem, key, (who, now))
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
        if not await lock_ticket(session, team_id, key):
            raise BotError("complaint.error.gone", id=key.external_id)
        row = await store.row(session, team_id, key, lock=True)
        if row is not None and row.set_aside_at is None:
            return Step("unchanged", await _present(session, place))
        if row is None:
            row = await _added(session, place, now)
        row.reason, row.said_by = "said", who
        if now >= row.opened_at + LIMIT:
            row.noticed_at = now
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
    row = made(key, (ticket.opened_at, now), "said", team_id)
    await store.add(session, row)
    known = await store.row(session, team_id, key, lock=True)
    return known or row


async def _to_join(
    session: AsyncSession, place: tuple[int, TicketKey], join: int | None
) -> ProblemFacts | None:
    """Return the open problem that a complaint's analysis is to be part of, if there is one."""
    team_id, key = place
    attached = await problem_store.of_ticket(session, team_id, key)
    number = next((one.number for one in attached if not one.is_closed), join)
    if number is None:
        return None
    problem = await problem_store.problem(session, team_id, number, lock=True)
    if problem is None or problem.is_closed:
        raise BotError("complaint.error.problem_closed", number=number)
    if key not in problem.tickets and len(problem.tickets) >= MOST_TICKETS:
        raise BotError("complaint.error.problem_full", number=number, most=MOST_TICKETS)
    return problem


async def _new(
    session: AsyncSession, team: Team, one: ComplaintFacts, by: tuple[str, datetime]
) -> ProblemFacts:
    who, now = by
    draft = Draft(
        team_id=one.team_id,
        kind="delay",
        seen=t(team.locale, "complaint.problem.seen", id=one.external_id),
        origin="complaint",
        origin_ref=subject_key(one.key),
        tickets=(one.key,),
    )
    return await problems.add(session, draft, who, now)


async def _begun(
    session: AsyncSession, problem: ProblemFacts, key: TicketKey, by: tuple[str, datetime]
) -> ProblemFacts:
    """Attach a complaint to a problem and say that its analysis has begun, where that is new."""
    who, now = by
    team_id, number = problem.team_id, problem.number
    version = problem.version
    if key not in problem.tickets:
        tickets = (*problem.tickets, key)
        await problem_store.put_tickets(session, team_id, number, tickets)
        await problem_store.change(session, team_id, number, version, {})
        before, after = tickets_text(problem.tickets), tickets_text(tickets)
        changed = Edit("changed", who, now, {"tickets": before}, {"tickets": after}, None)
        await problems.note(session, problem, changed)
        version += 1
    if problem.analysis_started_at is None:
        values = {"analysis_started_by": who, "analysis_started_at": now}
        await problem_store.change(session, team_id, number, version, values)
        started = Edit("analysis_started", who, now, {}, {"started": True}, None)
        await problems.note(session, problem, started)
    return await problem_store.problem(session, team_id, number) or problem


async def _note(session: AsyncSession, place: tuple[int, TicketKey], edit: Edit) -> None:
    await write(session, place[0], SUBJECT, subject_key(place[1]), edit)
