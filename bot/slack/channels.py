"""Getting into a channel."""

from collections.abc import Mapping
from typing import Any, Literal

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.calls import Calls, part
from bot.slack.failures import code_of

log = structlog.get_logger()
Entered = Literal["there", "joined", "invite", "archived", "unknown"]


async def enter(client: Calls, channel_id: str) -> Entered:
    """Make sure that the bot is in a channel; return the named reason when it is not.

    `unknown` where it may not look, and can't join.
    """
    otherwise: Entered = "invite"
    try:
        stands = await _standing(client, channel_id)
        if stands == "unknown":
            otherwise = stands
        elif stands is not None:
            return stands
        joined = await client.conversations_join(channel=channel_id)
    except (SlackApiError, TimeoutError, aiohttp.ClientError) as error:
        log.warning("not joined", channel=channel_id, error=str(error))
        return otherwise
    return "there" if joined.get("warning") == "already_in_channel" else "joined"


async def _standing(client: Calls, channel_id: str) -> Entered | None:
    """Return how the bot stands to a channel, None where it may join."""
    try:
        answer = await client.conversations_info(channel=channel_id)
    except SlackApiError as error:
        if code_of(error) != "missing_scope":
            raise
        return "unknown"
    channel: Mapping[str, Any] = part(answer, "channel", dict)
    if channel.get("is_archived"):
        return "archived"
    if channel.get("is_member"):
        return "there"
    return "invite" if channel.get("is_private") else None
