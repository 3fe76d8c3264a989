"""Asking Slack about somebody now, where what is kept of them may be out of date."""

import asyncio
from datetime import datetime

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.db import Database
from bot.services.readers import Profile, Readers
from bot.slack import Slack

log = structlog.get_logger()
_SECONDS = 1.5
_SLACKBOT = "USLACKBOT"


async def look_up(slack: Slack, database: Database, user_id: str, now: datetime) -> Profile | None:
    """Return what Slack says of somebody, kept for later.

    When Slack is silent for 1.5 s, what was kept before; None for somebody nobody knows.
    """
    readers = Readers(database)
    try:
        async with asyncio.timeout(_SECONDS):
            user = await slack.user(user_id)
    except SlackApiError as error:
        log.warning("users.info refused", user=user_id, slack_error=error.response.get("error"))
        return None
    except (TimeoutError, aiohttp.ClientError):
        return await readers.known(user_id, now)
    if user_id == _SLACKBOT:
        user = {**user, "is_bot": True}
    return await readers.learn(user, now)
