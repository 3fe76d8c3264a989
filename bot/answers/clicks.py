"""Answers to clicks, forms and commands: values read back, errors said in a sentence."""

import json
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeVar

import structlog
from pydantic import ValidationError
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from bot.answers.counted import count_late
from bot.answers.written import is_written
from bot.db import Database
from bot.errors import BotError
from bot.ids import TeamValue, Value
from bot.metrics.deliveries import refusal
from bot.services.deliveries import ON_ITS_WAY, Ended
from bot.services.people import Profile
from bot.services.team import Asker, remember
from bot.slack.client import Payload, Slack, is_direct
from bot.slack.contents import shortened
from bot.slack.failures import PostFailed, code_of
from bot.text import Named, t
from bot.views.blocks import markup, notice, notice_modal

log = structlog.get_logger()
Start = Callable[[Coroutine[Any, Any, None]], None]
AnyValue = TypeVar("AnyValue", bound=Value)
Work = Coroutine[Any, Any, None]
Turn = Callable[[AsyncAck, AsyncBoltContext, dict[str, Any], object], Awaitable[None]]


class Said(str):
    """A message as JSON: drawn once, and kept as it is sent."""

    __slots__ = ()

    @classmethod
    def of(cls, payload: Payload) -> Self:
        """Return a message, with as much of it as one may hold."""
        return cls(json.dumps(shortened(payload)))

    def payload(self) -> Payload:
        """Return the message."""
        read: Payload = json.loads(self)
        return read


Answer = Payload | Said | Work
"""What words are answered with: a message, or what is done after the ack, which then answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked something in words, in which channel, and what Slack sent of it.

    `chosen` is the team that was chosen for a request, with the rest of it.
    """

    profile: Profile
    channel_id: str
    body: dict[str, Any]
    chosen: TeamValue | None = None

    @property
    def team_id(self) -> int | None:
        """The team that was chosen, if that was asked."""
        return self.chosen.team_id if self.chosen else None


def read_value(model: type[AnyValue], raw: object) -> AnyValue:
    """Return a button's value as its model; raises BotError for anything that is not one."""
    try:
        return model.model_validate_json(raw if isinstance(raw, str) else "")
    except ValidationError as error:
        raise BotError("error.button") from error


def turned_by(app: AsyncApp, action_ids: Iterable[str], turn: Turn) -> None:
    """Let buttons and selects of a list show another part of it: `turn` gets the value chosen."""
    for action_id in action_ids:

        @app.action(action_id)
        async def on_turn(
            ack: AsyncAck,
            context: AsyncBoltContext,
            action: dict[str, Any],
            body: dict[str, Any],
        ) -> None:
            chosen = action.get("selected_option") or action
            await turn(ack, context, body, chosen.get("value"))


def asker_of(context: AsyncBoltContext, now: datetime) -> Asker:
    """Return who asks in a request, and where as Slack says: no channel in a modal or App Home."""
    return Asker(context["profile"].user_id, context.channel_id or "", now)


async def open_for(
    asker: Asker, slack: Slack, database: Database, click: Mapping[str, Any], view: Payload
) -> None:
    """Open a modal that goes on answering who sees its team only in the channel of the click."""
    await remember(database, asker)
    await slack.show_modal(click, view)


def explain(error: Exception, language: str) -> str:
    """Return the sentence a user sees; an unexpected error is logged under a reference."""
    if isinstance(error, BotError):
        return t(language, error.key, **error.params)
    if isinstance(error, SlackApiError) and refusal(code_of(error)) == "scope":
        return t(language, "error.scope")
    reference = secrets.token_hex(4)
    details = (
        {"slack_error": error.response.get("error")} if isinstance(error, SlackApiError) else {}
    )
    log.error("unexpected", reference=reference, exc_info=error, **details)
    return t(language, "error.unexpected", reference=reference)


def apology(error: Exception, language: str) -> str:
    """Return the sentence as `mrkdwn`: what people typed or named is escaped in it."""
    if isinstance(error, BotError):
        params = {
            name: markup(value) if isinstance(value, str) and type(value) is not Named else value
            for name, value in error.params.items()
        }
        error = BotError(error.key, **params)
    return explain(error, language)


def refuse_unposted(ended: Ended) -> None:
    """Raise BotError when a post that somebody asked for needs mending before it can be made."""
    is_refused = ended.status == "skipped" or ended.held is not None
    if is_refused and ended.reason not in ON_ITS_WAY:
        raise refused(ended.reason or "")


