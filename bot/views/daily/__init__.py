"""The daily report and its cases."""

from bot.views.daily import cases, groups, report, revised

__all__ = ["cases", "groups", "report", "revised"]
