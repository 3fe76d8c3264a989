"""The only place that sends to Slack, and the one error handler."""

import secrets
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError
from bot.text import t

log = structlog.get_logger()
Payload = dict[str, Any]


class Slack:
    """Slack's Web API as the bot uses it; nothing is ever re-sent by itself."""

    def __init__(self, token: str, base_url: str) -> None:
        self.client = AsyncWebClient(token=token, base_url=base_url, retry_handlers=[], timeout=10)

    async def user(self, user_id: str) -> Payload:
        """Return Slack's `user` object with its locale; raises SlackApiError."""
        answer = await self.client.users_info(user=user_id, include_locale=True)
        user: Payload = answer["user"]
        return user


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
