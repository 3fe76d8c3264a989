"""Lists of actions, and the empty form for a new one."""

import re
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.ids import Origin
from bot.metrics.actions import (
    LIMITS,
    SCOPES,
    ActionList,
    Form,
    Matrix,
    Scope,
    default_due,
    matrix,
)
from bot.metrics.business_clock import BusinessClock
from bot.metrics.report import TeamView
from bot.services.action_rights import may
from bot.services.standing import Choice, Request, Standing, business_clock, resolve
from bot.store import actions as store
from bot.store import teams
from bot.text import t

PAGE = 8
_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|([^<>]*))?>")
_CHANNEL = re.compile(r"<#[CG][A-Z0-9]{2,20}(?:\|([^<>]*))?>")
_SPECIAL = re.compile(r"<!(?:subteam\^[A-Z0-9]+\|)?@?([^<>|]*)(?:\|[^<>]*)?>")
_LINK = re.compile(r"<((?:https?://|mailto:)[^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Source:
    """Where an action is made from; `text` is what Slack sent, to be proposed as its measure."""

    origin: Origin
    ref: str | None = None
    text: str = ""


async def new_form(
    database: Database, request: Request, source: Source, team_id: int | None = None
) -> Form:
    """Return the empty form of an action. Raises BotError for somebody who is in no such team."""
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        views = standing.teams if isinstance(standing, Choice) else (standing.team,)
        user_id = request.profile.user_id
        kept = [view for view in views if await store.role(session, view.id, user_id)]
        if not kept:
            raise BotError("action.error.members_only", team=views[0].name)
        measure = await _plain(session, source.text, request.profile.language)
        today = request.as_of.astimezone(kept[0].zone).date()
        clock = await _clock(session, standing, kept[0])
    shown = _cut(measure, LIMITS["measure"])
    return Form(
        teams=tuple(kept),
        owner_id=user_id,
        due_on=default_due(today, clock),
        measure=shown,
        is_cut=shown != measure,
        origin=source.origin,
        origin_ref=source.ref,
    )


def _cut(text: str, most: int) -> str:
    """Return text that a field takes which counts an emoji as the two units it is in UTF-16."""
    units = text.encode("utf-16-le", "ignore")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


async def page(
    database: Database, request: Request, scope: Scope, number: int = 1, team_id: int | None = None
) -> ActionList | Choice:
    """Return a page of actions, or the teams to choose from. Raises BotError.

    One's own are listed from every team, also for an owner who belongs to none.
    """
    async with database.read() as session:
        team = await _team(session, request, scope, team_id)
        if isinstance(team, Choice):
            return team
        user_id, now = request.profile.user_id, request.as_of
        today = now.astimezone(team.zone if team else request.profile.zone).date()
        wheres = {
            name: store.within(name, team_id=team.id if team else 0, user_id=user_id, today=today)
            for name in SCOPES
        }
        counts = await store.counts(session, wheres)
        pages = max(-(-counts[scope] // PAGE), 1)
        number = min(max(number, 1), pages)
        found = await store.listed(session, wheres[scope], (number - 1) * PAGE, PAGE)
        roles = {
            team_id: await store.role(session, team_id, user_id)
            for team_id in {one.team_id for one in found}
        }
    may_change = frozenset(
        (one.team_id, one.number)
        for one in found
        if any(may(one, kind, user_id, roles[one.team_id]) for kind in one.changes())
    )
    return ActionList(team, scope, tuple(found), counts, number, pages, may_change)


async def matrix_of(
    database: Database, request: Request, team_id: int | None = None
) -> Matrix | Choice:
    """Return a team's open actions by impact and ease, or the teams to choose from."""
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        return matrix(standing.team, await store.open_in(session, standing.team.id))


async def _team(
    session: AsyncSession, request: Request, scope: Scope, team_id: int | None
) -> TeamView | Choice | None:
    try:
        standing = await resolve(session, request, team_id)
    except BotError as error:
        if scope == "mine" and error.key == "error.no_team":
            return None
        raise
    if isinstance(standing, Choice):
        return None if scope == "mine" else standing
    return standing.team


async def _clock(
    session: AsyncSession, standing: Standing | Choice, view: TeamView
) -> BusinessClock:
    if isinstance(standing, Standing):
        return standing.business
    rows = await teams.all_teams(session, standing.reader.user_id)
    row = next(row for row in rows if row.id == view.id)
    return business_clock(row.zone, await teams.hours(session, row.id), row.country)


async def _plain(session: AsyncSession, text: str, language: str) -> str:
    """Return what Slack sent as people read it: names for mentions, no escapes."""
    known = await store.names(session, [user_id for user_id, _ in _MENTION.findall(text)])
    somebody = t(language, "action.somebody")
    text = _MENTION.sub(lambda found: f"@{known.get(found[1]) or found[2] or somebody}", text)
    text = _CHANNEL.sub(lambda found: f"#{found[1] or ''}", text)
    text = _SPECIAL.sub(lambda found: f"@{found[1]}", text)
    text = _LINK.sub(lambda found: found[1].removeprefix("mailto:"), text)
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    return text.strip()
