"""Reads a channel that a team measures, as Slack has it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, TypeAlias

from bot.metrics.deliveries import refusal
from bot.slack.calls import part
from bot.slack.client import Slack
from bot.slack.failures import PostFailed, post_failed
from bot.sources.pulls import PullError

_ROWS = 200
_NOT_THERE = frozenset(
    {"channel_not_found", "thread_not_found", "method_not_supported_for_channel_type"}
)
Pages: TypeAlias = AsyncIterator[list[Mapping[str, Any]]]


class ChannelReader:
    """Slack's `conversations.history` and `conversations.replies`, page by page."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def history(self, channel_id: str, oldest: float) -> Pages:
        """Yield what was written in a channel since an instant. Raises PullError."""
        asked = {"channel": channel_id, "oldest": f"{oldest:.6f}", "limit": _ROWS}
        async for page in self._pages(self._slack.client.conversations_history, asked):
            yield page

    async def replies(self, channel_id: str, ts: str) -> Pages:
        """Yield a thread. Raises PullError."""
        asked = {"channel": channel_id, "ts": ts, "limit": _ROWS}
        async for page in self._pages(self._slack.client.conversations_replies, asked):
            yield page

    async def _pages(self, method: Any, asked: dict[str, Any]) -> Pages:  # noqa: ANN401  of slack_sdk
        try:
            async for page in await method(**asked):
                yield part(page, "messages", list)
        except Exception as error:
            raise _failed(post_failed(error)) from error


def _failed(failed: PostFailed) -> PullError:
    """Return what it means for reading that Slack refused."""
    if failed.wait is not None and failed.held is not None:
        return PullError("busy", failed.reason, failed.wait.total_seconds())
    if refusal(failed.reason) == "scope":
        return PullError("scope", failed.reason)
    if failed.held == "channel":
        return PullError("channel", failed.reason)
    if failed.reason in {
        "channel_not_found",
        "thread_not_found",
        "method_not_supported_for_channel_type",
    }:
        return PullError("channel", failed.reason)
    return PullError("unreachable", failed.reason)
