"""Complaints about delay: noticed as they become known, told of at 12, 22 and 24 hours."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import BusinessClock, from_micros, to_micros, when_may_reach
from bot.metrics.complaints.complaints import (
    OLDEST,
    STAGES,
    ComplaintFacts,
    Reason,
    Stage,
    State,
    in_order,
    may_begin,
    moments,
    why_about_delay,
)
from bot.metrics.complaints.report import Clocks
from bot.metrics.tickets import TicketFacts, TicketKey, judge
from bot.models import Card, Complaint, Delivery, Team, Ticket
from bot.services.deliveries import Due
from bot.services.people import language_for
from bot.services.team import Measured, measured
from bot.store import cards
from bot.store import complaints as store
from bot.store.people import people
from bot.store.team import roles
from bot.store.tickets import tickets

log = structlog.get_logger()
KIND = store.DELIVERY
SUBJECT = "complaint"
VIEW = "clock"
TOLD = ("lead", "quality")
"""Who is reminded, and mentioned when the 24 hours are over."""

MOST_PROBLEMS = 20
_REMINDED: tuple[Stage, ...] = ("half", "late")
_BREACH: tuple[Stage, ...] = ("breach",)
_STATES: dict[tuple[Stage, ...], frozenset[State]] = {
    _REMINDED: frozenset({"running"}),
    _BREACH: frozenset({"over", "too_late"}),
}
"""Of which states each message tells; a breach also of what was begun too late."""
_ONE_DAY = timedelta(days=1)


async def notice(database: Database, team: Team, now: datetime) -> int:
    """Give every complaint that is about delay its clock, once; return how many got one now."""
    assert team.id is not None  # noqa: S101  a stored team has its id
    async with database.read() as session:
        found = await _unknown(session, team, now)
    if not found:
        return 0
    async with database.write() as session:
        return sum([await store.add(session, row) for row in found])


async def concerned(
    session: AsyncSession, after: Mapping[int, datetime], now: datetime
) -> set[int]:
    """Return the teams with a complaint to be noticed now, or that may be told of since `after`.

    Those that are looked at are the keys of `after`.
    """
    told = min(after.values(), default=now)
    only = next(iter(after)) if len(after) == 1 else None
    found = await store.teams_since(session, _oldest(now), told, only)
    known = [(team.id or 0, team) for team in found]
    return {
        team_id
        for team_id, team in known
        if team_id in after and await _is_concerned(session, team, after[team_id], now)
    }


async def due(database: Database, team: Team, after: datetime, until: datetime) -> Sequence[Due]:
    """Return the messages that fell due in this span: one for each reader and ten minutes.

    Reminders to the leads and quality specialists, and the breach to the team's channel.
    """
    assert team.id is not None  # noqa: S101  a stored team has its id
    async with database.read() as session:
        known = await store.told_after(session, team.id, after)
        told = await people_told(session, team.id) if known else ()
    made: dict[tuple[str, datetime], Due] = {}
    channel = (team.channel_id,) if team.channel_id else ()
    for stages, readers in ((_REMINDED, told), (_BREACH, channel)):
        for at in (one.moment(stage) for one in known for stage in stages if _hits(one, stage)):
            if after < at <= until:
                made |= {(reader, at): _due(team, reader, at) for reader in readers}
    return sorted(made.values(), key=lambda one: one.due_at)


async def content(database: Database, row: Delivery, now: datetime) -> Clocks | str:
    """Return what the message of a row says now, or the named reason why there is none.

    It tells what reached a stage since the message before it, so that one that was left out is made
    up for by the next. A reminder is only of those whose 24 hours are not over.
    """
    async with database.read() as session:
        it = await measured(session, row.team_id, now)
        person = await people.person(session, row.channel_id)
        since = await store.told_until(session, row) or row.due_at - OLDEST
        known = await store.told_after(session, row.team_id, since)
        told = await people_told(session, row.team_id)
        problems = await store.open_problems(session, row.team_id, MOST_PROBLEMS)
    team = it.team
    is_breach = row.channel_id == team.channel_id
    if person is not None and person.deleted:
        return "person_deactivated"
    if not is_breach and row.channel_id not in told:
        return "nothing_due"
    stages = _BREACH if is_breach else _REMINDED
    shown = [
        one
        for one in known
        if one.state(now) in _STATES[stages]
        and any(since < one.moment(stage) <= row.due_at for stage in stages)
    ]
    if not shown:
        return "nothing_due"
    language = team.language if is_breach else language_for(person)
    ordered = tuple(in_order(shown, now))
    mentions = told if is_breach else ()
    resumes = None if is_breach else _resumes(ordered, now, it.business)
    return Clocks(team, language, now, ordered, is_breach, mentions, tuple(problems), resumes)


async def shown_on(database: Database, card: Card, now: datetime) -> Clocks | None:
    """Return what a posted message shows, as it stands now; None when nothing of it is left."""
    _, language, place = card.view.split(".")
    async with database.read() as session:
        rows = await cards.of_message(session, card.channel_id, card.message_ts)
        keys = [key_of(row.subject_key) for row in rows if row.subject == SUBJECT]
        found = await store.several(session, card.team_id, keys)
        it = await measured(session, card.team_id, now)
        told = await people_told(session, card.team_id)
        problems = await store.open_problems(session, card.team_id, MOST_PROBLEMS)
    is_breach = place == "channel"
    ordered = tuple(in_order(found, now))
    mentions = told if is_breach else ()
    resumes = None if is_breach else _resumes(ordered, now, it.business)
    shown = Clocks(it.team, language, now, ordered, is_breach, mentions, tuple(problems), resumes)
    return shown if ordered else None


async def keys_of_problem(database: Database, team_id: int, number: int) -> list[str]:
    """Return the subject keys of the complaints among a problem's tickets."""
    async with database.read() as session:
        found = await store.of_problem(session, team_id, number)
    return [subject_key(one) for one in found]


