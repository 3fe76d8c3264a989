"""The only place that sends to Slack, and the one error handler."""

import secrets
from typing import Any, Literal

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError
from bot.text import t

log = structlog.get_logger()
Payload = dict[str, Any]

_UNKNOWN_OUTCOME = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


class PostFailed(Exception):  # noqa: N818  says what happened, as Slack's errors do
    """A post that did not end well.

    `outcome` is `skipped` (Slack refused it), `ambiguous` (it may or may not stand in the
    channel) or `planned` (Slack asked to wait); `reason` is Slack's own word for it.
    """

    def __init__(self, outcome: Literal["skipped", "ambiguous", "planned"], reason: str) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason


class Slack:
    """Slack's Web API as the bot uses it; nothing is ever re-sent by itself."""

    def __init__(self, token: str, base_url: str) -> None:
        self.client = AsyncWebClient(token=token, base_url=base_url, retry_handlers=[], timeout=10)

    async def user(self, user_id: str) -> Payload:
        """Return Slack's `user` object with its locale; raises SlackApiError."""
        answer = await self.client.users_info(user=user_id, include_locale=True)
        user: Payload = answer["user"]
        return user

    async def post(
        self,
        channel_id: str,
        message: Payload,
        *,
        delivery_id: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """Post once and return the message's `ts`; raises PostFailed.

        `delivery_id` travels in the message's metadata, so that it can be found again.
        """
        payload = {"delivery_id": delivery_id}
        metadata = {"event_type": "frt_delivery", "event_payload": payload} if delivery_id else None
        try:
            answer = await self.client.chat_postMessage(
                channel=channel_id,
                text=message["text"],
                blocks=message.get("blocks"),
                metadata=metadata,
                thread_ts=thread_ts,
                unfurl_links=False,
            )
        except SlackApiError as error:
            raise _failed(error) from error
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise PostFailed("ambiguous", type(error).__name__) from error
        return str(answer["ts"])

    async def redraw(self, channel_id: str, message_ts: str, message: Payload) -> bool:
        """Replace a posted message; return False when it is gone or may not be changed."""
        try:
            await self.client.chat_update(
                channel=channel_id, ts=message_ts, text=message["text"], blocks=message["blocks"]
            )
        except SlackApiError as error:
            log.warning("not redrawn", channel=channel_id, slack_error=error.response.get("error"))
            return False
        return True


def _failed(error: SlackApiError) -> PostFailed:
    reason = str(error.response.get("error") or error.response.status_code)
    if reason == "ratelimited":
        return PostFailed("planned", reason)
    unknown = reason in _UNKNOWN_OUTCOME or error.response.status_code >= 500
    return PostFailed("ambiguous" if unknown else "skipped", reason)


def explain(error: Exception, language: str) -> str:
    """Return the sentence a user sees; an unexpected error is logged under a reference."""
    if isinstance(error, BotError):
        return t(language, error.key, **error.params)
    reference = secrets.token_hex(4)
    details = (
        {"slack_error": error.response.get("error")} if isinstance(error, SlackApiError) else {}
    )
    log.error("unexpected", reference=reference, exc_info=error, **details)
    return t(language, "error.unexpected", reference=reference)
