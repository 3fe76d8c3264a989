"""The tickets of earlier reports that later files changed, as far as it matters."""

from asyncio import to_thread
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import Clock, Micros, to_micros
from bot.metrics.daily.revised import RevisedList, RevisedTicket
from bot.metrics.paging import page_at
from bot.metrics.team import Reader
from bot.metrics.tickets import (
    TOLD_FIELDS,
    Revised,
    Revision,
    Standards,
    changes,
    revised,
    worst_first,
)
from bot.services.team import Choice, Request, resolve
from bot.store.imports import data_at
from bot.store.tickets import revised as store

PAGE = 10


@dataclass(frozen=True, slots=True)
class RevisedPage:
    """A page of changed tickets and the one it was made for."""

    revised: RevisedList
    reader: Reader


async def changed(
    session: AsyncSession,
    team_id: int,
    span: tuple[Micros, Micros],
    judged: Micros,
    measures: tuple[Clock, Standards],
) -> list[Revised]:
    """Return the tickets opened by the start of a span that files changed in it and that matter.

    What they were and what they are at its end are both judged as of one instant.
    """
    start, end = span
    since = await store.judged_since(session, team_id, start)
    found = {key: made for key, made in since.items() if any(one.at <= end for one in made)}
    if not found:
        return []
    known = await store.known(session, team_id, list(found))

    def judge() -> list[Revised]:
        made = (revised(one, found[one.key], end, judged, measures) for one in known)
        return worst_first(one for one in made if one.was.opened_at <= start)

    return await to_thread(judge)


async def revised_page(
    database: Database, request: Request, team_id: int, before: datetime, page: int
) -> RevisedPage:
    """Return a page of the changed tickets behind a report; `request` is as of when it was made.

    `before` is when the report before was posted. A page beyond the last is the last. No names of
    people are among the changes. Raises BotError.
    """
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            raise BotError("error.button")
        as_of = to_micros(request.as_of)
        judged = (await data_at(session, team_id, as_of, standing.business)).judged(as_of)
        span = (to_micros(before), as_of)
        measures = (standing.clock, standing.standards)
        found = await changed(session, team_id, span, judged, measures)
        at = page_at(page, len(found), PAGE)
        shown = at.of(found)
        made = await store.of_tickets(session, team_id, [one.key for one in shown], span)
        numbers = {one.number for each in made.values() for one in each}
        files = await store.files(session, team_id, numbers)
    listed = RevisedList(
        team=standing.team,
        before=before,
        as_of=request.as_of,
        clock=standing.clock.name,
        total=len(found),
        page=at.number,
        pages=at.pages,
        tickets=tuple(_told(one, made[one.key], files) for one in shown),
    )
    return RevisedPage(listed, standing.reader)


def _told(
    one: Revised, revisions: list[Revision], files: dict[int, tuple[str, str]]
) -> RevisedTicket:
    told = {change.field: change for change in changes(revisions)}
    made = tuple(told[field] for field in TOLD_FIELDS if field in told)
    return RevisedTicket(one, made, files[one.revisions[-1].number][0])
