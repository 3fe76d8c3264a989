"""A problem opened: its card with what came of it, and the form of a new one."""

from collections.abc import Sequence
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import to_micros
from bot.metrics.figures import METRICS
from bot.metrics.problems.lists import PostedReport, ProblemCard, ProblemForm, ReportPlace
from bot.metrics.problems.problems import ProblemFacts
from bot.metrics.team import TeamView
from bot.metrics.tickets import TicketKey, Verdict, judge
from bot.models import Delivery
from bot.registers.problems import PROBLEMS
from bot.services.people import cut, plain
from bot.services.problems.slots import KIND, slot_of
from bot.services.registers import Source, teams_to_make_for
from bot.services.team import Choice, Request, measured, resolve
from bot.store import actions
from bot.store.deliveries import ledger as deliveries
from bot.store.problems import problems as store
from bot.store.problems import reports
from bot.store.tickets import tickets


async def new_form(
    database: Database, request: Request, source: Source, team_id: int | None = None
) -> ProblemForm:
    """Return the empty form of a problem. Raises BotError for somebody who is in no such team."""
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        kept = await teams_to_make_for(session, PROBLEMS, request, standing)
        said = await plain(session, source.text, request.profile.language)
        case = await _case(session, kept, source, request)
    shown = cut(said, PROBLEMS.most("seen"))
    return ProblemForm(
        teams=kept,
        text=shown,
        is_cut=shown != said,
        case=case,
        warned=_warned(source),
    )


async def card(database: Database, team_id: int, number: int) -> ProblemCard | None:
    """Return a problem with its actions and reports, None when there is no such problem."""
    async with database.read() as session:
        problem = await store.problem(session, team_id, number)
        return (await cards(session, [problem]))[0] if problem else None


async def present(database: Database, team_id: int, number: int) -> ProblemCard:
    """Return a problem with its actions and reports. Raises BotError when there is none."""
    found = await card(database, team_id, number)
    if found is None:
        raise BotError("problem.error.gone")
    return found


async def seen_card(
    database: Database, request: Request, number: int, team_id: int | None = None
) -> ProblemCard | Choice:
    """Return the card for who solves it or may see the team, or the teams to choose from.

    Raises BotError.
    """
    async with database.read() as session:
        own = await store.problem(session, team_id, number) if team_id is not None else None
        if own is not None and own.owner_id == request.profile.user_id:
            return (await cards(session, [own]))[0]
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        problem = await store.problem(session, standing.team.id, number)
        if problem is None:
            raise BotError("problem.error.number", number=number, team=standing.team.name)
        return (await cards(session, [problem]))[0]


async def cards(session: AsyncSession, problems: Sequence[ProblemFacts]) -> list[ProblemCard]:
    """Return problems of one team with their actions and reports."""
    if not problems:
        return []
    team_id, numbers = problems[0].team_id, [problem.number for problem in problems]
    made = await actions.of_problems(session, team_id, numbers)
    rows = await reports.of_problems(session, team_id, numbers)
    slots = [slot_of(row) for row in rows]
    placed: dict[str, list[Delivery]] = {}
    for row in await deliveries.of_slots(session, KIND, slots) if slots else ():
        placed.setdefault(row.slot, []).append(row)
    posted: dict[int, list[PostedReport]] = {}
    for report in rows:
        places = tuple(map(_place, placed.get(slot_of(report), [])))
        one = PostedReport(report.number, report.made_by, report.made_at, places)
        posted.setdefault(report.problem, []).append(one)
    return [
        ProblemCard(one, tuple(made.get(one.number, ())), tuple(posted.get(one.number, ())))
        for one in problems
    ]


def _place(row: Delivery) -> ReportPlace:
    return ReportPlace(row.channel_id, row.status, row.reason, row.message_ts)


async def _case(
    session: AsyncSession, teams: Sequence[TeamView], source: Source, request: Request
) -> tuple[TicketKey, Verdict] | None:
    if source.ticket is None:
        return None
    found = await tickets.with_keys(session, teams[0].id, [source.ticket])
    if not found:
        raise BotError("cases.error.gone", id=source.ticket[1])
    how = await measured(session, teams[0].id, request.as_of)
    verdict = judge(found[0], to_micros(request.as_of), how.clock, how.standards)
    return source.ticket, verdict


def _warned(source: Source) -> tuple[str, date] | None:
    """Return the metric and the day of a warning; raises BotError for what is none."""
    if source.origin != "warning":
        return None
    metric, _, day = (source.ref or "").partition(":")
    try:
        raised = date.fromisoformat(day)
    except ValueError as error:
        raise BotError("error.button") from error
    if metric not in METRICS:
        raise BotError("error.button")
    return metric, raised
