"""A plan's form, read and checked: goal in numbers, period, lead, members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.goals import Goal
from bot.metrics.plans import MOST_MEMBERS, Duty, PlanFacts
from bot.metrics.texts import Texts
from bot.services.owners import owner_errors
from bot.services.readers import Profile
from bot.services.text_checks import Errors
from bot.services.typed_values import goal_text, read_goal
from bot.store import teams

_LONGEST_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for, checked."""

    goal: Goal
    first_on: date
    last_on: date
    lead_id: str
    members: tuple[Duty, ...]

    def columns(self) -> dict[str, Any]:
        """Return the values of the plan's row."""
        return {
            "metric": self.goal.metric,
            "comparison": self.goal.comparison,
            "value": self.goal.value,
            "first_on": self.first_on,
            "last_on": self.last_on,
            "lead_id": self.lead_id,
        }

    def texts(self) -> dict[str, str]:
        """Return the same as text, by field of the form."""
        return _texts(self.goal, self.first_on, self.last_on, self.lead_id, self.members)


def texts_of(plan: PlanFacts) -> dict[str, str]:
    """Return a plan as the fields of its form hold it."""
    return _texts(plan.goal, plan.first_on, plan.last_on, plan.lead_id, plan.members)


async def read_form(
    session: AsyncSession,
    team_id: int,
    typed: Texts,
    people: Mapping[str, Profile | None],
    now: datetime,
    *,
    before: PlanFacts | None = None,
) -> tuple[Wanted | None, Errors]:
    """Return what a form asks for, or None with what is wrong by field.

    A period that stands already may have ended.
    """
    today = now.astimezone(await teams.zone(session, team_id)).date()
    goal, errors = read_goal(typed)
    errors |= _people_errors(typed, people)
    first, last = _day(typed.get("first")), _day(typed.get("last"))
    stands = before is not None and last == before.last_on
    errors |= _period_errors(first, last, None if stands else today)
    if errors or goal is None or first is None or last is None:
        return None, errors
    members = tuple(Duty(user_id) for user_id in _ids(typed))
    return Wanted(goal, first, last, typed.get("lead", ""), members), {}


def _period_errors(
    first: date | None, last: date | None, today: date | None
) -> dict[str, BotError]:
    errors = {
        name: BotError("action.error.empty")
        for name, day in (("first", first), ("last", last))
        if day is None
    }
    if first is None or last is None:
        return errors
    if last <= first:
        return {"last": BotError("plan.error.period")}
    if today is not None and last < today:
        return {"last": BotError("plan.error.period_past")}
    if (last - first).days > _LONGEST_DAYS:
        return {"last": BotError("plan.error.period_long")}
    return {}


def _people_errors(typed: Texts, people: Mapping[str, Profile | None]) -> dict[str, BotError]:
    lead = typed.get("lead", "")
    errors: dict[str, BotError] = {}
    if not lead:
        errors["lead"] = BotError("action.error.empty")
    elif wrong := owner_errors(people.get(lead)).get("owner"):
        errors["lead"] = wrong
    ids = _ids(typed)
    for user_id in ids:
        if wrong := owner_errors(people.get(user_id)).get("owner"):
            errors["members"] = wrong
    if len(ids) > MOST_MEMBERS:
        errors["members"] = BotError("plan.error.members", most=MOST_MEMBERS, has=len(ids))
    return errors


def _ids(typed: Texts) -> list[str]:
    return [user_id for user_id in dict.fromkeys(typed.get("members", "").split(",")) if user_id]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _texts(
    goal: Goal, first_on: date, last_on: date, lead_id: str, members: Sequence[Duty]
) -> dict[str, str]:
    return {
        "metric": goal.metric,
        "comparison": goal.comparison,
        "value": goal_text(goal),
        "first": first_on.isoformat(),
        "last": last_on.isoformat(),
        "lead": lead_id,
        "members": ",".join(member.user_id for member in members),
    }
