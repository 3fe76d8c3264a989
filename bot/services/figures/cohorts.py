"""Tickets as objects or, where there are many, in columns: what is asked of either."""

from asyncio import to_thread
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Hashable, Sequence
from operator import attrgetter
from typing import ParamSpec, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros, Period, to_micros
from bot.metrics.figures import AnyCohort, Cohort, Summed, last_of
from bot.metrics.tickets import TicketFacts
from bot.services.team import responded_by
from bot.store.kept import keep, name, named, recall

P = ParamSpec("P")
T = TypeVar("T")

_FEW = 100
"""So many are counted in two milliseconds, for which nobody has to be let through."""
_opened, _solved = attrgetter("opened_at"), attrgetter("solved_at")


def opened_within(tickets: AnyCohort, period: Period) -> AnyCohort:
    """Return those of some tickets, oldest first, that were opened in a period."""
    return _within(tickets, period, _opened)


def solved_within(tickets: AnyCohort, period: Period) -> AnyCohort:
    """Return those of some tickets, in order of their last resolution, that were solved then."""
    return _within(tickets, period, _solved)


def _within(tickets: AnyCohort, period: Period, key: Callable[[TicketFacts], Micros]) -> AnyCohort:
    start, end = to_micros(period.start), to_micros(period.end)
    if not isinstance(tickets, Sequence):
        return tickets.between(start, end)
    first = bisect_left(tickets, start, key=key)
    return tickets[first : bisect_left(tickets, end, key=key)]


def responded(tickets: Cohort, key: str) -> Cohort:
    """Return those that count in somebody's first-response figures."""
    if not isinstance(tickets, Sequence):
        return tickets.responded_by(key)
    return list(filter(responded_by(key), tickets))


def last_response(tickets: AnyCohort) -> Micros:
    """Return the latest first response or, where days are summed, an instant not before; or 0."""
    if not isinstance(tickets, Sequence):
        return tickets.last_response
    return last_of(tickets)


def content_of(tickets: AnyCohort, *sides: tuple[Period, Micros]) -> tuple[int, ...] | None:
    """Return what names the headline of whole days, see `Summed.content`; None: nothing does.

    Each side is a period and when it is judged.
    """
    if not isinstance(tickets, Summed):
        return None
    found = [tickets.content(one.first_day, one.last_day, at) for one, at in sides]
    known = [one for one in found if one is not None]
    return sum(known, ()) if len(known) == len(found) else None


async def found_once(
    session: AsyncSession,
    team_id: int,
    asked: Hashable,
    content: tuple[int, ...] | None,
    find: Callable[[], Awaitable[T]],
) -> T:
    """Return what is found of a team's tickets, once for the same content.

    Where nothing names that, once until the team's tickets change.
    """
    found: T | None
    if content is not None:
        found = named(session, (asked, content))
        return name(session, (asked, content), await find(), 1) if found is None else found
    found = await recall(session, asked, team_id)
    if found is None:
        found = await find()
        await keep(session, asked, found, team_id)
    return found


async def beside(
    tickets: AnyCohort, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return what work comes to: beside the event loop, unless the tickets are few."""
    if isinstance(tickets, Sequence) and len(tickets) < _FEW:
        return work(*args, **kwargs)
    return await to_thread(work, *args, **kwargs)
