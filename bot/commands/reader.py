"""Who is asking: their language, zone and whether the bot may talk to them, before all else.

Somebody new is acknowledged at once, looked up in Slack, and answered through `response_url`.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.errors import BotError
from bot.services.readers import Profile, stranger

log = structlog.get_logger()


def register(app: AsyncApp, deps: Deps) -> None:
    """Put the reader's `Profile` into the context of every command and click."""
    desk = _Desk(app, deps)

    @app.middleware
    async def known_reader(
        request: AsyncBoltRequest, next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        user_id = request.context.user_id
        if user_id and request.body.get("type") != "event_callback":
            profile = request.context.get("profile") or await desk.known(user_id)
            if profile is None:
                deps.background.start(desk.introduce(user_id, request))
                return BoltResponse(status=200, body="")
            request.context["profile"] = profile
            if profile.refused:
                raise BotError(f"error.{profile.refused}")
        await next_()
        return None


class _Desk:
    """Looks people up, and lets newcomers in once Slack has said who they are."""

    def __init__(self, app: AsyncApp, deps: Deps) -> None:
        self._app = app
        self._deps = deps
        self._readers = deps.readers

    async def known(self, user_id: str) -> Profile | None:
        """Return a profile at once; an old one is renewed in the background."""
        now = self._deps.clock()
        profile = await self._readers.known(user_id, now)
        if profile is not None and profile.is_stale(now):
            self._deps.background.start(self._renew(user_id))
        return profile

    async def introduce(self, user_id: str, request: AsyncBoltRequest) -> None:
        """Ask Slack who somebody is, then handle what they asked."""
        profile = await self._look_up(user_id)
        again = AsyncBoltRequest(
            body=request.body, mode="socket_mode", context={"profile": profile}
        )
        said = _said(await self._app.async_dispatch(again))
        url = request.body.get("response_url")
        if said and url:
            await self._deps.slack.respond(url, said)

    async def _renew(self, user_id: str) -> None:
        await self._look_up(user_id)

    async def _look_up(self, user_id: str) -> Profile:
        now = self._deps.clock()
        try:
            return await self._readers.learn(await self._deps.slack.user(user_id), now)
        except SlackApiError as error:
            log.warning("users.info refused", user=user_id, slack_error=error.response.get("error"))
            return stranger(user_id, now)


def _said(answer: BoltResponse) -> dict[str, Any] | None:
    """Return what a command's ack says."""
    if answer.status != 200 or not answer.body:
        return None
    said = json.loads(answer.body)
    return said if isinstance(said, dict) else None
