"""One kind of post: when it falls due, what it says, and who is told where it stands."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.models import Delivery, Team
from bot.services.deliveries import Due
from bot.services.planning import Span, Times
from bot.slack.client import Payload

Skip = str
Slots = Callable[[Team, datetime, datetime], Awaitable[Sequence[Due]]]
Build = Callable[[Delivery, datetime], Awaitable[Payload | Skip]]
Posted = Callable[[Delivery, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One kind of post.

    `slots` answers what fell due for a team after one instant and up to another; None for what is
    planned elsewhere. It reads the database, so it is asked only where the calendar says that
    something may have fallen due: at `times`, or, `of_complaints`, when there may be one to notice
    or to tell of; always when neither is told. They may be wrong, but must never deny what `slots`
    would answer. `build` answers the message for a row, or the named reason why there is none; it
    may set the row's `thread_ts`, so that the message goes into that thread. `posted` is told where
    the message stands. `every` is whether missed slots are all worked through; else only the latest
    of each channel, which overtakes those before it. What is late waits until the team works, but
    for what is posted `at_once`: it pings nobody at night, or answers somebody who is there.
    """

    kind: str
    slots: Slots | None
    build: Build
    posted: Posted | None = None
    every: bool = False
    at_once: bool = False
    times: Times | None = None
    of_complaints: bool = False

    def may_hold(self, span: Span) -> bool:
        """Return whether something may have fallen due in a span, without reading anything."""
        if self.of_complaints:
            return span.complaints
        return self.times is None or span.holds(self.times)
