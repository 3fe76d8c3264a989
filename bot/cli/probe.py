"""The doctor's questions, put to Slack's Web API."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.doctor import ChannelState, SignedIn, SlackRefusalError


class SlackProbe:
    """The doctor's questions to Slack; changes nothing there."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def sign_in(self) -> SignedIn:
        """Return whom the bot token belongs to, with its scopes and Slack's clock."""
        with _refusals():
            answer = await self._client.auth_test()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        scopes = headers.get("x-oauth-scopes", "").split(",")
        return SignedIn(
            workspace=answer.get("team") or "",
            user=answer.get("user") or "",
            scopes=frozenset(scope.strip() for scope in scopes),
            answered_at=parsedate_to_datetime(headers["date"]) if "date" in headers else None,
        )

    async def open_socket(self, app_token: str) -> None:
        """Return when the app token may open a Socket Mode connection; none is opened."""
        with _refusals():
            await self._client.apps_connections_open(app_token=app_token)

    async def channel(self, channel_id: str) -> ChannelState:
        """Return what the bot sees of a channel."""
        with _refusals():
            answer = await self._client.conversations_info(channel=channel_id)
        channel: dict[str, Any] = answer["channel"]
        return ChannelState(
            name=channel.get("name") or channel_id,
            is_member=bool(channel.get("is_member")),
            is_archived=bool(channel.get("is_archived")),
        )


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        response = error.response if isinstance(error.response, dict) else error.response.data
        code = response.get("error") if isinstance(response, dict) else None
        raise SlackRefusalError(code or "no JSON", silent=code is None) from error
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise SlackRefusalError(type(error).__name__, silent=True) from error
