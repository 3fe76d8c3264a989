"""What has not been planned yet of every team, read at once: most of the time it is nothing."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import structlog

from bot.db import Database
from bot.metrics.clocks import Micros, Rhythm, Slot, to_micros
from bot.models import Team
from bot.services.complaints import clock as complaints
from bot.services.deliveries import ledger
from bot.services.team import rhythm_of
from bot.store import cards
from bot.store.deliveries import ledger as deliveries
from bot.store.team import teams

log = structlog.get_logger()
_CLOCKS_DIFFER = timedelta(minutes=10)
_REMEMBERED_EVERY = timedelta(minutes=5)
LOOKED_BACK = timedelta(days=450)
"""How far back what is due is computed: a machine without a clock plans up to 1970."""


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
        return self.until - self.after >= _REMEMBERED_EVERY

    def holds(self, slots: Callable[[Rhythm, Micros, Micros], Sequence[Slot]]) -> bool:
        """Return whether one of these slots lies in the span, also when nobody can tell."""
        try:
            ends = to_micros(self.after), to_micros(self.until)
            return self.times is None or bool(slots(self.times, *ends))
        except Exception:
            log.exception("slots can't be worked out", team=self.team.name)
            return True


async def spans(database: Database, now: datetime, team_id: int | None = None) -> list[Span]:
    """Return the span up to now of every team that has a channel, or of one of them.

    All of it is one transaction, and a handful of queries however many teams there are; only a
    team whose customers complained of late has some of its own. Every process has its own order of
    teams, so that replicas which find much to do at once begin with different ones.
    """
    async with database.read() as session:
        found = await deliveries.teams_with_channel(session, team_id)
        planned = {team.id or 0: team.planned_until or team.created_at for team in found}
        after = {known: _after(at, now) for known, at in planned.items()}
        hours = await teams.hours_of_all(session, list(after))
        is_open = await ledger.open_teams(session, list(after), now)
        complained = await complaints.concerned(session, found, after, now)
        behind = await cards.teams_behind(session, now)
    made = [
        Span(
            team,
            known,
            after[known],
            now,
            _times(team, hours.get(known, ())),
            known in is_open,
            known in complained,
            planned[known] > now + _CLOCKS_DIFFER,
            known in behind,
        )
        for known, team in zip(after, found, strict=True)
    ]
    Random(os.getpid()).shuffle(made)  # noqa: S311  nothing secret about it
    return made


async def ahead(database: Database, after: datetime, until: datetime) -> list[Span]:
    """Return this span of every team that has a channel, whatever has been planned of it."""
    async with database.read() as session:
        found = await deliveries.teams_with_channel(session, None)
        known = [team.id or 0 for team in found]
        hours = await teams.hours_of_all(session, known)
        complained = await complaints.concerned(session, found, dict.fromkeys(known, after), until)
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


def _times(team: Team, hours: tuple[tuple[date, str], ...]) -> Rhythm | None:
    try:
        return rhythm_of(team, hours)
    except Exception:
        log.exception("a team's times can't be worked out", team=team.name)
        return None
