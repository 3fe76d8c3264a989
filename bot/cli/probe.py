"""The doctor's questions, put to Slack's Web API."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.doctor import ChannelState, Refused, SignedIn, SlackRefusalError
from bot.slack.failures import code_of, retry_after

_TRIES = 5
_LONGEST_WAIT = 120.0


class SlackProbe:
    """The doctor's questions to Slack; changes nothing there. `sleep` lets seconds pass."""

    def __init__(
        self, client: AsyncWebClient, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._client = client
        self._sleep = sleep

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

    async def validate(self, kind: str, payload: Mapping[str, object]) -> list[Refused]:
        """Return what Slack does not take of a `view` or `message`; nothing when it takes it."""
        with _refusals():
            try:
                await self._patiently("blocks.validate", {kind: json.dumps(payload)})
            except SlackApiError as error:
                if code_of(error) != f"invalid_{kind}":
                    raise
                return _places(error.response.get("errors"))
        return []

    async def _patiently(self, method: str, data: dict[str, str]) -> None:
        """Call a method; as often as Slack asks for a pause of two minutes at most, again after it.

        Five times in all. Raises SlackApiError.
        """
        for left in reversed(range(_TRIES)):
            try:
                await self._client.api_call(method, data=data)
            except SlackApiError as error:
                wait = retry_after(error.response.headers).total_seconds()
                if error.response.status_code != 429 or not left or wait > _LONGEST_WAIT:
                    raise
                await self._sleep(wait)
            else:
                return


def _places(errors: object) -> list[Refused]:
    found = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    told = [Refused(str(one.get("pointer")), str(one.get("message"))) for one in found]
    return told or [Refused("?", "?")]


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
