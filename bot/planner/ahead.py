"""What falls due next: asked of the rhythms ahead of time, and kept while it is still true."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.db import Database, kept_beside
from bot.planner.rhythm import Rhythm
from bot.services import planning
from bot.services.deliveries import ledger
from bot.services.planning import Span

_ONE_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_KEY = "first due"


class _Known(NamedTuple):
    """What fell due first in a span; None: nothing did."""

    after: datetime
    until: datetime
    due: datetime | None

    def answers(self, after: datetime, until: datetime) -> bool:
        """Return whether it says what falls due first in another span too."""
        return self.after <= after < (self.due or until) and (
            self.due is not None or until <= self.until
        )

    def within(self, until: datetime) -> datetime | None:
        """Return the instant, if it is not after `until`."""
        return self.due if self.due and self.due <= until else None


async def first_due(
    database: Database, rhythms: Iterable[Rhythm], after: datetime, until: datetime
) -> datetime | None:
    """Return the first instant after one and up to another at which something falls due.

    What was found is kept until anything changes in the database, also while it is being looked
    for: then nobody finds it.
    """
    async with database.read() as session:
        kept = (await kept_beside(session)).anything
    known: _Known | None = kept.get(_KEY)
    if known is None or not known.answers(after, until):
        asked = [one for one in rhythms if one.slots]
        known = kept[_KEY] = _Known(after, until, await _found(database, asked, after, until))
    return known.within(until)


async def _found(
    database: Database, rhythms: list[Rhythm], after: datetime, until: datetime
) -> datetime | None:
    planned = await ledger.next_planned(database, after, until)
    until = planned or until
    while after < until:
        end = min(after + _ONE_DAY, until)
        first = None
        for span in await planning.ahead(database, after, end):
            first = await _first_in(span, rhythms, first)
        if first is not None:
            return first
        after = end
    return planned


async def _first_in(span: Span, rhythms: list[Rhythm], before: datetime | None) -> datetime | None:
    """Return when something first falls due in a span, `before` when nothing does earlier."""
    for rhythm in rhythms:
        if before is not None:
            span = replace(span, until=before - _INSTANT)
        if rhythm.slots and rhythm.may_hold(span):
            slots = await rhythm.slots(span.team, span.after, span.until)
            before = min((one.due_at for one in slots), default=before)
    return before
