"""`/frt complaints`: the clocks of a team, and one complaint by its ticket."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.complaint_report import ComplaintPage
from bot.metrics.complaints import KIND, LISTED, in_order, progress
from bot.metrics.paging import page_at
from bot.metrics.report import Ask, Reader, TeamView
from bot.metrics.tickets import TicketKey
from bot.models import Ticket
from bot.services.complaint_words import Words
from bot.services.complaints import MOST_PROBLEMS
from bot.services.readers import Profile
from bot.services.standing import Choice, Request, resolve
from bot.store import complaints as store

PAGE = 6


async def page(
    database: Database,
    place: tuple[Profile, str],
    asked: tuple[Words, int | None],
    now: datetime,
    number: int = 1,
) -> ComplaintPage | Choice:
    """Return a page of the team's clocks, what waits first, or the teams it may be about.

    `place` is who asks in which channel, `asked` are the words, and the team that was chosen for
    them, if any. A page beyond the last is the last. Raises BotError.
    """
    (profile, channel_id), (words, team_id) = place, asked
    request = Request(profile, channel_id, Ask(words.choice, team=words.team), now)
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        if words.ticket is not None:
            return await _one(session, (standing.team, standing.reader), words.ticket, now)
        problems = await store.open_problems(session, standing.team.id, MOST_PROBLEMS)
        known = await store.opened_since(session, standing.team.id, now - LISTED)
        unmarked = not known and not await store.ever(session, standing.team.id)
    ordered = in_order(known, now)
    at = page_at(number, len(ordered), PAGE)
    return ComplaintPage(
        team=standing.team,
        reader=standing.reader,
        as_of=now,
        progress=progress(known, now),
        complaints=tuple(at.of(ordered)),
        page=at.number,
        pages=at.pages,
        unmarked=unmarked,
        open_problems=tuple(problems),
    )


async def _one(
    session: AsyncSession, place: tuple[TeamView, Reader], external_id: str, now: datetime
) -> ComplaintPage:
    team, reader = place
    tickets = await store.named(session, team.id, external_id)
    if not tickets:
        raise BotError("complaint.error.unknown", id=external_id, team=team.name)
    keys = [TicketKey(one.source, one.external_id) for one in tickets]
    problems = await store.open_problems(session, team.id, MOST_PROBLEMS)
    known = in_order(await store.several(session, team.id, keys), now)
    other = next((one for one in tickets if _is_complaint(one)), None)
    if not known and other is None:
        raise BotError("complaint.error.no_complaint", id=tickets[0].external_id)
    return ComplaintPage(
        team=team,
        reader=reader,
        as_of=now,
        progress=progress(known, now),
        complaints=tuple(known),
        ticket=tickets[0].external_id,
        other=TicketKey(other.source, other.external_id) if other and not known else None,
        open_problems=tuple(problems),
    )


def _is_complaint(ticket: Ticket) -> bool:
    return ticket.kind == KIND and ticket.excluded is None
