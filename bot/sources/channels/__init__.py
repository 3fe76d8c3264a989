"""A Slack channel as the helpdesk: its messages as tickets."""

import re
from datetime import timedelta

from bot.errors import BotError
from bot.sources.channels.pages import DAYS_BACK, Reader, pages
from bot.sources.channels.talk import Json, Team
from bot.sources.pulls import Ask

__all__ = ["DAYS_BACK", "DAYS_SHOWN", "KEY", "Channel", "Json", "Reader", "Team", "pages"]

KEY = "slack"
"""The key of a channel beside those of products."""
DAYS_SHOWN = timedelta(days=DAYS_BACK)
"""Of how many days questions are shown before a channel is measured."""
_ID = re.compile(r"[CG][A-Z0-9]{4,20}")


class Channel:
    """What has to be told of a channel: which it is."""

    key = KEY
    title = "Slack"
    asks: tuple[Ask, ...] = (Ask("channel"),)

    def address(self, told: str) -> str:
        """Return a channel's ID. Raises BotError for what is none."""
        if not _ID.fullmatch(told):
            raise BotError("feeds.error.channel")
        return told
