"""A Slack channel as the helpdesk: its messages as tickets."""

from datetime import timedelta

from bot.sources.channels.pages import DAYS_BACK, Reader, pages
from bot.sources.channels.talk import Json, Team

__all__ = ["DAYS_BACK", "DAYS_SHOWN", "KEY", "Json", "Reader", "Team", "pages"]

KEY = "slack"
"""The key of a channel beside those of products."""
DAYS_SHOWN = timedelta(days=DAYS_BACK)
"""Of how many days questions are shown before a channel is measured."""
