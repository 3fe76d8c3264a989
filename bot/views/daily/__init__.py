"""The daily report and its cases."""

from bot.views.daily import cases, report, revised

__all__ = ["cases", "report", "revised"]
