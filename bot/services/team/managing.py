"""Which teams somebody may look after: their own as lead, every one as admin of the bot."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from bot.db import Database
from bot.errors import BotError
from bot.metrics.team import MAY_DECIDE, Duty
from bot.store.team import roles
from bot.store.team import teams as store
from bot.text.words import normalised

_NEW = frozenset({"new", "new team", "add", "新建", "新团队", "新建团队"})
_NAMED = re.compile(r"^(?:team |团队 ?)?[\"“「]?(.+?)[\"”」]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A team as it was named, if it was; `is_new` for one that is not there yet."""

    team: str | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Managed:
    """The teams that somebody may set up, as (id, name, channel ID) by name."""

    teams: tuple[tuple[int, str, str | None], ...]
    is_admin: bool


def read(rest: str) -> Words:
    """Return the team that is named by these words."""
    named = _NAMED.match(normalised(rest))
    return Words(named[1] if named else None)


def read_setup(rest: str) -> Words:
    """Return the team that is named by these words after those for its settings, or a new one."""
    return Words(is_new=True) if normalised(rest).casefold() in _NEW else read(rest)


async def managed(database: Database, user_id: str, who: Collection[str] = MAY_DECIDE) -> Managed:
    """Return the teams in which somebody is one of those `who` may; all, for an admin of the bot.

    Unless others are named, those are who may set it up.
    """
    async with database.read() as session:
        is_admin = await roles.role(session, 0, user_id) == "admin"
        rows = await store.all_teams(session, user_id)
    return Managed(
        tuple((row.id, row.name, row.channel_id) for row in rows if is_admin or row.role in who),
        is_admin,
    )


async def teams_for(
    database: Database, user_id: str, refusal: str, who: Collection[str] = MAY_DECIDE
) -> Managed:
    """Return the teams with which somebody may do something, as `managed` does.

    Raises BotError with the key `refusal` for whoever may not with any.
    """
    found = await managed(database, user_id, who)
    if not found.teams:
        raise BotError("setup.none_for_admin" if found.is_admin else refusal)
    return found


async def team_for(
    database: Database,
    user_id: str,
    team_id: int,
    refusal: str,
    who: Collection[str] = MAY_DECIDE,
) -> str:
    """Return the name of a team with which somebody may do something.

    Raises BotError with the key `refusal` for whoever may not.
    """
    found = await teams_for(database, user_id, refusal, who)
    name = next((name for number, name, _ in found.teams if number == team_id), None)
    if name is None:
        raise BotError("error.button" if found.is_admin else refusal)
    return name


async def duty(database: Database, user_id: str) -> Duty:
    """Return what somebody comes to the bot for; as long as it has no admin, anybody may be one."""
    async with database.read() as session:
        roles_held = {row.role for row in await store.all_teams(session, user_id)}
        admins = await store.admin_ids(session)
    if "lead" in roles_held:
        return "lead"
    if user_id in admins or not admins:
        return "admin"
    return "operations" if "operations" in roles_held else "agent"


def chosen(found: Managed, named: str | None, channel_id: str) -> int | None:
    """Return the team that is meant: the named one, the channel's, or the only one; else None.

    Raises BotError for a name that is none of theirs, with the nearest that is.
    """
    if named is not None:
        return _named(found, named)
    for team_id, _name, channel in found.teams:
        if channel is not None and channel == channel_id:
            return team_id
    return found.teams[0][0] if len(found.teams) == 1 else None


def _named(found: Managed, named: str) -> int:
    wanted = normalised(named).casefold()
    by_name = {normalised(name).casefold(): team_id for team_id, name, _ in found.teams}
    for team_id, _name, channel in found.teams:
        if channel and f"<#{channel}" in named:
            return team_id
    if wanted in by_name:
        return by_name[wanted]
    near = get_close_matches(wanted, by_name, 1, 0.5)
    if near:
        name = next(name for team_id, name, _ in found.teams if team_id == by_name[near[0]])
        raise BotError("error.team_unknown_near", team=named, near=name)
    raise BotError("error.team_unknown", team=named)
