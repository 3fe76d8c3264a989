"""Who is asking: their language, zone and whether the bot may talk to them, before all else.

Somebody new is acknowledged at once, looked up in Slack, and answered through `response_url`.
Nothing behind this middleware runs for anybody whose identity is not known and in order.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from bot.answers.before import Before, Next
from bot.answers.people import workspace_of
from bot.answers.written import is_for_bot, is_written
from bot.clock import system_clock
from bot.deps import Deps
from bot.errors import BotError
from bot.services.forms import first_event
from bot.services.people import Profile, Workspace, unidentified

log = structlog.get_logger()
_USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")


def register(app: AsyncApp, deps: Deps) -> None:
    """Let through whom the bot answers, with their `Profile`; each event once."""
    desk = _Desk(app, deps)

    async def known_reader(request: AsyncBoltRequest, next_: Next) -> BoltResponse | None:
        user_id, body, wrote = request.context.user_id, request.body, is_written(request.body)
        if wrote and not is_for_bot(body["event"]):
            return BoltResponse(status=200, body="")
        if not isinstance(user_id, str) or not _USER_ID.fullmatch(user_id):
            log.warning("a request of nobody", kind=str(body.get("type"))[:40])
            return BoltResponse(status=400, body="")
        is_introduced = "profile" in request.context
        if is_event(body) and not is_introduced and not await _is_new(deps, body):
            return BoltResponse(status=200, body="")
        if is_event(body) and not wrote:
            await next_()
            return None
        return await desk.admit(user_id, request, next_)

    app.use(Before(known_reader))


def authorization(deps: Deps) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Return how Bolt learns whose app this is; the token is the one that holds now."""

    async def authorize(user_id: str | None) -> AuthorizeResult:
        workspace = await workspace_of(deps.slack)
        return AuthorizeResult(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            bot_user_id=workspace.bot_user_id,
            bot_token=deps.credentials.bot_token(),
            user_id=user_id,
        )

    return authorize


def is_event(body: Mapping[str, Any]) -> bool:
    """Return whether a payload tells of an event."""
    return body.get("type") == "event_callback"


async def _is_new(deps: Deps, body: Mapping[str, Any]) -> bool:
    """Return whether an event is new and of this workspace; who wrote a message is told if not."""
    event_id = body.get("event_id")
    is_id = isinstance(event_id, str) and event_id.isascii()
    is_ours = is_written(body) or not is_foreign(body, await workspace_of(deps.slack))
    if not is_id or not is_ours:
        return False
    return await first_event(deps.database, str(event_id)[:100], system_clock())


def is_foreign(body: Mapping[str, Any], workspace: Workspace) -> bool:
    """Return whether a payload itself says that its sender belongs to another workspace.

    Somebody of the same organisation is no stranger. A payload that says nothing is judged by
    what Slack tells of the person.
    """
    user, event = body.get("user"), body.get("event")
    told = user.get("team_id") if isinstance(user, dict) else None
    if isinstance(event, dict):
        told = event.get("user_team")
    if "command" in body:
        told = body.get("team_id")
    if told is None or told == workspace.team_id:
        return False
    enterprise = body.get("enterprise")
    enterprise_id = enterprise.get("id") if isinstance(enterprise, dict) else None
    enterprise_id = enterprise_id or body.get("enterprise_id")
    return enterprise_id is None or enterprise_id != workspace.enterprise_id


class _Desk:
    """Looks people up, and lets newcomers in once Slack has said who they are."""

    def __init__(self, app: AsyncApp, deps: Deps) -> None:
        self._app = app
        self._deps = deps
        self._readers = deps.readers

    async def admit(
        self, user_id: str, request: AsyncBoltRequest, next_: Next
    ) -> BoltResponse | None:
        """Let somebody through with their profile, or say why not; other bots are not answered."""
        profile = request.context.get("profile") or await self.known(user_id)
        if profile is None:
            self._deps.background.start(self.introduce(user_id, request))
            return BoltResponse(status=200, body="")
        request.context["profile"] = profile
        if profile.refused == "bot" and is_event(request.body):
            return BoltResponse(status=200, body="")
        if profile.refused:
            raise BotError(f"error.{profile.refused}")
        if is_foreign(request.body, await workspace_of(self._deps.slack)):
            raise BotError("error.stranger")
        await next_()
        return None

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
            await self._deps.slack.respond(url, said, asked=request.body)

    async def _renew(self, user_id: str) -> None:
        await self._look_up(user_id)

    async def _look_up(self, user_id: str) -> Profile:
        slack, now = self._deps.slack, self._deps.clock()
        try:
            user, workspace = await slack.user(user_id), await workspace_of(slack)
        except SlackApiError as error:
            log.warning("users.info refused", user=user_id, slack_error=error.response.get("error"))
        except (TimeoutError, aiohttp.ClientError) as error:
            log.warning("users.info failed", user=user_id, error=type(error).__name__)
        else:
            return await self._readers.learn(user, workspace, now)
        return unidentified(user_id, now)


def _said(answer: BoltResponse) -> dict[str, Any] | None:
    """Return what a command's ack says."""
    if answer.status != 200 or not answer.body:
        return None
    said = json.loads(answer.body)
    return said if isinstance(said, dict) else None
