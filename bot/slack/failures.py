"""What a failed call to Slack means for a post: refused, on hold, or nobody knows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import BotError
from bot.metrics.deliveries import Refusal, refusal

Outcome = Literal["skipped", "unsure", "planned"]
Held = Literal["channel", "workspace"]

SHORTEST_WAIT = timedelta(seconds=1)
USUAL_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)

_HOLDS: Mapping[Refusal, Held] = {
    "archived": "channel",
    "not_in_channel": "channel",
    "not_allowed": "channel",
    "token": "workspace",
    "scope": "workspace",
}


class PostFailed(BotError):  # noqa: N818  says what happened, as Slack's errors do
    """A post that did not end well.

    `outcome` is `skipped` (Slack refused this message), `planned` (it was not posted and may be
    later) or `unsure` (it may or may not stand in the channel); `reason` is Slack's own word
    for it. `wait` is how long Slack asked to be left alone. `held` says that nothing can be
    posted to the channel, or at all, until somebody or time mends it. `cut` says that no answer
    came at all, so that another process may be better placed. Somebody who is told of it reads
    what it means for them.
    """

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        *,
        wait: timedelta | None = None,
        held: Held | None = None,
        cut: bool = False,
    ) -> None:
        kind = "unsure" if outcome == "unsure" else refusal(reason)
        super().__init__(f"error.post.{kind}", reason=reason)
        self.outcome = outcome
        self.reason = reason
        self.wait = wait
        self.held = held
        self.cut = cut


def post_failed(error: Exception) -> PostFailed:
    """Return what an error of a call means. A connection that was never made sent nothing."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return PostFailed("planned", "unreachable", wait=SHORTEST_WAIT, cut=True)
    cut = isinstance(error, (aiohttp.ClientError, TimeoutError, OSError))
    return PostFailed("unsure", type(error).__name__, cut=cut)


def _answered(error: SlackApiError) -> PostFailed:
    answer = error.response
    status: int = getattr(answer, "status_code", 200)
    reason = code_of(error) or f"http_{status}"
    means = refusal(reason)
    if status == 429 or means == "busy":
        wait = retry_after(getattr(answer, "headers", {}))
        return PostFailed("planned", "ratelimited", wait=wait, held="channel")
    if means in _HOLDS:
        return PostFailed("planned", reason, held=_HOLDS[means])
    unknown = means == "unsure" or status >= 500
    return PostFailed("unsure" if unknown else "skipped", reason)


def retry_after(headers: Mapping[str, str]) -> timedelta:
    """Return how long to wait: what `Retry-After` says in seconds, within bounds.

    Half a minute when it says nothing that can be understood.
    """
    given = {name.lower(): value for name, value in headers.items()}.get("retry-after")
    try:
        seconds = timedelta(seconds=float(str(given)))
    except (ValueError, OverflowError):
        return USUAL_WAIT
    return min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)


def code_of(error: SlackApiError) -> str:
    """Return Slack's word for a refusal; nothing where it gave none."""
    try:
        return str(error.response.get("error") or "")
    except (AttributeError, ValueError):
        return ""
