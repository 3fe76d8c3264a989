"""Actions as values, and whether they moved what they should."""

from bot.metrics.actions.actions import LIMITS, ActionFacts, Draft, is_reminded

__all__ = ["LIMITS", "ActionFacts", "Draft", "is_reminded"]
