"""Helpdesks that tickets come in from by themselves: how they stand, and what they tell."""

from bot.metrics.feeds.folding import Event, Outcome, fold
from bot.metrics.feeds.quiet import SHORTEST_QUIET, WEEKS, Gap, quiet_seconds
from bot.metrics.feeds.standing import (
    DAYS_BACK,
    GAP,
    NEWEST,
    Connected,
    Failure,
    FeedNotice,
    FeedsPage,
    Heard,
    Reason,
    Tried,
    every,
    is_worth_telling,
    reach,
    wait_after,
)

__all__ = [
    "DAYS_BACK",
    "GAP",
    "NEWEST",
    "SHORTEST_QUIET",
    "WEEKS",
    "Connected",
    "Event",
    "Failure",
    "FeedNotice",
    "FeedsPage",
    "Gap",
    "Heard",
    "Outcome",
    "Reason",
    "Tried",
    "every",
    "fold",
    "is_worth_telling",
    "quiet_seconds",
    "reach",
    "wait_after",
]
