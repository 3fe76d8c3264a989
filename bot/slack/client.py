"""The only place that sends to Slack."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.errors import BotError
from bot.slack.calls import Calls, part, webhook
from bot.slack.contents import accepted, refuse_unsaid, without_files
from bot.slack.failures import PostFailed, code_of, post_failed
from bot.slack.pace import Pace

log = structlog.get_logger()
Payload = dict[str, Any]

NEEDS_CLICK = "error.needs_click"
"""What is raised where a modal is to be opened for what somebody wrote: Slack wants a click."""

_SECONDS = 10
_SPENT = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "invalid_trigger_id"}
_CLOCKS_DIFFER = timedelta(days=1, hours=1)


class Slack:
    """Slack's Web API as the bot uses it, at its `pace`; nothing is ever re-sent by itself."""

    def __init__(self, token: str, base_url: str, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self.client = Calls(token, base_url, _SECONDS, self.pace)
        self._directs: dict[str, str] = {}

    async def user(self, user_id: str) -> Payload:
        """Return Slack's `user` object with its locale; raises SlackApiError."""
        answer = await self.client.users_info(user=user_id, include_locale=True)
        user: Payload = part(answer, "user", dict)
        return user

    async def post(
        self,
        channel_id: str,
        message: Payload,
        *,
        delivery_id: str | None = None,
        thread_ts: str | None = None,
        in_turn: bool = False,
    ) -> str:
        """Post once, in turn, and return the message's `ts`; raises PostFailed.

        Whoever has waited for their turn already says so by `in_turn`.
        `delivery_id` travels in the message's metadata, so that it can be found again. A message
        with `reply_broadcast` stands in the channel too when it is a reply. Blocks that Slack
        refuses are left out.
        """
        payload = {"delivery_id": delivery_id}
        metadata = {"event_type": "frt_delivery", "event_payload": payload} if delivery_id else None
        if not in_turn:
            await self.pace.post(channel_id)

        async def send(told: Payload) -> Any:  # noqa: ANN401  slack_sdk's answer
            return await self.client.chat_postMessage(
                channel=channel_id,
                text=told["text"],
                blocks=told.get("blocks"),
                metadata=metadata,
                thread_ts=thread_ts,
                reply_broadcast=told.get("reply_broadcast") if thread_ts else None,
                unfurl_links=False,
                unfurl_media=False,
            )

        try:
            answer = await accepted(send, message)
            if _is_person(channel_id):
                self._directs[channel_id] = str(part(answer, "channel", str))
            return str(part(answer, "ts", str))
        except Exception as error:
            raise post_failed(error) from error

    async def find(
        self, channel_id: str, delivery_id: str, ago: timedelta, thread_ts: str | None = None
    ) -> str | None:
        """Return the `ts` of the message that carries a delivery's id, None when there is none.

        A channel, or a person's direct conversation, is read back for as long as it is `ago` that
        the message was sent, and a day more, counted from its newest message: the bot's clock may
        be wrong, Slack's orders what it shows. A thread is read whole. Raises PostFailed when it
        can't be read.
        """
        reach = (max(ago, timedelta(0)) + _CLOCKS_DIFFER).total_seconds()
        newest = None
        try:
            where = await self.direct(channel_id) if _is_person(channel_id) else channel_id
            asked: Payload = {
                "channel": where,
                "include_all_metadata": True,
                "limit": 200,
            }
            if thread_ts:
                pages = await self.client.conversations_replies(ts=thread_ts, **asked)
            else:
                pages = await self.client.conversations_history(**asked)
            async for page in pages:
                for message in part(page, "messages", list):
                    payload = (message.get("metadata") or {}).get("event_payload") or {}
                    if payload.get("delivery_id") == delivery_id:
                        return str(message["ts"])
                    newest = newest or float(message["ts"])
                    if not thread_ts and float(message["ts"]) < newest - reach:
                        return None
        except PostFailed:
            raise
        except Exception as error:
            raise post_failed(error) from error
        return None

    async def redraw(self, channel_id: str, message_ts: str, message: Payload) -> None:
        """Replace a posted message; raises PostFailed, `skipped` when it can't be changed any more.

        Blocks that Slack refuses are left out.
        """

        async def send(told: Payload) -> None:
            await self.client.chat_update(
                channel=channel_id, ts=message_ts, text=told["text"], blocks=told["blocks"]
            )

        try:
            await accepted(send, message)
        except Exception as error:
            raise post_failed(error) from error

    async def answers(self) -> bool:
        """Return whether Slack can be reached at all, whatever it says."""
        try:
            await self.client.auth_test()
        except SlackApiError:
            return True
        except (TimeoutError, aiohttp.ClientError, OSError):
            return False
        return True

    async def direct(self, user_id: str) -> str:
        """Return the channel ID of the direct conversation with somebody. Raises PostFailed.

        Where something was posted there Slack has told it, and is not asked.
        """
        if user_id in self._directs:
            return self._directs[user_id]
        try:
            answer = await self.client.conversations_open(users=user_id)
            return str(part(answer, "channel", dict)["id"])
        except Exception as error:
            raise post_failed(error) from error

    async def permalink(self, channel_id: str, message_ts: str) -> str | None:
        """Return the address of a message; None when Slack does not give it within a second."""
        try:
            async with asyncio.timeout(1):
                answer = await self.client.chat_getPermalink(
                    channel=channel_id, message_ts=message_ts
                )
        except (TimeoutError, aiohttp.ClientError, SlackApiError):
            return None
        return str(answer["permalink"] or "") or None

    async def share_file(self, channel_id: str, text: str) -> None:
        """Post the address of a file in `text`, by which Slack opens it to those in the channel.

        Slack does so only while it unfurls the message. Raises PostFailed.
        """
        try:
            await self.client.chat_postMessage(channel=channel_id, text=text, unfurl_links=True)
        except Exception as error:
            raise post_failed(error) from error

    def permitted(self, view: Payload) -> Payload:
        """Return a form as Slack opens it: without fields for files where those are not granted."""
        granted = self.client.granted
        return view if granted is None or "files:read" in granted else without_files(view)

    async def show_modal(self, click: Mapping[str, Any], view: Payload) -> None:
        """Open a modal for a click, on top of the modal that was clicked in if there is one.

        Raises BotError when the click is more than 3 s ago, `NEEDS_CLICK` when there was none.
        """
        await self.shown_modal(click, view)

    async def shown_modal(self, click: Mapping[str, Any], view: Payload) -> Payload:
        """Open a modal as `show_modal` does; return it as Slack then knows it, with its hash.

        On top of a third one, which is the last, it takes that one's place.
        """
        on_top = _stays_open(click)
        show = self.client.views_push if on_top else self.client.views_open
        try:
            answer = await show(trigger_id=_trigger(click), view=self.permitted(view))
            shown: Payload = part(answer, "view", dict)
        except SlackApiError as error:
            if code_of(error) in _SPENT:
                raise BotError("error.too_slow") from error
            if code_of(error) != "push_limit_reached":
                raise
            answer = await self.client.views_update(view_id=click["view"]["id"], view=view)
            shown = part(answer, "view", dict)
        return shown

    async def renew_modal(self, view_id: str, version: str | None, view: Payload) -> bool:
        """Replace a modal, unless it is gone or has been replaced since `version` (its hash).

        Return whether it was there to be replaced.
        """
        try:
            await self.client.views_update(view_id=view_id, hash=version, view=self.permitted(view))
        except SlackApiError as error:
            if code_of(error) not in {"hash_conflict", "not_found"}:
                raise
            return False
        return True

    async def fill_modal(self, external_id: str, view: Payload) -> bool:
        """Replace the modal of a name that the app gave it; return False when there is none."""
        try:
            await self.client.views_update(external_id=external_id, view=self.permitted(view))
        except SlackApiError as error:
            if code_of(error) != "not_found":
                raise
            return False
        return True

    async def publish_home(self, user_id: str, view: Payload, version: str | None) -> bool:
        """Publish a Home tab; return False when it is no longer the one of `version` (its hash).

        Blocks that Slack refuses are left out.
        """

        async def send(drawn: Payload) -> None:
            await self.client.views_publish(user_id=user_id, view=drawn, hash=version)

        try:
            await accepted(send, view)
        except SlackApiError as error:
            if code_of(error) != "hash_conflict":
                raise
            return False
        return True

    async def respond(
        self,
        url: str,
        payload: Payload,
        *,
        replace: bool = False,
        asked: Mapping[str, Any] | None = None,
    ) -> None:
        """Say something to one person through a `response_url`, or replace what was clicked.

        Blocks that Slack refuses are left out. When it refuses the rest too, or the URL is used
        up, whoever `asked` (what Slack sent of it) is told in the channel, else in person.
        """

        async def send(told: Payload) -> None:
            said = {"response_type": "ephemeral", "replace_original": replace, **told}
            refuse_unsaid(await webhook(url, said, _SECONDS))

        try:
            await accepted(send, payload)
        except SlackApiError as error:
            log.warning("response_url refused", slack_error=code_of(error))
            if asked is not None:
                await self._whisper(asked, payload)

    async def answer(self, written: Mapping[str, Any], payload: Payload) -> None:
        """Answer a message: in a conversation with the bot, or in a channel to its author alone.

        What was written in a thread is answered there.
        """
        channel, thread = str(written["channel"]), written.get("thread_ts")
        if not is_direct(channel):
            await self._whisper({**written, "channel_id": channel}, payload)
            return
        try:
            await self.post(channel, payload, thread_ts=thread)
        except PostFailed as failed:
            log.warning("an answer is lost", user=written["user"], reason=failed.reason)

    async def _whisper(self, asked: Mapping[str, Any], payload: Payload) -> None:
        """Say something to one person without the `response_url` of what they did."""
        user = _named(asked, "user")
        channel = _named(asked, "channel")

        async def send(told: Payload) -> None:
            await self.client.chat_postEphemeral(
                channel=channel,
                user=user,
                text=told["text"],
                blocks=told.get("blocks"),
                thread_ts=asked.get("thread_ts"),
            )

        try:
            if channel:
                await accepted(send, payload)
                return
        except SlackApiError as error:
            log.warning("not told in the channel", channel=channel, slack_error=code_of(error))
        try:
            await self.post(user, payload)
        except PostFailed as failed:
            log.warning("an answer is lost", user=user, reason=failed.reason)

    def replacing(self, url: str) -> Callable[[Payload], Awaitable[None]]:
        """Return what replaces an answer that one person sees by a payload."""
        return partial(self.respond, url, replace=True)


def is_direct(channel_id: str) -> bool:
    """Return whether a conversation is one between a person and the bot."""
    return channel_id.startswith("D")


def _named(asked: Mapping[str, Any], what: str) -> str:
    """Return the ID of a user or channel, as commands, clicks and events each name it."""
    told = asked.get(f"{what}_id") or asked.get(what) or ""
    return str(told.get("id") or "") if isinstance(told, dict) else str(told)


def _trigger(click: Mapping[str, Any]) -> str:
    trigger_id = click.get("trigger_id")
    if trigger_id is None:
        raise BotError(NEEDS_CLICK)
    return str(trigger_id)


def _is_person(channel_id: str) -> bool:
    return channel_id[:1] in "UW"


def _stays_open(click: Mapping[str, Any]) -> bool:
    """Return whether a modal is open after a click: a submitted one closes, its stack does not."""
    view = click.get("view") or {}
    submitted = click.get("type") == "view_submission"
    return view.get("type") == "modal" and bool(not submitted or view.get("previous_view_id"))
