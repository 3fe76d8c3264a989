"""Lists of problems, and the causes that recur among those of a period."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.db import Database
from bot.metrics.complaints import LISTED, progress
from bot.metrics.paging import page_at
from bot.metrics.periods import Period
from bot.metrics.problem_lists import ProblemList, ranked
from bot.metrics.problems import ProblemFacts
from bot.services.asking import period_of
from bot.services.problem_opening import cards
from bot.services.standing import Choice, Request, resolve
from bot.store import complaints
from bot.store import problems as store

PAGE = 6
_FIXED = frozenset({"open", "all"})
_JUST_NOW = timedelta(microseconds=1)


async def page(
    database: Database, request: Request, scope: str, number: int = 1, team_id: int | None = None
) -> ProblemList | Choice:
    """Return a page of a team's problems, the latest first, or the teams to choose from.

    A problem belongs to the period that it was made in. Raises BotError.
    """
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        team = standing.team
        period = _period(scope, request.as_of, team.zone)
        within = _span(period, request.as_of) if period else None
        where = store.within(team.id, within, only_open=scope == "open")
        total = await store.count(session, where)
        at = page_at(number, total, PAGE)
        found = await store.several(session, where, at.start, PAGE)
        ranking = None if scope == "open" else ranked(await store.several(session, where))
        counts = (
            await store.count(session, store.within(team.id, None, only_open=True)),
            await store.count(session, store.within(team.id, None)),
        )
        shown = await cards(session, found)
        known = await complaints.opened_since(session, team.id, request.as_of - LISTED)
    return ProblemList(
        team=team,
        scope=scope,
        period=period,
        problems=tuple(shown),
        total=total,
        counts=counts,
        page=at.number,
        pages=at.pages,
        ranking=ranking,
        clocks=progress(known, request.as_of),
    )


async def of_owner(database: Database, user_id: str) -> list[ProblemFacts]:
    """Return the problems that somebody has to solve, of every team: by date, then undated."""
    async with database.read() as session:
        return await store.of_owner(session, user_id)


def _span(period: Period, now: datetime) -> tuple[datetime, datetime]:
    """Return the instants of a period; one that runs to now holds what was made right now."""
    end = period.end + _JUST_NOW if period.end == now else period.end
    return period.start, end


def _period(scope: str, now: datetime, zone: ZoneInfo) -> Period | None:
    return None if scope in _FIXED else period_of(scope, now, zone)
