"""Near-threshold warnings: each working day is judged once, and what changed is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.history import BOT
from bot.metrics.warnings.near_threshold import NO_DATA_DAYS_TO_NOTICE, Change, Day, Phase, step
from bot.metrics.warnings.near_threshold import WarningState as Standing
from bot.metrics.warnings.report import Note
from bot.models import Team, WarningDay, WarningState
from bot.services.deliveries import Due
from bot.services.team import Measured, measured
from bot.services.warnings import notes
from bot.services.warnings.days import Judgement, end_of, ended_between, judge_days, rules_in_force
from bot.store import history
from bot.store import warnings as store
from bot.store.imports import data_at
from bot.store.team import roles

KIND = store.KIND
_LONGEST_PLANNED = timedelta(days=31)
_ABOUT_TICKETS = frozenset({"nothing_opened", "not_covered"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a judged day's post says; `thread_ts` is the message it answers, if any."""

    note: Note
    thread_ts: str | None = None


async def due(database: Database, team: Team, after: datetime, until: datetime) -> list[Due]:
    """Return the judgements that fell due for a team after one instant and up to another.

    One for each working day that ended and each watched metric. Days that ended more than 31 days
    ago have none; the next judgement makes up for them.
    """
    if team.id is None or team.channel_id is None:
        return []
    async with database.read() as session:
        it = await measured(session, team.id, until)
        rules = await rules_in_force(session, it, to_micros(until))
    first = max(after, until - _LONGEST_PLANNED)
    return [
        Due(KIND, team.channel_id, store.slot(_day(slot.key), rule.metric), from_micros(slot.due))
        for slot in ended_between(it, to_micros(first), to_micros(until))
        for rule in rules
    ]


async def judge(
    database: Database, team_id: int, metric: str, day: date, now: datetime
) -> Told | str:
    """Judge a working day, and any before it that were missed; return what to tell the channel.

    Or the named reason why nothing is told: not_watched, judged_late (a later day has ended
    already, whose post says what is still true), a silent change or the day's own reason. Asked
    again for the same day it judges nothing anew and tells the same.
    """
    async with database.read() as session:
        it = await measured(session, team_id, now)
        rules = await rules_in_force(session, it, to_micros(now))
        if metric not in {rule.metric for rule in rules}:
            return "not_watched"
        known = await store.state(session, team_id, metric)
        through = known.judged_through if known else None
        days = _missed(it, through, day)
        judgements = await judge_days(session, it, metric, days)
    async with database.write() as session:
        await _write(session, it, metric, judgements, through, now)
        announced = await _announce(session, it, metric, day, now)
    if announced.what is None:
        return announced.reason
    async with database.read() as session:
        return await _note(session, it, (metric, day, announced.what), now)


async def told_before(
    database: Database, team_id: int, metric: str, day: date, now: datetime
) -> Told | None:
    """Return what the post of a judged day told, as things stand now; None if it told nothing."""
    async with database.read() as session:
        row = await store.day(session, team_id, metric, day)
        if row is None or row.announced is None:
            return None
        it = await measured(session, team_id, now)
        return await _note(session, it, (metric, day, row.announced), now)


def _day(key: str) -> date:
    return date.fromisoformat(key)


def _missed(it: Measured, through: date | None, day: date) -> list[date]:
    if through is None:
        return [day]
    slots = ended_between(it, end_of(it, through), end_of(it, day))
    return [missed for missed in (_day(slot.key) for slot in slots) if missed > through]


async def _write(
    session: AsyncSession,
    it: Measured,
    metric: str,
    judgements: Sequence[Judgement],
    through: date | None,
    now: datetime,
) -> None:
    state = await store.state(session, it.team.id, metric, lock=True)
    if (state.judged_through if state else None) != through:
        raise RuntimeError("judged by somebody else meanwhile")
    if state is None:
        state = WarningState(team_id=it.team.id, metric=metric)
        session.add(state)
    for judgement in judgements:
        if await store.day(session, it.team.id, metric, judgement.day) is None:
            await _judge(session, it, state, judgement, now)
    await session.flush()


