"""The daily report and its cases."""

from bot.views.daily import cases, details, groups, report, revised

__all__ = ["cases", "details", "groups", "report", "revised"]
