"""A Slack channel as the helpdesk: its messages as tickets."""

from bot.sources.channels.pages import DAYS_BACK, Reader, pages
from bot.sources.channels.talk import Json, Team

__all__ = ["DAYS_BACK", "Json", "Reader", "Team", "pages"]