async def _judge(
    session: AsyncSession, it: Measured, state: WarningState, judgement: Judgement, now: datetime
) -> None:
    before = standing_of(state)
    after, change = step(before, Day(judgement.kind, judgement.reason))
    if change and change.reason == "warning_raised":
        state.raised_on, state.acknowledged_by = judgement.day, None
    state.phase, state.acknowledged = after.phase, after.acknowledged
    state.near_days, state.good_days = after.near_days, after.good_days
    state.no_data_days, state.judged_through = after.no_data_days, judgement.day
    row = WarningDay(
        team_id=it.team.id,
        metric=state.metric,
        day=judgement.day,
        kind=judgement.kind,
        reason=judgement.reason,
        value=judgement.facts.value,
        samples=judgement.facts.samples,
        clock=it.clock.name,
        warning_value=judgement.rule.warning_value,
        limit_value=judgement.rule.limit_value,
        phase=after.name,
        change=change.reason if change else None,
        judged_at=now,
    )
    session.add(row)
    if change:
        about = state.raised_on if before.warned or after.warned else None
        await _remember(session, row, (before, change), about or row.day, now)


async def _remember(
    session: AsyncSession,
    row: WarningDay,
    stepped: tuple[Standing, Change],
    about: date,
    now: datetime,
) -> None:
    before, change = stepped
    after = {"state": row.phase, "day": row.day.isoformat(), "value": row.value}
    await history.add(
        session,
        row.team_id,
        store.SUBJECT,
        store.subject_key(about, row.metric),
        change.reason,
        BOT,
        now,
        {"state": before.name},
        after,
        row.reason,
    )


@dataclass(frozen=True, slots=True)
class _Announced:
    what: str | None
    reason: str


async def _announce(
    session: AsyncSession, it: Measured, metric: str, day: date, now: datetime
) -> _Announced:
    row = await store.day(session, it.team.id, metric, day)
    state = await store.state(session, it.team.id, metric, lock=True)
    if row is None or state is None:
        return _Announced(None, "not_a_working_day")
    overtaken = bool(ended_between(it, end_of(it, day), to_micros(now)))
    row.announced = None
    await session.flush()
    if not overtaken and state.judged_through == day:
        row.announced = await _untold(session, it, state, row, now)
    session.add(row)
    unsaid = "judged_late" if overtaken else "said_before"
    silent = {"warning_raised", "cleared", "no_data_notice"}
    reason = unsaid if row.change in silent else row.change or row.reason
    return _Announced(row.announced, reason)


async def _untold(
    session: AsyncSession, it: Measured, state: WarningState, row: WarningDay, now: datetime
) -> str | None:
    """Return what is true after the last judged day and has not been told yet."""
    team_id, metric, raised_on = it.team.id, state.metric, state.raised_on
    standing = standing_of(state)
    if raised_on is not None:
        raised = await store.said(session, team_id, metric, "raised", raised_on)
        if standing.phase == "warning" and not raised:
            return "raised"
        if not standing.warned and raised:
            cleared = await store.said(session, team_id, metric, "cleared", raised_on)
            if not cleared:
                return "cleared"
    if standing.no_data_days >= NO_DATA_DAYS_TO_NOTICE:
        if await _told_elsewhere(session, it, row, now):
            return None
        data = await store.last_with_data(session, team_id, metric, row.day)
        since = data or date.min
        if not await store.said(session, team_id, metric, "no_data", since):
            return "no_data"
    return None


async def _told_elsewhere(
    session: AsyncSession, it: Measured, row: WarningDay, now: datetime
) -> bool:
    """Return whether that tickets are missing is told of another metric, or to who sees to it."""
    if row.reason not in _ABOUT_TICKETS:
        return False
    rules = await rules_in_force(session, it, to_micros(now))
    if row.metric != rules[0].metric:
        return True
    data = await data_at(session, it.team.id, end_of(it, row.day), it.business)
    is_silent = row.reason == "not_covered" and data.until is not None
    return is_silent and bool(await roles.leading(session, it.team.id))


async def _note(
    session: AsyncSession, it: Measured, announced: tuple[str, date, str], now: datetime
) -> Told:
    metric, day, what = announced
    if what == "no_data":
        return Told(await notes.no_data(session, it, metric, day, now))
    if what == "raised":
        return Told(await notes.card(session, it, metric, day, now))
    note = await notes.cleared(session, it, metric, day)
    said = await store.said(session, it.team.id, metric, "raised", note.raised_on)
    here = [one.message_ts for one in said if one.channel_id == it.team.channel_id]
    return Told(note, here[-1] if here else None)


def standing_of(state: WarningState) -> Standing:
    """Return a state's row as the rule sees it."""
    phases: tuple[Phase, ...] = ("normal", "near", "warning", "acknowledged", "recovering")
    return Standing(
        phase=next(phase for phase in phases if phase == state.phase),
        near_days=state.near_days,
        good_days=state.good_days,
        no_data_days=state.no_data_days,
        acknowledged=state.acknowledged,
    )
