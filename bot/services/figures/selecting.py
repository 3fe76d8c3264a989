"""Which of a team's tickets a request is about: what it asks of them, found among their values."""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import Micros
from bot.metrics.figures import Cohort, Filter, Selection
from bot.metrics.tickets import TicketFacts
from bot.services.figures.values import HOURS, Values, is_understood, meant
from bot.services.team import Choice, Request, Standing, resolve
from bot.store.kept import keep, recall
from bot.store.tickets import cohort_between, values_of
from bot.store.tickets import tickets as store

_VALUES = "the words for values"


async def selected(
    session: AsyncSession, request: Request, team_id: int | None = None
) -> Standing | Choice:
    """Return the team that a request is about, as `resolve` has it, with which of its tickets.

    Raises BotError for what is asked of tickets and not there.
    """
    standing = await resolve(session, request, team_id)
    if isinstance(standing, Choice) or not request.ask.where:
        return standing
    values = await values_in(session, standing.team.id)
    team = standing.team
    return replace(
        standing, selection=selection_of(request.ask.where, values, team.name, team.has_hours)
    )


async def understood(database: Database, request: Request, team_id: int | None) -> None:
    """See that what a request asks of tickets is understood. Raises BotError where it is not.

    Where the team is still to be chosen, one of them must understand it.
    """
    async with database.read() as session:
        found = await selected(session, request, team_id)
        if not isinstance(found, Choice):
            return
        values = Values({})
        for team in found.teams:
            values = await values_in(session, team.id)
            if is_understood(request.ask.where, values):
                return
        meant(request.ask.where, values)


async def values_in(session: AsyncSession, team_id: int) -> Values:
    """Return the values of a team's tickets by the words for them."""
    found: Values | None = await recall(session, _VALUES, team_id)
    if found is None:
        found = Values(await values_of(session, team_id))
        await keep(session, _VALUES, found, team_id)
    return found


def selection_of(
    where: tuple[Filter, ...], values: Values, team: str, has_hours: bool
) -> Selection:
    """Return which tickets of a team are asked for. Raises BotError."""
    found = meant(where, values)
    is_night = any(column == HOURS for column, *_ in found)
    if is_night and not has_hours:
        raise BotError("error.filter.hours", team=team)
    return Selection(
        tuple(Filter(column, value) for column, value, _ in found),
        tuple((column, stored) for column, _, stored in found if column != HOURS),
        is_night,
    )


async def opened(session: AsyncSession, standing: Standing, start: Micros, end: Micros) -> Cohort:
    """Return the tickets asked for that were opened from `start` up to `end`, oldest first."""
    asked = standing.selection
    found = await cohort_between(session, standing.team.id, start, end, asked.where)
    return asked.of_hours(found, standing.business)


async def waiting(
    session: AsyncSession, standing: Standing, as_of: Micros, *, is_past: bool
) -> list[TicketFacts]:
    """Return those asked for that may wait for a first reply, as `waiting_at` has it."""
    asked, team_id = standing.selection, standing.team.id
    found = await store.waiting_at(session, team_id, as_of, is_past=is_past, where=asked.where)
    return asked.waiting(found, standing.business)
