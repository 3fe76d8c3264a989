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
from bot.services.readers import Profile, Readers, stranger

log = structlog.get_logger()


def register(app: AsyncApp, deps: Deps) -> None:
    """Put the reader's `Profile` into the context of every command and click."""
    readers = Readers(deps.database)

    async def look_up(user_id: str) -> Profile:
        try:
            return await readers.learn(await deps.slack.user(user_id), deps.clock())
        except SlackApiError as error:
            log.warning("users.info refused", user=user_id, slack_error=error.response.get("error"))
            return stranger(user_id, deps.clock())

    async def refresh(user_id: str) -> None:
        await look_up(user_id)

    async def introduce(user_id: str, request: AsyncBoltRequest) -> None:
        profile = await look_up(user_id)
        again = AsyncBoltRequest(
            body=request.body, mode="socket_mode", context={"profile": profile}
        )
        answer = await app.async_dispatch(again)
        said, url = _said(answer), request.body.get("response_url")
        if said and url:
            await deps.slack.respond(url, said)

    @app.middleware
    async def known_reader(
        request: AsyncBoltRequest, next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        user_id = request.context.user_id
        if not user_id or _is_event(request):
            await next_()
            return None
        profile = request.context.get("profile")
        if profile is None:
            now = deps.clock()
            profile = await readers.known(user_id, now)
            if profile is None:
                deps.background.start(introduce(user_id, request))
                return BoltResponse(status=200, body="")
            if profile.is_stale(now):
                deps.background.start(refresh(user_id))
            request.context["profile"] = profile
        if profile.refused:
            raise BotError(f"error.{profile.refused}")
        await next_()
        return None


def _is_event(request: AsyncBoltRequest) -> bool:
    return bool(request.body.get("type") == "event_callback")


def _said(answer: BoltResponse) -> dict[str, Any] | None:
    """Return what a command's ack says."""
    if answer.status != 200 or not answer.body:
        return None
    said = json.loads(answer.body)
    return said if isinstance(said, dict) else None
