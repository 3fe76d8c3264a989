"""Helpdesks that tickets come in from by themselves: how they stand, and when they are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Clock, Micros
from bot.metrics.feeds.quiet import is_silent
from bot.metrics.tickets import Freshness, freshness

EVERY = timedelta(minutes=3)
"""How often a helpdesk is asked what has changed."""
EVERY_CHANNEL = timedelta(minutes=1)
"""How often a channel of Slack is read: that is free, and limits are short there."""
GAP = timedelta(hours=2)
"""A helpdesk that was not heard for longer tells nothing of the time between."""
NEWEST = 5
"""As many tickets are shown when a helpdesk is tried."""
DAYS_BACK = (30, 90, 365)
"""How far back tickets can be asked for when a helpdesk is connected."""
_LONGEST = timedelta(minutes=30)
_PATIENCE = timedelta(minutes=30)
_AT_ONCE = frozenset({"credentials", "sealed", "private", "channel", "scope"})
_NEEDS_SOMEBODY = _AT_ONCE | {"address", "refused"}

Reason = Literal[
    "credentials",
    "address",
    "private",
    "busy",
    "unreachable",
    "answer",
    "refused",
    "repeats",
    "channel",
    "scope",
]
"""Why a helpdesk could not be asked.

`credentials`: it knows them not, or not any more. `address`: there is nothing at that address.
`private`: the address is of the bot's own network. `busy`: it wants fewer questions. `unreachable`:
no answer, or one that says so. `answer`: not what its interface answers. `refused`: the question,
for another reason. `repeats`: the same page again and again. `channel`: the bot is not in a channel
of Slack. `scope`: it may not read any.
"""
Failure = Literal[Reason, "silent", "sealed", "error"]
"""Why nothing comes in from a helpdesk: it could not be asked, or `sealed`: its credentials can't
be opened with the keys of the settings; `silent`: it sends, and has not for too long; `error`:
something went wrong in the bot."""


class Heard(NamedTuple):
    """Since when a helpdesk was heard without a gap, and up to when all that it has came in.

    One that sends says nothing while nothing happens: `quiet` is after how many seconds of working
    time without a word it is silent; None where it is asked.
    """

    live_since: Micros
    heard_at: Micros
    quiet: int | None = None

    def until(self, as_of: Micros, clock: Clock) -> Micros:
        """Return up to when all that it has came in, as far as is known at an instant."""
        if self.heard_at >= as_of:
            return as_of
        if self.quiet is None or is_silent(self.heard_at, as_of, self.quiet, clock):
            return self.heard_at
        return as_of


def reach(feeds: Sequence[Heard], as_of: Micros, clock: Clock) -> Freshness | None:
    """Return how far the data of a team's helpdesks reached at an instant; None before any did.

    As far as that of the one that was heard least recently: what is missing of one is missing.
    """
    known = [one for one in feeds if one.live_since <= as_of]
    if not known:
        return None
    return freshness([min(one.until(as_of, clock) for one in known)], as_of, clock)


def every(kind: str) -> timedelta:
    """Return how often a helpdesk of a kind is asked."""
    return EVERY_CHANNEL if kind == "channel" else EVERY


def wait_after(reason: Failure, failures: int, wait: float | None) -> timedelta:
    """Return after how long a helpdesk is asked again that could not be asked so often in a row."""
    if wait is not None:
        return timedelta(seconds=max(wait, 1.0))
    if reason in _NEEDS_SOMEBODY:
        return _LONGEST
    return min(EVERY * (1 << min(failures - 1, 10)), _LONGEST)


def is_worth_telling(reason: Failure, since: datetime, now: datetime) -> bool:
    """Return whether somebody is told of a failure by now: what mends itself soon is kept quiet."""
    return reason in _AT_ONCE or now - since >= _PATIENCE


@dataclass(frozen=True, slots=True)
class Connected:
    """A helpdesk that a team is connected with, as people see it; `tickets` came from it.

    Where it is `is_renewable` it can be given other credentials; one that is not `is_asked` sends
    by itself.
    """

    team_id: int
    team_name: str
    number: int
    product: str
    name: str
    address: str
    state: str
    tickets: int
    heard_at: datetime | None
    brought_at: datetime | None
    failure: str | None
    failed_since: datetime | None
    is_renewable: bool = True
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """The helpdesks of the teams that somebody looks after, and what may be connected.

    `teams` are those by id and name; `team_id` is one whose helpdesks are shown alone, `meant` the
    one that is to be connected at first. `products` are those by key and title. Without `may_seal`
    credentials can't be kept, so what wants some can't be connected.
    """

    feeds: tuple[Connected, ...]
    teams: tuple[tuple[int, str], ...]
    team_id: int | None
    products: tuple[tuple[str, str], ...]
    may_seal: bool
    as_of: datetime
    meant: int | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a helpdesk answered when it was tried: the tickets that changed last, as understood.

    `known` of the `seen` are tickets of `source` already: they are the same. The team has `held`
    tickets of all sources; `shortest` is its shortest limit. It is called `name`, where only it
    knows that, and is asked `every` so often.
    """

    tickets: tuple[Mapping[str, object], ...]
    seen: int
    known: int
    source: str | None
    held: int = 0
    shortest: timedelta | None = None
    name: str | None = None
    every: timedelta = EVERY

    @property
    def warned_from(self) -> timedelta:
        """Return the shortest limit that can be warned of: tickets come in ten times meanwhile."""
        return 10 * self.every

    @property
    def is_warned_late(self) -> bool:
        """Return whether a limit is too short to be warned of in time."""
        return self.shortest is not None and self.shortest < self.warned_from


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """That something is the matter with a helpdesk, or is no more, for who reads a language.

    `what` is failed, resumed or first; `tickets` came in at first, opened between two instants.
    It is asked `every` so often.
    """

    what: Literal["failed", "resumed", "first"]
    language: str
    zone: ZoneInfo
    team_id: int
    team_name: str
    number: int
    name: str
    product: str
    since: datetime
    failure: str | None = None
    tickets: int = 0
    set_aside: int = 0
    first: datetime | None = None
    last: datetime | None = None
    every: timedelta = EVERY
