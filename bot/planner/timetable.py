"""When something next falls due for a team: worked out once, and again when its times change."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from bot.metrics.clocks import from_micros, to_micros
from bot.planner.rhythm import Rhythm
from bot.services.planning import State

log = structlog.get_logger()
_AHEAD = timedelta(days=1)


class _Known(NamedTuple):
    """What falls due first for a team that stood so, up to an instant; None: nothing."""

    stood: State
    until: datetime
    due: datetime | None

    def tells(self, state: State, now: datetime) -> bool:
        """Return whether it says as well what falls due first until now."""
        stood = self.stood
        if state.after < stood.after:
            return False
        if (stood.set_to, stood.hours) != (state.set_to, state.hours):
            return False
        return now <= self.until if self.due is None else state.after < self.due


class Timetable:
    """Says of a team whether anything may have fallen due, as `may_hold` of its rhythms would.

    It follows from the team's zone, hours, calendar and report times alone, which every look reads;
    so what was worked out before holds until one of these is another, or its instant has passed.
    """

    def __init__(self, rhythms: Iterable[Rhythm]) -> None:
        asked = [one for one in rhythms if one.slots and not one.of_complaints]
        self._always = any(one.times is None for one in asked)
        self._times = {one.times for one in asked if one.times}
        self._known: dict[int, _Known] = {}

    def is_due(self, state: State, now: datetime) -> bool:
        """Return whether something may have fallen due since it was planned, or nobody can tell."""
        if self._always:
            return True
        known = self._known.get(state.team_id)
        if known is None or not known.tells(state, now):
            try:
                known = self._known[state.team_id] = self._worked_out(state, now)
            except Exception:
                log.exception("slots can't be worked out", team=state.set_to.name)
                return True
        return known.due is not None and known.due <= now

    def _worked_out(self, state: State, now: datetime) -> _Known:
        until = max(now, state.after + _AHEAD)
        ends = to_micros(state.after), to_micros(until)
        times = state.times()
        slots = [one for of in self._times for one in of(times, *ends)]
        due = min((one.due for one in slots), default=None)
        found = None if due is None else from_micros(due)
        return _Known(state, until, found)
