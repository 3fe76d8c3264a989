"""Teams and their members: adding, changing, listing. One transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import between
from bot.metrics.team.settings_form import PhraseMet
from bot.metrics.tickets import DEFAULT_LIMIT_SECONDS, DIMENSIONS
from bot.models import ServiceStandard, Team
from bot.services.team.phrases import phrases_met
from bot.services.team.values import Limit, write_limit
from bot.services.typed import write_duration
from bot.store import history
from bot.store.team import phrases
from bot.store.team import writes as store

SUBJECT, SHELL = "team", "shell"


@dataclass(frozen=True, slots=True)
class Choices:
    """What to set on a team, already read by `team_values`; None leaves a thing as it is.

    An empty `channel_id`, `country`, `hours`, `ticket_address`, `report_mentions` (roles, by
    comma), `days_off` or `not_replies` (days, phrases, a line each) takes it away, and so do
    `ended_limits`. `since` is the local date from which new hours and limits hold; without it they
    hold from `now` on, or from ever while the team has no tickets.
    """

    channel_id: str | None = None
    zone: str | None = None
    hours: str | None = None
    country: str | None = None
    days_off: str | None = None
    locale: str | None = None
    limits: tuple[Limit, ...] = ()
    ended_limits: tuple[Limit, ...] = ()
    report_at: time | None = None
    review_weekday: int | None = None
    review_at: time | None = None
    clock: str | None = None
    frt_start: str | None = None
    statistic: str | None = None
    attainment_target: float | None = None
    quick_seconds: int | None = None
    not_replies: str | None = None
    ticket_address: str | None = None
    report_mentions: str | None = None
    report_direct: bool | None = None
    leaderboard_open: bool | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class TeamCard:
    """A team as `frt team show` tells it.

    `hours` are (local date from which, hours) oldest first; `limits` are (instant from which,
    limit) in the order in which they were set.
    """

    name: str
    channel_id: str | None
    zone: str
    locale: str
    country: str | None
    days_off: tuple[str, ...]
    clock: str
    frt_start: str
    statistic: str
    attainment_target: float
    quick_seconds: int
    not_replies: tuple[PhraseMet, ...]
    ticket_address: str
    report_mentions: str
    report_direct: bool
    report_at: time
    leaderboard_open: bool
    hours: tuple[tuple[date, str], ...]
    limits: tuple[tuple[datetime, Limit], ...]
    members: int


async def add_team(
    database: Database, name: str, choices: Choices, now: datetime, who: str = SHELL
) -> TeamCard:
    """Add a team: UTC, English, no hours, 15 minutes, 09:00 unless chosen. Raises BotError."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        raise BotError("setup.bad_name")
    async with database.write() as session:
        if await store.team_named(session, name):
            raise BotError("setup.exists", name=name)
        card = await _card(session, team := await create(session, name, choices, now))
        await _note(session, team, (None, card), who, now)
        return card


async def change_team(
    database: Database, name: str, choices: Choices, now: datetime, who: str = SHELL
) -> TeamCard:
    """Change what `choices` names and leave the rest. Raises BotError."""
    async with database.write() as session:
        team = await find_team(session, name)
        before = await _card(session, team)
        await apply(session, team, choices, now)
        card = await _card(session, team)
        await _note(session, team, (before, card), who, now)
        return card


async def create(session: AsyncSession, name: str, choices: Choices, now: datetime) -> Team:
    """Add a team whose name is free. Raises BotError when its channel is not."""
    team = Team(name=name, created_at=now)
    await _choose(session, team, choices)
    session.add(team)
    await session.flush()
    await _put_hours(session, team, choices, now)
    await _put_limits(session, team, (Limit(DEFAULT_LIMIT_SECONDS),), None, now)
    await _put_limits(session, team, choices.limits, choices.since, now)
    return team


async def apply(session: AsyncSession, team: Team, choices: Choices, now: datetime) -> None:
    """Change what `choices` names on a team. Raises BotError when its new channel is taken.

    What fell due before a team had a channel is not made up for.
    """
    had_none, was = team.channel_id is None, team.not_replies
    await _choose(session, team, choices)
    if choices.not_replies is not None and choices.not_replies != was:
        # Files are read anew where the phrases are others, and would be counted twice.
        await phrases.forget(session, id_of(team))
    if had_none and team.channel_id is not None:
        team.planned_until = now
    await _put_hours(session, team, choices, now)
    valid_from = await _valid_from(session, team, choices.since, now)
    for limit in choices.ended_limits:
        condition = {limit.dimension: limit.value} if limit.dimension else {}
        await store.end_standard(session, id_of(team), condition, valid_from)
    await _put_limits(session, team, choices.limits, choices.since, now)
    session.add(team)
    await session.flush()


async def list_teams(database: Database) -> list[TeamCard]:
    """Return every team by name."""
    async with database.read() as session:
        return [await _card(session, team) for team in await store.all_teams(session)]


async def show_team(database: Database, name: str) -> TeamCard:
    """Return one team. Raises BotError with the nearest name."""
    async with database.read() as session:
        return await _card(session, await find_team(session, name))


async def team_key(database: Database, name: str) -> tuple[int, str]:
    """Return the ID and the time zone of a team. Raises BotError with the nearest name."""
    async with database.read() as session:
        team = await find_team(session, name)
        return id_of(team), team.zone


async def find_team(session: AsyncSession, name: str) -> Team:
    """Return the team of this name. Raises BotError with the nearest name or how to add one."""
    team = await store.team_named(session, " ".join(name.split()))
    if team:
        return team
    names = [known.name for known in await store.all_teams(session)]
    if not names:
        raise BotError("setup.none_yet")
    near = get_close_matches(name, names, 1, 0.5)
    if near:
        raise BotError("setup.unknown_near", name=name, near=near[0])
    raise BotError("setup.unknown", name=name, names=", ".join(names[:10]))


