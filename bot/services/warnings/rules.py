"""What a team watches with the warning rule: read, checked, set, removed."""

import math
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import to_micros
from bot.metrics.figures import direction, unit
from bot.metrics.warnings.near_threshold import default_warning_value
from bot.metrics.warnings.watched import DEFAULT_METRIC, Rule
from bot.models import WarningRule
from bot.services.team import find_team, id_of, measured
from bot.services.typed import known_metric
from bot.services.warnings.days import as_rule, rules_in_force
from bot.store import history
from bot.store import warnings as store

SUBJECT = "warning_rule"


@dataclass(frozen=True, slots=True)
class RuleValues:
    """What to set: seconds, shares of 1 or ratings; `warning` None is 80 % of a duration limit."""

    limit: float
    warning: float | None = None
    target: float | None = None


async def rules_of(database: Database, team: str, now: datetime) -> tuple[Rule, ...]:
    """Return what a team watches, the default if it has chosen nothing. Raises BotError."""
    async with database.read() as session:
        found = await find_team(session, team)
        it = await measured(session, id_of(found), now)
        return await rules_in_force(session, it, to_micros(now))


async def set_rule(
    database: Database, team: str, metric: str, values: RuleValues, who: str, now: datetime
) -> Rule:
    """Watch a metric of a team, or change its values from the next judged day on.

    With the first choice the team stops watching the default unless that is chosen too.
    Raises BotError for values that make no sense.
    """
    rule = checked(metric, values)
    async with database.write() as session:
        await put(session, id_of(await find_team(session, team)), rule, who, now)
    return rule


async def put(session: AsyncSession, team_id: int, rule: Rule, who: str, now: datetime) -> None:
    """Watch a metric by a rule that was checked, in the transaction of who asks."""
    row = await store.rule(session, team_id, rule.metric)
    before = as_rule(row) if row else None
    row = row or WarningRule(team_id=team_id, metric=rule.metric, warning_value=0, limit_value=0)
    row.target, row.warning_value, row.limit_value = rule[1:]
    session.add(row)
    await session.flush()
    if before != rule:
        await _remember(session, team_id, (before, rule), who, now)
    await _forget_unwatched(session, team_id)


async def remove_rule(
    database: Database, team: str, metric: str, who: str, now: datetime
) -> tuple[Rule, ...]:
    """Stop watching a metric; return what is watched now. Raises BotError when it is not set."""
    async with database.write() as session:
        team_id = id_of(await find_team(session, team))
        if not await drop(session, team_id, known_metric(metric), who, now):
            raise BotError("warning.error.no_rule", metric=metric, team=team)
    return await rules_of(database, team, now)


async def drop(session: AsyncSession, team_id: int, metric: str, who: str, now: datetime) -> bool:
    """Stop watching a metric; return False where the team has set nothing for it."""
    row = await store.rule(session, team_id, metric)
    if row is None:
        return False
    await _remember(session, team_id, (as_rule(row), None), who, now)
    await session.delete(row)
    await session.flush()
    await _forget_unwatched(session, team_id)
    return True


def checked(metric: str, values: RuleValues) -> Rule:
    """Return the rule that values make. Raises BotError that says what is wrong.

    The warning value comes before the limit, and the target is at least as good as the limit.
    """
    known_metric(metric)
    kind, limit = unit(metric), values.limit
    warning = values.warning
    if warning is None:
        if kind != "duration":
            raise BotError("warning.error.needs_value")
        warning = default_warning_value(limit)
    numbers = [limit, warning, *([] if values.target is None else [values.target])]
    low, high = {"duration": (1, 30 * 86_400), "share": (0, 1), "rating": (1, 5)}[kind]
    if not all(math.isfinite(number) and low <= number <= high for number in numbers):
        raise BotError(f"warning.error.range.{kind}")
    sign = 1 if direction(metric) == "lower_is_better" else -1
    if sign * warning >= sign * limit:
        raise BotError(f"warning.error.order.{direction(metric)}")
    if values.target is not None and sign * values.target > sign * limit:
        raise BotError(f"warning.error.target.{direction(metric)}")
    return Rule(metric, values.target, warning, limit)


async def _remember(
    session: AsyncSession,
    team_id: int,
    change: tuple[Rule | None, Rule | None],
    who: str,
    now: datetime,
) -> None:
    before, after = change
    event = "set" if after else "removed"
    rule = after or before
    await history.add(
        session,
        team_id,
        SUBJECT,
        rule.metric if rule else "",
        event,
        who,
        now,
        before._asdict() if before else None,
        after._asdict() if after else None,
    )


async def _forget_unwatched(session: AsyncSession, team_id: int) -> None:
    watched = [row.metric for row in await store.rules(session, team_id)] or [DEFAULT_METRIC]
    await store.forget_states(session, team_id, watched)
