"""What the messages about warnings say, read from the judged days."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import takewhile

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import from_micros, may_reach, to_micros
from bot.metrics.warnings.near_threshold import GOOD_DAYS_TO_CLEAR, NEAR_DAYS_TO_WARN, DayKind
from bot.metrics.warnings.report import Acknowledgement, ClearedNote, NoDataNote, WarningCard
from bot.metrics.warnings.watched import Rule
from bot.models import WarningDay
from bot.services.team import Measured
from bot.services.warnings.days import end_of, line_of
from bot.store import history
from bot.store import warnings as store
from bot.store.tickets import tickets

_LOOK_BACK = 60


async def card(
    session: AsyncSession,
    it: Measured,
    metric: str,
    shown: date,
    posted: datetime,
    raised_on: date | None = None,
) -> WarningCard:
    """Return a warning as it was after a judged day, with what has become of it since.

    It is the latest one raised by then unless `raised_on` names another. It mentions nobody when it
    was posted while nobody works.
    """
    rows = await store.days(session, it.team.id, metric, shown, _LOOK_BACK)
    raised = raised_on or _latest(rows, "warning_raised")
    run = [row for row in rows if row.day <= raised]
    rule = await _rule_on(session, it, rows[-1])
    acknowledged, cleared_on = await _since(session, it.team.id, metric, raised)
    told, quiet = await store.told(session, it.team.id), _is_quiet(it, shown, posted)
    return WarningCard(
        team=it.team,
        rule=rule,
        clock=rows[-1].clock,
        run=tuple(line_of(row) for row in _from_the(NEAR_DAYS_TO_WARN, "near", run)),
        raised_on=raised,
        shown=shown,
        judged_at=from_micros(end_of(it, shown)),
        mentions=() if quiet else told,
        acknowledged=acknowledged,
        cleared_on=cleared_on,
        quiet=quiet and bool(told),
    )


async def cleared(session: AsyncSession, it: Measured, metric: str, day: date) -> ClearedNote:
    """Return that the latest warning has cleared by a judged day."""
    rows = await store.days(session, it.team.id, metric, day, _LOOK_BACK)
    cleared_on = _latest(rows, "cleared")
    rows = [row for row in rows if row.day <= cleared_on]
    state = await store.state(session, it.team.id, metric)
    return ClearedNote(
        team=it.team,
        rule=await _rule_on(session, it, rows[-1]),
        clock=rows[-1].clock,
        raised_on=state.raised_on if state and state.raised_on else cleared_on,
        days=tuple(line_of(row) for row in _from_the(GOOD_DAYS_TO_CLEAR, "good", rows)),
    )


async def no_data(
    session: AsyncSession, it: Measured, metric: str, day: date, posted: datetime
) -> NoDataNote:
    """Return that there has been no data up to a judged day; posted at night it mentions nobody."""
    rows = await store.days(session, it.team.id, metric, day, _LOOK_BACK)
    empty = list(takewhile(lambda row: row.kind == "no_data", reversed(rows)))
    reached = await tickets.last_opened(session, it.team.id)
    told, quiet = await store.told(session, it.team.id), _is_quiet(it, day, posted)
    return NoDataNote(
        team=it.team,
        rule=await _rule_on(session, it, rows[-1]),
        days=tuple(line_of(row) for row in reversed(empty)),
        ends_at=from_micros(end_of(it, day)),
        mentions=() if quiet else told,
        covered_until=from_micros(reached) if reached is not None else None,
        quiet=quiet and bool(told),
    )


async def acknowledgement(
    session: AsyncSession, team_id: int, metric: str, raised_on: date
) -> Acknowledgement | None:
    """Return who took a warning on, if anybody has."""
    return (await _since(session, team_id, metric, raised_on))[0]


async def _since(
    session: AsyncSession, team_id: int, metric: str, raised_on: date
) -> tuple[Acknowledgement | None, date | None]:
    key = store.subject_key(raised_on, metric)
    acknowledged, cleared_on = None, None
    for row in await history.of_subject(session, team_id, store.SUBJECT, key):
        if row.event == "acknowledged":
            acknowledged = Acknowledgement(row.who, row.at)
        if row.event == "cleared":
            cleared_on = date.fromisoformat(str(history.values(row.after)["day"]))
    return acknowledged, cleared_on


async def _rule_on(session: AsyncSession, it: Measured, row: WarningDay) -> Rule:
    present = await store.rule(session, it.team.id, row.metric)
    target = present.target if present else None
    return Rule(row.metric, target, row.warning_value, row.limit_value)


def _is_quiet(it: Measured, day: date, posted: datetime) -> bool:
    """Return whether a judged day's post came while nobody works, but at the end of the day."""
    return not may_reach(end_of(it, day), to_micros(posted), it.business)


def _latest(rows: Sequence[WarningDay], change: str) -> date:
    return next(row.day for row in reversed(rows) if row.change == change)


def _from_the(count: int, kind: DayKind, rows: Sequence[WarningDay]) -> list[WarningDay]:
    """Return the rows from the `count`-th last one of a kind on."""
    found = [at for at, row in enumerate(rows) if row.kind == kind]
    return list(rows[found[-count:][0] :]) if found else list(rows[-1:])
