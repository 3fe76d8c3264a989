"""`/frt warnings`: where every watched metric stands, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.figures import Ask
from bot.metrics.history import BOT
from bot.metrics.team import MAY_DECIDE, Reader
from bot.metrics.warnings.report import ChangeLine, Watch, WatchLine
from bot.metrics.warnings.watched import Rule
from bot.models import History
from bot.services.people import Profile
from bot.services.team import Choice, Measured, Request, measured, resolve
from bot.services.warnings.days import chart_days, ended_between, line_of, rules_in_force
from bot.services.warnings.judging import standing_of
from bot.services.warnings.notes import acknowledgement
from bot.services.warnings.words import Words
from bot.store import history
from bot.store import warnings as store
from bot.store.team import roles

_MOST_CHANGES = 8
_LOOK_AROUND = timedelta(days=31)
_WORST_FIRST = ("warning", "acknowledged", "recovering", "no_data", "near", "normal")


@dataclass(frozen=True, slots=True)
class Watched:
    """The answer and the one it was made for."""

    watch: Watch
    reader: Reader


async def watch(
    database: Database,
    profile: Profile,
    channel_id: str,
    asked: tuple[Words, int | None],
    now: datetime,
) -> Watched | Choice:
    """Return where a team's watched metrics stand, or the teams it may be about.

    `asked` are the words, and the team that was chosen for them, if any. Raises BotError.
    """
    words, team_id = asked
    request = Request(profile, channel_id, Ask(words.choice, team=words.team), now)
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        it = await measured(session, standing.team.id, now)
        made = await _watch(session, it, words.metric, now)
        role = await roles.role(session, standing.team.id, profile.user_id)
        return Watched(replace(made, may_set=role in MAY_DECIDE), standing.reader)


async def states(database: Database, team_id: int, now: datetime) -> tuple[WatchLine, ...]:
    """Return where every watched metric of a team stands."""
    async with database.read() as session:
        it = await measured(session, team_id, now)
        rules = await rules_in_force(session, it, to_micros(now))
        return tuple([await _line(session, it, rule, now) for rule in rules])


async def _watch(session: AsyncSession, it: Measured, metric: str | None, now: datetime) -> Watch:
    rules = await rules_in_force(session, it, to_micros(now))
    lines = tuple([await _line(session, it, rule, now) for rule in rules])
    worst = min(lines, key=lambda line: _WORST_FIRST.index(line.state)).rule
    chosen = next((rule for rule in rules if rule.metric == metric), worst)
    at, around = to_micros(now), _LOOK_AROUND
    ended = ended_between(it, to_micros(now - around), at)
    ahead = ended_between(it, at, to_micros(now + around))
    shown = date.fromisoformat(ended[-1].key) if ended else None
    return Watch(
        team=it.team,
        clock=it.clock.name,
        lines=lines,
        chosen=chosen,
        days=await chart_days(session, it, chosen, shown) if shown else (),
        changes=_changes(await store.changes(session, it.team.id, chosen.metric, _MOST_CHANGES)),
        next_at=from_micros(ahead[0].due) if ahead else None,
        is_default=not await store.rules(session, it.team.id),
        unknown_years=tuple(it.business.unknown_years(at, to_micros(now + around))),
    )


async def _line(session: AsyncSession, it: Measured, rule: Rule, now: datetime) -> WatchLine:
    row = await store.state(session, it.team.id, rule.metric)
    if row is None:
        return WatchLine(rule, "normal", 0, 0, None, None, None)
    standing = standing_of(row)
    today = now.astimezone(it.team.zone).date()
    last = await store.days(session, it.team.id, rule.metric, today, 1)
    raised_on = row.raised_on if standing.warned else None
    by = await acknowledgement(session, it.team.id, rule.metric, raised_on) if raised_on else None
    return WatchLine(
        rule=rule,
        state=standing.name,
        near_days=standing.near_days,
        good_days=standing.good_days,
        last=line_of(last[-1]) if last else None,
        raised_on=raised_on,
        acknowledged=by,
    )


def _changes(rows: Sequence[History]) -> tuple[ChangeLine, ...]:
    return tuple(_change(row) for row in rows)


def _change(row: History) -> ChangeLine:
    after = history.values(row.after)
    day, value = after.get("day"), after.get("value")
    return ChangeLine(
        reason=row.event,
        at=row.at,
        user_id=None if row.who == BOT else row.who,
        day=date.fromisoformat(str(day)) if day else None,
        value=value if isinstance(value, float | int) else None,
    )
