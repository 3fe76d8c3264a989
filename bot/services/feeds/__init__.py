"""Helpdesks that tickets come in from by themselves: connected by a lead, asked or sending."""

from bot.services.feeds.asked import connected, every, failing
from bot.services.feeds.draining import Drains
from bot.services.feeds.managing import reseal
from bot.services.feeds.pulling import Pulls, owner
from bot.services.feeds.receiving import NotNowError, Receiver
from bot.services.feeds.sources import Sources
from bot.services.feeds.taking import Taker

__all__ = [
    "Drains",
    "NotNowError",
    "Pulls",
    "Receiver",
    "Sources",
    "Taker",
    "connected",
    "every",
    "failing",
    "owner",
    "reseal",
]