async def _choose(session: AsyncSession, team: Team, choices: Choices) -> None:
    if choices.channel_id:
        holder = await store.team_in_channel(session, choices.channel_id)
        if holder and holder.id != team.id:
            raise BotError("setup.channel_taken", channel=choices.channel_id, name=holder.name)
    for field in ("channel_id", "country"):
        value = getattr(choices, field)
        if value is not None:
            setattr(team, field, value or None)
    plain = ("zone", "locale", "clock", "frt_start", "statistic", "attainment_target")
    posts = ("report_mentions", "report_direct")
    others = ("quick_seconds", "leaderboard_open", "report_at", "review_weekday", "review_at")
    for field in (*plain, *others, "days_off", "not_replies", "ticket_address", *posts):
        value = getattr(choices, field)
        if value is not None:
            setattr(team, field, value)


async def _put_hours(session: AsyncSession, team: Team, choices: Choices, now: datetime) -> None:
    if choices.hours is None:
        return
    team_id = id_of(team)
    versions = await store.hours_of(session, team_id)
    if not versions and not choices.hours:
        return
    today = now.astimezone(ZoneInfo(team.zone)).date()
    ever = store.ALWAYS_DAY if not await store.has_tickets(session, team_id) else today
    valid_from = choices.since or ever
    await store.put_hours(session, team_id, valid_from, choices.hours)


async def _put_limits(
    session: AsyncSession,
    team: Team,
    limits: Sequence[Limit],
    since: date | None,
    now: datetime,
) -> None:
    team_id = id_of(team)
    valid_from = await _valid_from(session, team, since, now)
    for limit in limits:
        rule = ServiceStandard(
            team_id=team_id, number=0, valid_from=valid_from, limit_seconds=limit.seconds
        )
        if limit.dimension:
            setattr(rule, limit.dimension, limit.value)
        await store.put_standard(session, rule)


async def _valid_from(
    session: AsyncSession, team: Team, since: date | None, now: datetime
) -> datetime:
    if since:
        return between(since, since, ZoneInfo(team.zone)).start
    return now if await store.has_tickets(session, id_of(team)) else store.ALWAYS


async def _card(session: AsyncSession, team: Team) -> TeamCard:
    team_id = id_of(team)
    hours = await store.hours_of(session, team_id)
    rules = await store.standards_of(session, team_id)
    return TeamCard(
        name=team.name,
        channel_id=team.channel_id,
        zone=team.zone,
        locale=team.locale,
        country=team.country,
        days_off=tuple(team.days_off.splitlines()),
        clock=team.clock,
        frt_start=team.frt_start,
        statistic=team.statistic,
        attainment_target=team.attainment_target,
        quick_seconds=team.quick_seconds,
        not_replies=await phrases_met(session, team),
        ticket_address=team.ticket_address,
        report_mentions=team.report_mentions,
        report_direct=team.report_direct,
        report_at=team.report_at,
        leaderboard_open=team.leaderboard_open,
        hours=tuple((version.valid_from, version.hours) for version in hours),
        limits=tuple(
            (rule.valid_from, limit_of(rule)) for rule in rules if rule.valid_until is None
        ),
        members=len(await store.members_of(session, team_id)),
    )


async def _note(
    session: AsyncSession,
    team: Team,
    cards: tuple[TeamCard | None, TeamCard],
    who: str,
    now: datetime,
) -> None:
    before, after = (texts(card) if card else {} for card in cards)
    names = [name for name in after if before.get(name, "") != after[name]]
    if not names:
        return
    place = (session, id_of(team), SUBJECT, str(team.id), "changed" if before else "created")
    was = {name: before[name] for name in names} if before else None
    await history.add(*place, who, now, was, {name: after[name] for name in names})


def texts(card: TeamCard) -> dict[str, str | bool]:
    """Return a team's settings as the history holds them, by the names of the form's fields."""
    latest = {(limit.dimension, limit.value): limit.seconds for _, limit in card.limits}
    default = latest.pop((None, None), DEFAULT_LIMIT_SECONDS)
    lines = [write_limit(Limit(size, *of)) for of, size in latest.items()]
    return {
        "name": card.name,
        "channel": card.channel_id or "",
        "zone": card.zone,
        "hours": card.hours[-1][1] if card.hours else "",
        "country": card.country or "",
        "days_off": "\n".join(card.days_off),
        "language": card.locale,
        "limit": write_duration(default),
        "limits": "\n".join(lines),
        "target": f"{round(card.attainment_target * 100, 2):g}%",
        "quick": write_duration(card.quick_seconds),
        "not_replies": "\n".join(one.phrase for one in card.not_replies),
        "ticket_address": card.ticket_address,
        "mentions": card.report_mentions,
        "direct": "yes" if card.report_direct else "no",
        "clock": card.clock,
        "report_at": f"{card.report_at:%H:%M}",
        "frt_start": card.frt_start,
        "statistic": card.statistic,
        "leaderboard": card.leaderboard_open,
    }


def limit_of(rule: ServiceStandard) -> Limit:
    """Return a stored rule as the limit that people write."""
    for dimension in DIMENSIONS:
        value = getattr(rule, dimension)
        if value is not None:
            return Limit(rule.limit_seconds, dimension, value)
    return Limit(rule.limit_seconds)


def id_of(team: Team) -> int:
    """Return the id of a team that was saved."""
    if team.id is None:
        raise ValueError("the team has not been saved yet")
    return team.id
