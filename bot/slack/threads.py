"""Reading a thread: what people wrote in it, as they left it."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.services.review import Reply
from bot.slack.failures import post_failed

_PAGE = 200
_FROM_PEOPLE = frozenset({None, "thread_broadcast", "file_share", "me_message"})
"""The subtypes of what people write; others tell of joins, topics and apps."""


async def replies(
    client: AsyncWebClient, channel_id: str, thread_ts: str, most: int
) -> list[Reply]:
    """Return the first `most` messages that people wrote in a thread, oldest first.

    What apps and bots wrote is left out. Raises PostFailed when the thread can't be read.
    """
    found: list[Reply] = []
    try:
        pages = await client.conversations_replies(channel=channel_id, ts=thread_ts, limit=_PAGE)
        async for page in pages:
            found += [_reply(one) for one in page["messages"] if _is_of_person(one, thread_ts)]
            if len(found) >= most:
                break
    except Exception as error:
        raise post_failed(error) from error
    return found[:most]


def _is_of_person(message: dict[str, Any], thread_ts: str) -> bool:
    is_reply = message.get("ts") != thread_ts
    of_app = bool(message.get("bot_id") or message.get("app_id"))
    by = message.get("user") and message.get("subtype") in _FROM_PEOPLE
    return bool(is_reply and by and not of_app)


def _reply(message: dict[str, Any]) -> Reply:
    return Reply(str(message["ts"]), str(message["user"]), str(message.get("text") or ""))
