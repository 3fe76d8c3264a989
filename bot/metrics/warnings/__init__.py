"""The warning rule and what is watched by it."""

from bot.metrics.warnings.report import WatchLine
from bot.metrics.warnings.watched import Rule

__all__ = ["Rule", "WatchLine"]