def refused(reason: str) -> BotError:
    """Return the error that says why Slack does not take a post, by the code it gave."""
    return BotError(f"error.post.{refusal(reason)}", reason=reason)


def handle_errors(app: AsyncApp, slack: Slack, start: Start) -> None:
    """Answer every error of a handler with a sentence that only the reader sees."""

    @app.error
    async def on_error(
        error: Exception, body: dict[str, Any], request: AsyncBoltRequest
    ) -> BoltResponse | None:
        profile = request.context.get("profile")
        language = profile.language if profile is not None else "en"
        text = apology(error, language)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", **notice(text)})
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=_told_on_top(body, notice_modal(language, text)))
        if body.get("response_url") or body.get("trigger_id") or is_written(body):
            start(answer_click(slack, body, language, text))
            return BoltResponse(status=200, body="")
        return None


def _told_on_top(submission: Mapping[str, Any], view: Payload) -> Payload:
    """Return the answer that shows a modal over a submitted one, or in its place as the third."""
    below = submission["view"]
    is_third = below.get("previous_view_id") not in {None, below.get("root_view_id")}
    return {"response_action": "update" if is_third else "push", "view": view}


async def answer_later(slack: Slack, asked: Asked, answer: Awaitable[Payload]) -> None:
    """Answer what was asked once it is worked out: for what may take longer than Slack waits."""
    await reply(slack, asked, await answer, replace=asked.chosen is not None)


async def reply(slack: Slack, asked: Asked, payload: Payload, *, replace: bool = False) -> None:
    """Answer who typed, clicked or wrote something, where they did; nobody else sees it.

    `replace` puts the answer in the place of what was clicked. A click on a message of their
    conversation with the bot is answered by another there, and so is one in App Home or a modal,
    where no answer can stand: a modal leads to it. Raises BotError where it could not be posted.
    """
    body = asked.body
    if is_written(body):
        await slack.answer(body["event"], payload)
        return
    if body.get("view"):
        await _in_messages(slack, asked, payload)
        return
    place = body.get("container") or {}
    if is_direct(str(place.get("channel_id"))) and not place.get("is_ephemeral"):
        payload = {**payload, "response_type": "in_channel"}
    await slack.respond(reply_url(body), payload, replace=replace, asked=body)


async def _in_messages(slack: Slack, asked: Asked, payload: Payload) -> None:
    who, language = asked.profile.user_id, asked.profile.language
    try:
        ts = await slack.post(who, payload)
        link = await slack.permalink(await slack.direct(who), ts)
    except PostFailed as failed:
        raise refused(failed.reason) from failed
    said = t(language, "notice.in_messages" if link else "notice.answered", link=link or "")
    await _show(slack, asked.body, notice_modal(language, said, "notice.in_messages.title"))


async def answer_click(slack: Slack, click: Mapping[str, Any], language: str, text: str) -> None:
    """Say a `mrkdwn` sentence to the one who did something: where they did, else in a modal."""
    if url := click.get("response_url"):
        await slack.respond(url, notice(text), asked=click)
        return
    if is_written(click):
        await slack.answer(click["event"], notice(text))
        return
    await _show(slack, click, notice_modal(language, text))


async def _show(slack: Slack, click: Mapping[str, Any], modal: Payload) -> None:
    """Show a modal that says something, if the one who clicked can still be shown one."""
    try:
        await slack.show_modal(click, modal)
    except SlackApiError as error:
        log.warning("a sentence is not shown", slack_error=code_of(error))
    except BotError as error:
        log.warning("a sentence is not shown", reason=error.key)


def reply_url(body: Mapping[str, Any]) -> str:
    """Return where to answer what was clicked in a message; raises BotError where it was not."""
    url = body.get("response_url")
    if not isinstance(url, str):
        raise BotError("error.button")
    return url


def modal_behind(body: Mapping[str, Any]) -> str | None:
    """Return the modal that was clicked in, or the one below a form that was sent; None if none."""
    view = body.get("view") or {}
    if body.get("type") == "view_submission":
        below: str | None = view.get("previous_view_id")
        return below
    return view.get("id") if view.get("type") == "modal" else None


async def or_apologise(
    slack: Slack, work: Awaitable[object], click: Mapping[str, Any], language: str
) -> None:
    """Do what follows an ack; when it fails, say so to the one who clicked."""
    try:
        await work
    except Exception as error:  # noqa: BLE001  there is no other place that could still say it
        count_late(error)
        await answer_click(slack, click, language, apology(error, language))
