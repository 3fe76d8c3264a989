"""What has not been planned yet of every team, read at once: most of the time it is nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import structlog

from bot.db import Database
from bot.metrics.clocks import Micros, Rhythm, Slot, from_micros, to_micros
from bot.models import Team
from bot.services.complaints import clock as complaints
from bot.services.deliveries import ledger
from bot.services.team import rhythm_of
from bot.store import cards
from bot.store.deliveries import ledger as deliveries
from bot.store.team import teams

log = structlog.get_logger()
_CLOCKS_DIFFER = timedelta(minutes=10)
REMEMBERED_EVERY = timedelta(minutes=5)
"""How often it is written down how far teams are planned that nothing fell due for."""
LOOKED_BACK = timedelta(days=450)
"""How far back what is due is computed: a machine without a clock plans up to 1970."""

Times = Callable[[Rhythm, Micros, Micros], Sequence[Slot]]
Hours = tuple[tuple[date, str], ...]


class State(NamedTuple):
    """How a team stands at a look: when its posts are due, and what there is to do but those.

    What it is `set_to` says when its posts are due. It has been planned up to `after`. `has_work`:
    there is something to do whatever falls due.
    """

    team_id: int
    set_to: teams.TeamTimes
    hours: Hours
    after: datetime
    has_work: bool

    def times(self) -> Rhythm:
        """Return the times of its posts; raises what is wrong with its zone, hours or calendar."""
        return rhythm_of(self.set_to, self.hours)


@dataclass(frozen=True, slots=True)
class Span:
    """A team and the time of it that has not been planned yet, after one instant up to another.

    `times` are those of its posts, None when they can't be worked out. `is_open`: it has posts that
    have not ended and can be worked on now. `complaints`: there may be one to notice or to tell of.
    `went_back`: it had been planned up to an instant that the clock has yet to reach, so nothing is
    planned before now. `behind`: a card does not show what is so, or does not stand yet.
    """

    team: Team
    team_id: int
    after: datetime
    until: datetime
    times: Rhythm | None
    is_open: bool
    complaints: bool
    went_back: bool
    behind: bool

    @property
    def is_long(self) -> bool:
        """Whether it is time to remember how far the team is planned, though nothing fell due."""
        return self.until - self.after >= REMEMBERED_EVERY

    def holds(self, slots: Times) -> bool:
        """Return whether one of these slots lies in the span, also when nobody can tell."""
        try:
            ends = to_micros(self.after), to_micros(self.until)
            return self.times is None or bool(slots(self.times, *ends))
        except Exception:
            log.exception("slots can't be worked out", team=self.team.name)
            return True


async def states(database: Database, now: datetime) -> list[State]:
    """Return how every team that has a channel stands; one added by hand a minute later.

    All of it is one transaction, and a handful of queries however many teams there are; only a
    team whose customers complained of late has some of its own.
    """
    async with database.read() as session:
        set_to = await teams.times_of_all(session)
        planned = await teams.planned_of_all(session)
        after = {team_id: _after(from_micros(at), now) for team_id, at in planned.items()}
        hours = await teams.hours_of_all(session)
        waiting = await ledger.open_teams(session, now)
        waiting |= await complaints.concerned(session, after, now)
        waiting |= await cards.teams_behind(session, now)
    ahead = to_micros(now + _CLOCKS_DIFFER)
    waiting |= {team_id for team_id, at in planned.items() if at > ahead}
    return [
        State(team_id, set_to[team_id], hours.get(team_id, ()), at, team_id in waiting)
        for team_id, at in after.items()
        if team_id in set_to
    ]


async def span(database: Database, now: datetime, team_id: int) -> Span | None:
    """Return the span up to now of a team, None when it has no channel (any more)."""
    async with database.read() as session:
        found = await deliveries.teams_with_channel(session, team_id)
        if not found:
            return None
        (team,) = found
        planned = team.planned_until or team.created_at
        after = _after(planned, now)
        hours = await teams.hours(session, team_id)
        is_open = await ledger.open_teams(session, now, team_id)
        complained = await complaints.concerned(session, {team_id: after}, now)
        behind = await cards.teams_behind(session, now)
    return Span(
        team,
        team_id,
        after,
        now,
        _times(team, hours),
        is_open=bool(is_open),
        complaints=bool(complained),
        went_back=planned > now + _CLOCKS_DIFFER,
        behind=team_id in behind,
    )


async def ahead(database: Database, after: datetime, until: datetime) -> list[Span]:
    """Return this span of every team that has a channel, whatever has been planned of it."""
    async with database.read() as session:
        found = await deliveries.teams_with_channel(session, None)
        known = [team.id or 0 for team in found]
        hours = await teams.hours_of_all(session)
        complained = await complaints.concerned(session, dict.fromkeys(known, after), until)
    return [
        Span(
            team,
            team_id,
            after,
            until,
            _times(team, hours.get(team_id, ())),
            is_open=False,
            complaints=team_id in complained,
            went_back=False,
            behind=False,
        )
        for team_id, team in zip(known, found, strict=True)
    ]


def _after(planned: datetime, now: datetime) -> datetime:
    """Return the instant from which on a team is to be planned."""
    earliest = now - LOOKED_BACK
    if planned < earliest:
        log.warning("planned up to long ago", planned=planned.isoformat(), days=LOOKED_BACK.days)
    return max(min(planned, now), earliest)


def _times(team: Team, hours: Hours) -> Rhythm | None:
    try:
        return rhythm_of(team, hours)
    except Exception:
        log.exception("a team's times can't be worked out", team=team.name)
        return None
