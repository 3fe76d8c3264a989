"""Which team a request is about, what the reader may see of it, and how its time is measured.

Decided from the database at every request and every click, never from what a button carries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.clocks import (
    BusinessClock,
    CalendarClock,
    Clock,
    Rhythm,
    WorkingHours,
    days_off,
    to_micros,
)
from bot.metrics.figures import Ask, Selection
from bot.metrics.team.readers import Reader, TeamView
from bot.metrics.tickets import Standard, Standards, TicketFacts, read_addresses
from bot.models import Team
from bot.services.people import Profile
from bot.services.team.sight import Asker, refuse_stranger, sight
from bot.store.team import teams as store
from bot.store.team.teams import TeamRow, TeamTimes
from bot.text.words import normalised

ALL = Selection()


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks what, in which channel as Slack says (none in a modal), as of which instant.

    `now` is the present where `as_of` is an earlier instant.
    """

    profile: Profile
    channel_id: str
    ask: Ask
    as_of: datetime
    now: datetime | None = None

    @property
    def asker(self) -> Asker:
        """Who asks, where and when: what decides which teams they see."""
        return Asker(self.profile.user_id, self.channel_id, self.now or self.as_of)


@dataclass(frozen=True, slots=True)
class Standing:
    """A team that the reader may see, with its clock for this request and its standards.

    `selection` is which of its tickets are asked for.
    """

    team: TeamView
    reader: Reader
    business: BusinessClock
    clock: Clock
    standards: Standards
    selection: Selection = ALL

    @property
    def sees_people(self) -> bool:
        """Whether the reader may see individual figures of everyone in the team."""
        return self.reader.leads or self.team.leaderboard_open

    @property
    def other_clock(self) -> str | None:
        """The clock that this request is not measured on; None for a team without hours."""
        if not self.team.has_hours:
            return None
        return "calendar" if self.clock.name == "business" else "business"


@dataclass(frozen=True, slots=True)
class Choice:
    """The teams that the request may be about, when nothing says which."""

    teams: tuple[TeamView, ...]
    reader: Reader
    ask: Ask


async def resolve(
    session: AsyncSession, request: Request, team_id: int | None = None
) -> Standing | Choice:
    """Return the team that a request is about, or those to choose from.

    `team_id` is a choice already made. Otherwise the team that was named, the channel's, or the
    sender's only one. Raises BotError when there is none, or the reader may not see it.
    """
    user_id, channel_id = request.profile.user_id, request.channel_id
    around = await store.teams_around(session, user_id, channel_id)
    row = await _chosen(session, request, team_id, around)
    if isinstance(row, TeamRow):
        await refuse_stranger(session, request.asker, row)
        return await _standing(session, request, row)
    views = tuple([(await _standing(session, request, one)).team for one in row])
    return Choice(views, request.profile.reader(), request.ask)


async def _chosen(
    session: AsyncSession, request: Request, team_id: int | None, around: list[TeamRow]
) -> TeamRow | list[TeamRow]:
    user_id = request.profile.user_id
    if team_id is not None:
        everyone = await store.all_teams(session, user_id)
        return _only([row for row in everyone if row.id == team_id])
    if request.ask.team is not None:
        everyone = await store.all_teams(session, user_id)
        return await _named(session, request.ask.team, everyone, request.asker)
    for row in around:
        if row.channel_id == request.channel_id:
            return row
    mine = around or [row for row in await store.all_teams(session, user_id) if row.is_admin]
    if not mine:
        raise BotError("error.no_team")
    return mine[0] if len(mine) == 1 else mine


def _only(rows: list[TeamRow]) -> TeamRow:
    if not rows:
        raise BotError("error.button")
    return rows[0]


async def _named(
    session: AsyncSession, name: str, rows: Sequence[TeamRow], asker: Asker
) -> TeamRow:
    wanted = _folded(name)
    for row in rows:
        if _folded(row.name) == wanted or (row.channel_id and f"<#{row.channel_id}" in name):
            return row
    visible = {
        _folded(row.name): row.name
        for row in rows
        if await sight(session, asker, row) != "stranger"
    }
    if not visible:
        raise BotError("error.team_unknown", team=name)
    near = get_close_matches(wanted, visible, n=1, cutoff=0.5) or list(visible)[:5]
    raise BotError(
        "error.team_unknown_near", team=name, near=" · ".join(visible[key] for key in near)
    )


def _folded(name: str) -> str:
    return normalised(name).casefold()


async def _standing(session: AsyncSession, request: Request, row: TeamRow) -> Standing:
    versions = await store.hours(session, row.id)
    rules = standards_of(await store.standards(session, row.id), row.quick_seconds)
    business = business_clock(row.zone, versions, row.country, row.days_off)
    team = _view(row, rules, request.as_of, has_hours=any(text for _, text in versions))
    reader = request.profile.reader("admin" if row.is_admin else row.role)
    return Standing(team, reader, business, _clock(request.ask, row, team, business), rules)


def _clock(ask: Ask, row: TeamRow, team: TeamView, business: BusinessClock) -> Clock:
    if ask.clock not in {None, "business", "calendar"}:
        raise BotError("error.button")
    if ask.clock == "business" and not team.has_hours:
        raise BotError("error.no_business_clock", team=row.name)
    wanted = ask.clock or row.clock
    return business if wanted == "business" and team.has_hours else CalendarClock()


def _view(row: TeamRow, rules: Standards, as_of: datetime, *, has_hours: bool) -> TeamView:
    at = to_micros(as_of)
    return TeamView(
        id=row.id,
        name=row.name,
        channel_id=row.channel_id,
        zone=ZoneInfo(row.zone),
        language=row.locale,
        frt_start=row.frt_start,
        statistic=row.statistic,
        attainment_target=row.attainment_target,
        frt_limit_seconds=rules.limit_for(TicketFacts("", "", at, at)),
        leaderboard_open=row.leaderboard_open,
        has_hours=has_hours,
        addresses=read_addresses(row.ticket_address, row.desk_addresses),
    )


@lru_cache(maxsize=256)
def business_clock(
    zone: str, versions: tuple[tuple[date, str], ...], country: str | None, off: str
) -> BusinessClock:
    """Return the clock of these rows: the same object, with what it has counted, every time.

    `off` are the team's own days off, as they are stored.
    """
    if not any(text for _, text in versions):
        return BusinessClock(ZoneInfo(zone), (), country)
    closed = WorkingHours(((),) * 7)
    read = [(day, WorkingHours.parse(text) if text else closed) for day, text in versions]
    return BusinessClock(ZoneInfo(zone), read, country, days_off(off))


def rhythm_of(team: Team | TeamTimes, versions: tuple[tuple[date, str], ...]) -> Rhythm:
    """Return when the posts of a team with these hours are due."""
    clock = business_clock(team.zone, versions, team.country, team.days_off)
    return Rhythm(ZoneInfo(team.zone), clock, team.report_at, team.review_weekday, team.review_at)


@lru_cache(maxsize=256)
def standards_of(rules: tuple[Standard, ...], quick: int) -> Standards:
    """Return the standards of these rows: the same object every time."""
    return Standards(rules, quick)