async def people_told(session: AsyncSession, team_id: int) -> tuple[str, ...]:
    """Return the user IDs of a team's leads, then its quality specialists, if still there."""
    members = await roles.with_roles(session, team_id, TOLD)
    rows = [(user_id, await people.person(session, user_id)) for user_id in members]
    return tuple(user_id for user_id, row in rows if row is None or not row.deleted)


def subject_key(key: TicketKey) -> str:
    """Return what cards and history call a complaint, by its source and id."""
    return "/".join(key)


def key_of(key: str) -> TicketKey:
    """Return the ticket that cards and history call so; a source has no slash."""
    source, _, external_id = key.partition("/")
    return TicketKey(source, external_id)


def made(ticket: Ticket | TicketFacts, reason: Reason, it: Measured, now: datetime) -> Complaint:
    """Return the row of a complaint of a team that becomes known now."""
    opened = ticket.opened_at
    row = Complaint(
        team_id=it.team.id,
        source=ticket.source,
        external_id=ticket.external_id,
        opened_at=from_micros(opened) if isinstance(opened, int) else opened,
        noticed_at=now,
        reason=reason,
    )
    time(row, it.business)
    return row


def time(row: Complaint, hours: BusinessClock) -> None:
    """Write down when each stage of a complaint is told of, by the hours that hold now."""
    told_at = moments(row.opened_at, row.noticed_at, hours)
    row.half_at, row.late_at, row.breach_at = (told_at[stage] for stage in STAGES)


async def _is_concerned(session: AsyncSession, team: Team, after: datetime, now: datetime) -> bool:
    try:
        if await _unknown(session, team, now):
            return True
        known = await store.told_after(session, team.id or 0, after)
    except Exception:
        log.exception("complaints can't be looked at", team=team.name)
        return True
    return any(after < one.moment(stage) <= now for one in known for stage in STAGES)


def _oldest(now: datetime) -> datetime:
    return (now - OLDEST).replace(hour=0, minute=0, second=0, microsecond=0)


async def _unknown(session: AsyncSession, team: Team, now: datetime) -> list[Complaint]:
    team_id = team.id or 0
    first = _oldest(now)
    span = to_micros(first), to_micros(first + OLDEST + 2 * _ONE_DAY)
    found = await tickets.complaints_between(session, team_id, *span)
    known = await store.known_since(session, team_id, first) if found else set()
    new = [one for one in found if TicketKey(one.source, one.external_id) not in known]
    new = [one for one in new if may_begin(from_micros(one.opened_at), now, team.created_at)]
    if not new:
        return []
    it = await measured(session, team_id, now)
    rows = []
    for one in new:
        verdict = judge(one, to_micros(now), it.clock, it.standards)
        reason = why_about_delay(one, verdict)
        if reason is not None:
            rows.append(made(one, reason, it, now))
    return rows


def _resumes(
    shown: Sequence[ComplaintFacts], now: datetime, hours: BusinessClock
) -> datetime | None:
    """Return when work begins again, where the time of a complaint ends before that, off work."""
    for due in (to_micros(one.due_at) for one in shown if one.state(now) == "running"):
        begins = when_may_reach(due, hours)
        if begins > due:
            return from_micros(begins)
    return None


def _hits(one: ComplaintFacts, stage: Stage) -> bool:
    """Return whether a stage is told of, as far as is known when it is planned."""
    stages = _BREACH if stage == "breach" else _REMINDED
    return one.state(one.moment(stage)) in _STATES[stages]


def _due(team: Team, reader: str, at: datetime) -> Due:
    local = at.astimezone(ZoneInfo(team.zone))
    return Due(KIND, reader, f"{team.id}:{local:%Y-%m-%d}:{at:%H%M}Z", at)
