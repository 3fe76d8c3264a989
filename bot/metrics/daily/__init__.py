"""A daily report and its not-met cases as values."""

from bot.metrics.daily.cases import CAUSES, GroupNamed
from bot.metrics.daily.groups import Slice
from bot.metrics.daily.origins import About, OfGroup, OfTicket, origin_of
from bot.metrics.daily.report import DailyReport

__all__ = [
    "CAUSES",
    "About",
    "DailyReport",
    "GroupNamed",
    "OfGroup",
    "OfTicket",
    "Slice",
    "origin_of",
]
