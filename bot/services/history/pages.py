"""What happened to something, for who may see it: the pages behind every *History* button.

A new subject needs a line in `SUBJECTS`, and in `text/*/history.po` the keys
`history.about.<subject>`, `history.<subject>.<event>` and `history.field.<name>`; then
`views/blocks/history.py` gives its card the button.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from sqlalchemy import ColumnElement
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.ids import HistoryValue
from bot.metrics.clocks import from_micros
from bot.metrics.history import About, Edit, Past
from bot.metrics.paging import page_at
from bot.metrics.plans import PlanFacts
from bot.metrics.registers import Entry
from bot.metrics.tickets import NOWHERE, TOLD_FIELDS, Revision, TicketKey, read_addresses
from bot.models import Team
from bot.registers import REGISTERS, register_of
from bot.registers.problems import PROBLEM
from bot.services.daily import SUBJECT as CASE
from bot.services.history.export import TICKET
from bot.services.people import PERSON
from bot.services.plans import CHECKLIST, ITEM, PLAN
from bot.services.registers import require_entry
from bot.services.team import Asker, refuse, require
from bot.store import actions, history, registers
from bot.store.feeds import SUBJECT as FEED
from bot.store.imports import SUBJECT as IMPORT
from bot.store.plans import items as plan_items
from bot.store.plans import plans
from bot.store.tickets import revised

PAGE = 20
SUBJECTS: Mapping[str, Literal["team", "leads", "some"]] = {
    "action": "team",
    PLAN: "team",
    ITEM: "team",
    CHECKLIST: "team",
    "warning": "team",
    CASE: "team",
    "review": "team",
    PROBLEM: "team",
    "complaint": "team",
    "team": "leads",
    "member": "leads",
    IMPORT: "leads",
    FEED: "leads",
    **{name: "team" if one.sees is None else "some" for name, one in REGISTERS.items()},
}
"""Whose the history of each subject of a team is to see: whoever sees the team, its leads, or only
who sees the entry."""
_ANY = re.compile(".*", re.DOTALL)
_KEYS = {
    "warning": re.compile(r"[a-z0-9_]{1,40}:\d{4}-\d\d-\d\d"),
    "review": re.compile(r"\d{4}-\d\d-\d\d"),
    **dict.fromkeys((IMPORT, FEED), re.compile(r"[0-9]{0,9}")),
    **dict.fromkeys((*REGISTERS, PROBLEM), re.compile(r"[0-9]{1,9}")),
}
_GONE = {
    "action": "action.error.gone",
    PLAN: "plan.error.gone",
    ITEM: "checklist.error.gone",
    PROBLEM: "problem.error.gone",
}


async def past(database: Database, asked: HistoryValue, asker: Asker) -> Past:
    """Return a page of what happened to something, latest first.

    Settings and members are shown to a team's leads and the bot's admins, somebody's own settings
    to themselves, all else to whoever sees the team or has it to do. Raises BotError.
    """
    async with database.read() as session:
        team = await _team(session, asked, asker)
        about = await _about(session, asked)
        if isinstance(about, Entry):
            await require_entry(session, asker, about)
        elif team is not None:
            await require(session, asker, asked.team, _own(about))
        if about is None and asked.subject in {**_GONE, **REGISTERS}:
            raise BotError(_GONE.get(asked.subject, "register.error.gone"))
        if asked.subject == CASE:
            edits, page, pages = await _of_case(session, asked)
        else:
            wheres = _within(asked.subject, asked.key)
            place = (session, asked.team, wheres, PAGE, asked.page)
            edits, page, pages = await history.page_of(*place)
    name = team.name if team else ""
    found = read_addresses(team.ticket_address, team.desk_addresses) if team else NOWHERE
    what = (asked.subject, asked.key, tuple(edits), page, pages, about, found)
    return Past(asked.team, name, *what)


async def _team(session: AsyncSession, asked: HistoryValue, asker: Asker) -> Team | None:
    if asked.subject == PERSON:
        if (asked.team, asked.key) != (history.NO_TEAM, asker.user_id):
            raise BotError("error.button")
        return None
    team = await session.get(Team, asked.team)
    known = asked.subject in SUBJECTS and _KEYS.get(asked.subject, _ANY)
    if team is None or not known or not known.fullmatch(asked.key or ""):
        raise BotError("error.button")
    if SUBJECTS[asked.subject] == "leads":
        await require(session, asker, asked.team)
        await refuse(session, asked.team, asker.user_id)
    return team


async def _about(session: AsyncSession, asked: HistoryValue) -> About:
    if asked.subject in {*REGISTERS, PROBLEM}:
        number = int(asked.key or 0)
        return await registers.entry(session, register_of(asked.subject), asked.team, number)
    if asked.subject not in {"action", PLAN, ITEM, CHECKLIST}:
        return None
    numbers = [int(one) for one in (asked.key or "").split(".") if one.isdecimal()][:2]
    number, item_number = (*numbers, 0, 0)[:2]
    if asked.subject == "action":
        return await actions.action(session, asked.team, number)
    plan = await plans.plan(session, asked.team, number)
    if asked.subject != ITEM or plan is None:
        return plan
    item = await plan_items.item(session, asked.team, number, item_number)
    return (plan, item) if item else None


async def _of_case(session: AsyncSession, asked: HistoryValue) -> tuple[list[Edit], int, int]:
    """Return a page of what happened to a ticket, files that changed it included."""
    source, _, name = (asked.key or "").partition("/")
    key = TicketKey(source, name)
    rows = await history.of_subject(session, asked.team, CASE, asked.key or "")
    found = (await revised.of_tickets(session, asked.team, [key])).get(key, [])
    files = await revised.files(session, asked.team, {one.number for one in found})
    edits = [*map(history.edit_of, rows), *_by_files(found, files, asked.key or "")]
    edits.sort(key=lambda edit: edit.at, reverse=True)
    at = page_at(asked.page, len(edits), PAGE)
    return list(at.of(edits)), at.number, at.pages


def _by_files(
    found: Sequence[Revision], files: Mapping[int, tuple[str, str]], key: str
) -> list[Edit]:
    """Return what each file changed, but for names of people, who are shown to few."""
    by_file: dict[int, list[Revision]] = {}
    for one in found:
        if one.field in TOLD_FIELDS:
            by_file.setdefault(one.number, []).append(one)
    return [
        Edit(
            event="revised",
            who=files[number][1],
            at=from_micros(made[0].at),
            before={one.field: one.before for one in made},
            after={
                **{one.field: one.after for one in made},
                "file": files[number][0],
                "row": made[0].row,
            },
            why=None,
            subject=TICKET,
            key=key,
        )
        for number, made in by_file.items()
    ]


def _own(about: About) -> tuple[str | None, ...]:
    """Return the user IDs of those whose it is, in the team or not."""
    if isinstance(about, PlanFacts):
        return (about.lead_id,)
    if isinstance(about, tuple):
        plan, item = about
        return plan.lead_id, item.owner_id
    return (about.owner_id,) if about else ()


def _within(subject: str, key: str | None) -> list[ColumnElement[bool]]:
    own = history.about(subject, key)
    if subject == CHECKLIST:
        return [own, history.about(ITEM, f"{key}.", prefix=True)]
    if subject == "team":
        return [own, *(history.about(one, None) for one in ("warning_rule", IMPORT, FEED))]
    return [own]
