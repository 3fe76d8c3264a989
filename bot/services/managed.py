"""Which teams somebody may look after: their own as lead, every one as admin of the bot."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from bot.db import Database
from bot.errors import BotError
from bot.store import roles
from bot.store import teams as store
from bot.text.words import normalised

_SETUP = "setup|set up|set-up|settings|设置|团队设置|配置"
_MEMBERS = "members|member|people|成员|团队成员|成员管理|人员管理"
_DELIVERIES = "deliveries|delivery|posts|发布记录|发布情况|投递记录|推送记录"
_TYPED = re.compile(
    rf"(?:(?P<setup>{_SETUP})|(?P<members>{_MEMBERS})|(?P<deliveries>{_DELIVERIES}))"
    r"(?:$| (?P<rest>.*))",
    re.IGNORECASE,
)
Kind = Literal["setup", "members", "deliveries"]
_NEW = frozenset({"new", "new team", "add", "新建", "新团队", "新建团队"})
_NEW_TEAM = frozenset({"new team", "add team", "新建团队", "创建团队"})
_NAMED = re.compile(r"^(?:team |团队 ?)?[\"“「]?(.+?)[\"”」]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to set up a team, to see its members or what was posted.

    `team` is as it was named, `is_new` for a new one.
    """

    kind: Kind
    team: str | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Managed:
    """The teams that somebody may set up, as (id, name, channel ID) by name."""

    teams: tuple[tuple[int, str, str | None], ...]
    is_admin: bool


def read(typed: str) -> Words | None:
    """Return what is wished by the words after `/frt`, or None when they are about others."""
    text = normalised(typed)
    if text.casefold() in _NEW_TEAM:
        return Words("setup", is_new=True)
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    kinds: tuple[Kind, ...] = ("setup", "members", "deliveries")
    kind = next(one for one in kinds if found[one])
    rest = found["rest"] or ""
    if kind == "setup" and rest.casefold() in _NEW:
        return Words(kind, is_new=True)
    named = _NAMED.match(rest)
    return Words(kind, team=named[1] if named else None)


async def managed(database: Database, user_id: str) -> Managed:
    """Return the teams that somebody may set up."""
    async with database.read() as session:
        is_admin = await roles.role(session, 0, user_id) == "admin"
        rows = await store.all_teams(session, user_id)
    return Managed(
        tuple((row.id, row.name, row.channel_id) for row in rows if is_admin or row.role == "lead"),
        is_admin,
    )


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
