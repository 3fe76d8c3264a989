"""Tickets as objects or, where there are many, in columns: what is asked of either."""

from asyncio import to_thread
from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import ParamSpec, TypeVar

from bot.metrics.clocks import Micros, Period, to_micros
from bot.metrics.figures import Cohort
from bot.metrics.tickets import TicketFacts
from bot.services.team import responded_by

P = ParamSpec("P")
T = TypeVar("T")

_opened, _solved = attrgetter("opened_at"), attrgetter("solved_at")


def opened_within(tickets: Cohort, period: Period) -> Cohort:
    """Return those of some tickets, oldest first, that were opened in a period."""
    return _within(tickets, period, _opened)


def solved_within(tickets: Cohort, period: Period) -> Cohort:
    """Return those of some tickets, in order of their last resolution, that were solved then."""
    return _within(tickets, period, _solved)


def _within(tickets: Cohort, period: Period, key: Callable[[TicketFacts], Micros]) -> Cohort:
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


def last_response(tickets: Cohort) -> Micros:
    """Return the latest first response, 0 without any."""
    if not isinstance(tickets, Sequence):
        return tickets.last_response
    return max((one.first_response_at or 0 for one in tickets), default=0)


async def beside(tickets: Cohort, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what work comes to: with columns in a thread, as native code lets others be heard."""
    if isinstance(tickets, Sequence):
        return work(*args, **kwargs)
    return await to_thread(work, *args, **kwargs)
