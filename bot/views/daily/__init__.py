"""The daily report and its cases."""

from bot.views.daily import cases, details, groups, mentions, report, revised

__all__ = ["cases", "details", "groups", "mentions", "report", "revised"]
