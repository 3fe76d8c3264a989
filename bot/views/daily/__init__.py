"""The daily report and its cases."""

from bot.views.daily import cases, report

__all__ = ["cases", "report"]
