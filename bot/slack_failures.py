"""What a failed call to Slack means for a post: refused, on hold, or nobody knows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

import aiohttp
from slack_sdk.errors import SlackApiError

Outcome = Literal["skipped", "unsure", "planned"]
Held = Literal["channel", "workspace"]

SHORTEST_WAIT = timedelta(seconds=1)
USUAL_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)

_RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_CHANNEL = frozenset(
    {
        "is_archived",
        "not_in_channel",
        "channel_not_found",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
    }
)
_WORKSPACE = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "missing_scope",
        "no_permission",
        "access_denied",
        "org_login_required",
        "team_access_not_granted",
        "ekm_access_denied",
        "accesslimited",
    }
)
_UNKNOWN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})


class PostFailed(Exception):  # noqa: N818  says what happened, as Slack's errors do
    """A post that did not end well.

    `outcome` is `skipped` (Slack refused this message), `planned` (it was not posted and may be
    later) or `unsure` (it may or may not stand in the channel); `reason` is Slack's own word
    for it. `wait` is how long Slack asked to be left alone. `held` says that nothing can be
    posted to the channel, or at all, until somebody or time mends it. `cut` says that no answer
    came at all, so that another process may be better placed.
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
        super().__init__(f"{outcome}: {reason}")
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
    reason = _code(error) or f"http_{status}"
    if status == 429 or reason in _RATE_LIMITED:
        wait = retry_after(getattr(answer, "headers", {}))
        return PostFailed("planned", "ratelimited", wait=wait, held="channel")
    if reason in _CHANNEL:
        return PostFailed("planned", reason, held="channel")
    if reason in _WORKSPACE:
        return PostFailed("planned", reason, held="workspace")
    unknown = reason in _UNKNOWN or status >= 500 or not _code(error)
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


def _code(error: SlackApiError) -> str:
    try:
        return str(error.response.get("error") or "")
    except (AttributeError, ValueError):
        return ""
