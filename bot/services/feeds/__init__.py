"""Helpdesks that tickets come in from by themselves: connected by a lead, asked by the bot."""

from bot.services.feeds.asked import connected, every
from bot.services.feeds.managing import reseal
from bot.services.feeds.pulling import Pulls, owner
from bot.services.feeds.sources import Sources
from bot.services.feeds.taking import Taker

__all__ = ["Pulls", "Sources", "Taker", "connected", "every", "owner", "reseal"]
