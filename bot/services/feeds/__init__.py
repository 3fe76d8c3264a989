"""Helpdesks that tickets come in from by themselves: connected by a lead, asked by the bot."""

from bot.services.feeds.asked import connected
from bot.services.feeds.pulling import Pulls
from bot.services.feeds.taking import Taker

__all__ = ["Pulls", "Taker", "connected"]
