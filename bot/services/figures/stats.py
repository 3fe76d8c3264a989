"""A team's figures for a period, for whoever runs the bot: `frt stats`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import (
    BusinessClock,
    CalendarClock,
    Clock,
    Period,
    PeriodError,
    from_micros,
    parse_period,
    to_micros,
)
from bot.metrics.figures.breakdowns import Key
from bot.metrics.figures.cohort import Figures, figures, grouped
from bot.metrics.figures.report import Ask
from bot.metrics.figures.selection import Filter, Selection
from bot.models import Team
from bot.services.figures.asking import read
from bot.services.figures.selecting import selection_of, values_in
from bot.services.figures.values import NotUnderstoodError
from bot.services.team import business_clock, find_team, names_in, standards_of
from bot.store.imports import data_at
from bot.store.team import teams as team_store
from bot.store.tickets import events
from bot.store.tickets import tickets as store


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `period` as typed; `clock` None for the team's own; `as_of` aware or wall.

    A naive `as_of` is read in the team's zone, None is the present. `only` are words for what is
    asked of tickets, as after `/frt`.
    """

    team: str
    period: str
    by: str | None = None
    clock: str | None = None
    as_of: datetime | None = None
    only: str = ""


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of a period on one clock, and of each group when a breakdown was asked for.

    `as_of` is the instant asked, or where the data end before it, `only` what is asked of tickets.

    `unknown_years` are those whose make-up days the calendar does not know yet.
    """

    team: str
    period: Period
    as_of: datetime
    clock: str
    figures: Figures
    groups: tuple[tuple[Key, Figures], ...] | None
    unknown_years: tuple[int, ...]
    only: tuple[Filter, ...] = ()


async def stats(database: Database, question: Question, now: datetime) -> Stats:
    """Return the figures that were asked for. Raises BotError."""
    async with database.read() as session:
        team = await find_team(session, question.team)
        return await _stats(session, team, question, now)


async def _stats(session: AsyncSession, team: Team, question: Question, now: datetime) -> Stats:
    team_id, zone = team.id or 0, ZoneInfo(team.zone)
    instant = _as_of(question.as_of, zone, now)
    period, asked = _period(question.period, instant, zone), to_micros(instant)
    versions = await team_store.hours(session, team_id)
    clock = _clock(team, versions, question.clock)
    business = business_clock(team.zone, versions, team.country, team.days_off)
    as_of = (await data_at(session, team_id, asked, business)).judged(asked)
    only = await _only(session, team, question.only, has_hours=any(text for _, text in versions))
    rules = await team_store.standards(session, team_id)
    standards = standards_of(rules, team.quick_seconds)
    start, end = to_micros(period.start), min(to_micros(period.end), as_of + 1)
    names = await names_in(session, team_id)
    opened = await store.opened_between(session, team_id, start, end, only.where)
    opened = list(only.of_hours(opened, business))
    tickets = names.unified(await events.with_returns(session, team_id, opened, as_of))
    is_past = asked < to_micros(now)
    found = await store.waiting_at(session, team_id, as_of, is_past=is_past, where=only.where)
    waiting = names.unified(only.waiting(found, business))
    groups = None
    if question.by is not None:
        groups = grouped(
            tickets,
            question.by,
            as_of=as_of,
            clock=clock,
            standards=standards,
            zone=zone,
            waiting=waiting,
        )
    unknown: tuple[int, ...] = ()
    if isinstance(clock, BusinessClock):
        unknown = tuple(clock.unknown_years(start, max(start, end - 1)))
    return Stats(
        team=team.name,
        period=period,
        as_of=from_micros(as_of),
        clock=clock.name,
        figures=figures(tickets, as_of=as_of, clock=clock, standards=standards, waiting=waiting),
        groups=tuple(groups) if groups is not None else None,
        unknown_years=unknown,
        only=only.filters,
    )


async def _only(session: AsyncSession, team: Team, text: str, *, has_hours: bool) -> Selection:
    """Return which tickets are asked for in words. Raises BotError for what says anything else."""
    ask = read(text)
    if replace(ask, where=()) != Ask():
        raise BotError("cli.stats.only.else", text=text)
    try:
        values = await values_in(session, team.id or 0)
        return selection_of(ask.where, values, team.name, has_hours=has_hours)
    except NotUnderstoodError as error:
        raise BotError("cli.stats.only.unknown", text=error.params["text"]) from error


def _clock(team: Team, versions: Sequence[tuple[date, str]], wanted: str | None) -> Clock:
    has_hours = any(text for _, text in versions)
    if wanted == "business" and not has_hours:
        raise BotError("error.no_business_clock", team=team.name)
    if (wanted or team.clock) == "business" and has_hours:
        return business_clock(team.zone, versions, team.country, team.days_off)
    return CalendarClock()


def _as_of(given: datetime | None, zone: ZoneInfo, now: datetime) -> datetime:
    if given is None:
        return now
    return given if given.tzinfo else given.replace(tzinfo=zone)


def _period(text: str, as_of: datetime, zone: ZoneInfo) -> Period:
    try:
        return parse_period(text, as_of, zone)
    except PeriodError as error:
        known = error.reason != "not_understood"
        key = f"error.{error.reason}" if known else "cli.stats.period"
        raise BotError(key, text=error.text) from error
