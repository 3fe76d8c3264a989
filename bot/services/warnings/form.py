"""What a team watches, set in a form by who leads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import to_micros
from bot.metrics.figures import METRICS, Goal
from bot.metrics.history import Edit
from bot.metrics.texts import Texts
from bot.metrics.typed import goal_text, reached
from bot.metrics.warnings.watched import Rule, RuleForm
from bot.services.forms import edits, merged
from bot.services.team import measured, refuse
from bot.services.typed import Errors
from bot.services.warnings.days import rules_in_force
from bot.services.warnings.rules import SUBJECT, RuleValues, checked, drop, put
from bot.store import warnings as store

_COLUMNS = {"limit": "limit_value", "warning": "warning_value", "target": "target"}
_WRONG = {"order": "warning", "needs_value": "warning", "target": "target"}


@dataclass(frozen=True, slots=True)
class RuleWish:
    """A form as it was sent: limit, warning and target as typed, and `stop` for no longer.

    `metric` is None where it was chosen in the form; `version` is that of the rule it was drawn by,
    and `was` the values that stood there.
    """

    team_id: int
    metric: str | None
    version: int
    who: str
    typed: Texts
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSaved:
    """What became of a form: nothing wrong, `errors` by field, or changed by others meanwhile.

    Then `since` are their changes, and `form` and `again` what to show.
    """

    errors: Mapping[str, BotError]
    form: RuleForm | None = None
    since: tuple[Edit, ...] = ()
    again: Texts | None = None


async def opened(
    database: Database, team_id: int, metric: str | None, who: str, now: datetime
) -> RuleForm:
    """Return the form for a metric's rule, or for one more metric. Raises BotError for others."""
    async with database.read() as session:
        return await _form(session, team_id, metric, who, now)


async def save(database: Database, wish: RuleWish, now: datetime) -> RuleSaved:
    """Watch a metric, change its values or stop watching it, from the next judged day on.

    Raises BotError for who may not set what the team watches.
    """
    metric = wish.metric or wish.typed.get("metric", "")
    if metric not in METRICS:
        raise BotError("error.button")
    async with database.write() as session:
        await store.lock(session, wish.team_id)
        form = await _form(session, wish.team_id, metric, wish.who, now)
        rule, wrong = _read(metric, wish.typed)
        stops = form.may_stop and bool(wish.typed.get("stop"))
        if wrong and not stops:
            return RuleSaved(wrong)
        if _is_overtaken(form, wish) and not _is_so(form, rule):
            return await _overtaken(session, form, wish)
        if stops:
            await drop(session, wish.team_id, metric, wish.who, now)
        elif rule is not None:
            await _keep_default(session, wish, metric, now)
            await put(session, wish.team_id, rule, wish.who, now)
        return RuleSaved({})


async def _form(
    session: AsyncSession, team_id: int, metric: str | None, who: str, now: datetime
) -> RuleForm:
    await refuse(session, team_id, who)
    it = await measured(session, team_id, now)
    in_force = {rule.metric: rule for rule in await rules_in_force(session, it, to_micros(now))}
    if metric is not None and metric not in METRICS:
        raise BotError("error.button")
    rule = in_force.get(metric or "")
    return RuleForm(
        team=it.team,
        metric=metric,
        others=tuple(one for one in METRICS if one not in in_force),
        texts=_texts(rule) if rule else {},
        version=len(await edits(session, team_id, SUBJECT, metric)) if metric else 0,
        may_stop=metric is not None and await store.rule(session, team_id, metric) is not None,
    )


async def _keep_default(session: AsyncSession, wish: RuleWish, metric: str, now: datetime) -> None:
    """Have what a team watches without a choice be chosen too, once it chooses one metric more."""
    if await store.rules(session, wish.team_id):
        return
    it = await measured(session, wish.team_id, now)
    for rule in await rules_in_force(session, it, to_micros(now)):
        if rule.metric != metric:
            await put(session, wish.team_id, rule, wish.who, now)


async def _overtaken(session: AsyncSession, form: RuleForm, wish: RuleWish) -> RuleSaved:
    made = await edits(session, wish.team_id, SUBJECT, form.metric or "")
    since = tuple(made[wish.version :] if wish.metric else made[-1:])
    again = merged(wish.typed, dict(zip(_COLUMNS, wish.was, strict=False)), form.texts)
    return RuleSaved({}, form, since, again)


def _read(metric: str, typed: Texts) -> tuple[Rule | None, Errors]:
    """Return the rule that was typed, or what is wrong with it by field."""
    values: dict[str, float | None] = {}
    wrong: dict[str, BotError] = {}
    for name in _COLUMNS:
        text = typed.get(name, "").strip()
        try:
            values[name] = reached(metric, text) if text else None
        except BotError as error:
            wrong[name] = error
    limit = values.get("limit")
    if limit is None:
        return None, {"limit": BotError("action.error.empty"), **wrong}
    if wrong:
        return None, wrong
    try:
        return checked(metric, RuleValues(limit, values["warning"], values["target"])), {}
    except BotError as error:
        what = error.key.removeprefix("warning.error.").partition(".")[0]
        return None, {_WRONG.get(what, "limit"): error}


def _is_overtaken(form: RuleForm, wish: RuleWish) -> bool:
    """Return whether others set the metric since the form was drawn, or watch the one chosen."""
    return bool(form.texts) if wish.metric is None else form.version != wish.version


def _is_so(form: RuleForm, rule: Rule | None) -> bool:
    """Return whether a rule stands as it was typed: sent twice, it is the same."""
    return rule is not None and form.texts == _texts(rule)


def _texts(rule: Rule) -> dict[str, str]:
    values = {name: getattr(rule, column) for name, column in _COLUMNS.items()}
    return {
        name: "" if value is None else goal_text(Goal(rule.metric, "", value))
        for name, value in values.items()
    }
