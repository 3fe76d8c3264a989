"""The not-met tickets behind a report in groups, of which all are named with one click."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.db import Database
from bot.errors import BotError
from bot.metrics.daily.cases import GroupLine, GroupList, GroupNamed
from bot.metrics.daily.groups import Slice
from bot.metrics.paging import ALL
from bot.metrics.team import Reader
from bot.metrics.tickets import TicketKey
from bot.services.daily.cases import Behind, found_behind
from bot.services.daily.causes import name_all
from bot.services.team import Request


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Groups and the one they were made for."""

    groups: GroupList
    reader: Reader


class Wanted(NamedTuple):
    """A cause for a group, by its key: for all in it, or for those without one."""

    group: str
    cause: str
    is_for_all: bool


async def group_page(database: Database, request: Request, behind: Behind) -> GroupPage:
    """Return the not-met tickets of a report in groups.

    Groups in which a cause was missing when the list was opened come first, then the largest.
    Raises BotError.
    """
    async with database.read() as session:
        found = await found_behind(session, request, behind)
    grouping = found.grouping()
    ordered = sorted(
        grouping.groups, key=lambda one: all(key in found.first for key in one.tickets)
    )
    made = GroupList(
        **found.list_of(request, behind, ALL),
        total=len(found.missed),
        unnamed=len(found.missed) - len(found.named),
        groups=tuple(_line(one.slice, one.tickets, found.named) for one in ordered),
        others=len(grouping.others),
        others_unnamed=sum(key not in found.named for key in grouping.others),
    )
    return GroupPage(made, found.standing.reader)


async def name_group(
    database: Database, request: Request, behind: Behind, wanted: Wanted, now: datetime
) -> GroupNamed:
    """Write a cause for the tickets of a group, which are found anew, in one transaction.

    Raises BotError as `name_cause` does, and for a group that is there no more.
    """
    async with database.read() as session:
        found = await found_behind(session, request, behind)
    grouping = found.grouping()
    common, tickets = grouping.slice_of(wanted.group), grouping.of(wanted.group)
    if common is None or tickets is None:
        raise BotError("cases.error.group")
    who, team_id = request.profile.user_id, found.standing.team.id
    cause = (wanted.cause, wanted.is_for_all)
    done = await name_all(database, team_id, tickets, cause, who, now)
    return GroupNamed(common, len(tickets), done)


def _line(one: Slice, tickets: Iterable[TicketKey], named: Mapping[TicketKey, str]) -> GroupLine:
    counts = Counter(named.get(key) for key in tickets)
    known = tuple((cause, n) for cause, n in counts.most_common() if cause is not None)
    return GroupLine(one, counts.total(), counts[None], known)
