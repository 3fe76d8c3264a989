"""Actions as values, and whether they moved what they should."""

from bot.metrics.actions.actions import LEVELS, ActionFacts, is_reminded
from bot.metrics.actions.verification import (
    LEAST_DAYS,
    LONGEST_DAYS,
    Rules,
    Side,
    Standard,
    Visible,
    read_days,
    side,
)

__all__ = [
    "LEAST_DAYS",
    "LEVELS",
    "LONGEST_DAYS",
    "ActionFacts",
    "Rules",
    "Side",
    "Standard",
    "Visible",
    "is_reminded",
    "read_days",
    "side",
]
