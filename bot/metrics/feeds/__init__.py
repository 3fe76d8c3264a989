"""Helpdesks that tickets come in from by themselves: how they stand, and what they tell."""

from bot.metrics.feeds.folding import Event, Outcome, fold
from bot.metrics.feeds.quiet import SHORTEST_QUIET, WEEKS, Gap, quiet_seconds
from bot.metrics.feeds.standing import (
    EVERY,
    GAP,
    NEWEST,
    Connected,
    Failure,
    FeedNotice,
    Heard,
    Tried,
    is_worth_telling,
    reach,
    wait_after,
)

__all__ = [
    "EVERY",
    "GAP",
    "NEWEST",
    "SHORTEST_QUIET",
    "WEEKS",
    "Connected",
    "Event",
    "Failure",
    "FeedNotice",
    "Gap",
    "Heard",
    "Outcome",
    "Tried",
    "fold",
    "is_worth_telling",
    "quiet_seconds",
    "reach",
    "wait_after",
]
