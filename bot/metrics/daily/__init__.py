"""A daily report and its not-met cases as values."""

from bot.metrics.daily.cases import CAUSES
from bot.metrics.daily.report import DailyReport

__all__ = ["CAUSES", "DailyReport"]
