"""Helpdesks that tickets come in from by themselves: connected by a lead, asked or sending."""

from bot.services.feeds.draining import Drains
from bot.services.feeds.pulling import Pulls
from bot.services.feeds.receiving import NotNowError, Receiver
from bot.services.feeds.taking import Taker

__all__ = ["Drains", "NotNowError", "Pulls", "Receiver", "Taker"]
