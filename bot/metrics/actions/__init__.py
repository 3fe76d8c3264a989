"""Actions as values, and whether they moved what they should."""

from bot.metrics.actions.actions import LEVELS, ActionFacts, is_reminded
from bot.metrics.actions.verification import (
    USUAL_DAYS,
    Rules,
    Side,
    Standard,
    Visible,
    read_days,
    side,
)

__all__ = [
    "LEVELS",
    "USUAL_DAYS",
    "ActionFacts",
    "Rules",
    "Side",
    "Standard",
    "Visible",
    "is_reminded",
    "read_days",
    "side",
]
