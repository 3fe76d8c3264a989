"""What happened to something, for who may see it: the pages behind every *History* button.

A new subject needs a line in `_FOR_ALL` or `_FOR_LEADS`, and in `text/*/history.po` the keys
`history.about.<subject>`, `history.<subject>.<event>` and `history.field.<name>`; then
`views/history.py` gives its card the button.
"""

import re

from sqlalchemy import ColumnElement
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.ids import HistoryValue
from bot.metrics.history import About, Past
from bot.models import Team
from bot.services.leads import refuse
from bot.services.plan_history import CHECKLIST, ITEM, PLAN
from bot.services.readers import PERSON
from bot.store import actions, history, plan_items, plans, problems

PAGE = 20
_FOR_ALL = frozenset(
    {"action", PLAN, ITEM, CHECKLIST, "warning", "case", "review", "problem", "complaint"}
)
_FOR_LEADS = frozenset({"team", "member"})
_ANY = re.compile(".*", re.DOTALL)
_KEYS = {
    "warning": re.compile(r"[a-z0-9_]{1,40}:\d{4}-\d\d-\d\d"),
    "review": re.compile(r"\d{4}-\d\d-\d\d"),
}
_GONE = {
    "action": "action.error.gone",
    PLAN: "plan.error.gone",
    ITEM: "checklist.error.gone",
    "problem": "problem.error.gone",
}


async def past(database: Database, asked: HistoryValue, who: str) -> Past:
    """Return a page of what happened to something, latest first.

    Settings and members are shown to a team's leads and the bot's admins, somebody's own settings
    to themselves, all else to whomever the bot answers. Raises BotError.
    """
    async with database.read() as session:
        team = await _team(session, asked, who)
        about = await _about(session, asked)
        if about is None and asked.subject in _GONE:
            raise BotError(_GONE[asked.subject])
        wheres = _within(asked.subject, asked.key)
        edits, page, pages = await history.page_of(session, asked.team, wheres, PAGE, asked.page)
    name = team.name if team else ""
    return Past(asked.team, name, asked.subject, asked.key, tuple(edits), page, pages, about)


async def _team(session: AsyncSession, asked: HistoryValue, who: str) -> Team | None:
    if asked.subject == PERSON:
        if (asked.team, asked.key) != (history.NO_TEAM, who):
            raise BotError("error.button")
        return None
    team = await session.get(Team, asked.team)
    known = asked.subject in _FOR_ALL | _FOR_LEADS and _KEYS.get(asked.subject, _ANY)
    if team is None or not known or not known.fullmatch(asked.key or ""):
        raise BotError("error.button")
    if asked.subject in _FOR_LEADS:
        await refuse(session, asked.team, who)
    return team


async def _about(session: AsyncSession, asked: HistoryValue) -> About:
    if asked.subject not in {"action", "problem", PLAN, ITEM, CHECKLIST}:
        return None
    numbers = [int(one) for one in (asked.key or "").split(".") if one.isdecimal()][:2]
    number, item_number = (*numbers, 0, 0)[:2]
    if asked.subject == "action":
        return await actions.action(session, asked.team, number)
    if asked.subject == "problem":
        return await problems.problem(session, asked.team, number)
    plan = await plans.plan(session, asked.team, number)
    if asked.subject != ITEM or plan is None:
        return plan
    item = await plan_items.item(session, asked.team, number, item_number)
    return (plan, item) if item else None


def _within(subject: str, key: str | None) -> list[ColumnElement[bool]]:
    own = history.about(subject, key)
    if subject == CHECKLIST:
        return [own, history.about(ITEM, f"{key}.", prefix=True)]
    if subject == "team":
        return [own, history.about("warning_rule", None)]
    return [own]
