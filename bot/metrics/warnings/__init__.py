"""The warning rule and what is watched by it."""

from bot.metrics.warnings.report import WatchLine
from bot.metrics.warnings.watched import METRICS, Rule, direction, facts_of_day, unit

__all__ = ["METRICS", "Rule", "WatchLine", "direction", "facts_of_day", "unit"]
