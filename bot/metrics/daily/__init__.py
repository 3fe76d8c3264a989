"""A daily report and its not-met cases as values."""

from bot.metrics.daily.cases import CAUSES, GroupNamed
from bot.metrics.daily.groups import Slice
from bot.metrics.daily.report import DailyReport

__all__ = ["CAUSES", "DailyReport", "GroupNamed", "Slice"]
