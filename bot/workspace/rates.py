"""Rate limits: how often an app may call each method, and post to each channel.

A bucket per method, and per channel for posts, holds the burst and refills steadily. A bucket is
one number, the time at which it is full again, so a call costs the same whatever came before it.
"""

from __future__ import annotations

import math
import time
from typing import Literal, TypeAlias

from bot.workspace import limits
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError
from bot.workspace.limits import Allowance

Tier: TypeAlias = Literal[1, 2, 3, 4, 5]
NAMES = {
    "tier_1": limits.TIERS[1],
    "tier_2": limits.TIERS[2],
    "tier_3": limits.TIERS[3],
    "tier_4": limits.TIERS[4],
    "tier_5": limits.TIERS[5],
    "channel": limits.POSTS_PER_CHANNEL,
    "workspace": limits.POSTS_PER_WORKSPACE,
}


class RateLimited(SlackError):  # noqa: N818  named as Slack names it
    """Too many calls: HTTP 429 with ``Retry-After`` in whole seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.retry_after = max(1, math.ceil(seconds))


class Rates:
    """The rate limits of the one app in the workspace.

    ``given`` is laid over Slack's limits: ``{"tier_3": {"per_minute": 50, "burst": 10}}`` with the
    names ``tier_1`` … ``tier_5``, ``channel`` and ``workspace``; False switches them all off.
    Raises TypeError or KeyError for anything else.
    """

    def __init__(self, given: Json | bool = True) -> None:
        self.on = given is not False
        self._allowed = dict(NAMES)
        for name, one in (given if isinstance(given, dict) else {}).items():
            self._allowed[name] = self._allowed[name]._replace(**one)
        self._full_at: dict[str, float] = {}
        self._last_post: dict[str, float] = {}
        self.too_fast = 0

    def call(self, method: str, tier: Tier) -> None:
        """Count one call of a method; raises RateLimited."""
        self._spend({method: self._allowed[f"tier_{tier}"]})

    def post(self, channel_id: str) -> None:
        """Count one post to a channel, which counts for the workspace too; raises RateLimited.

        ``too_fast`` is how many came less than half a second after the one before: Slack takes
        them for a while, and may not show them.
        """
        now = time.monotonic()
        self.too_fast += now - self._last_post.get(channel_id, -math.inf) < limits.POST_SECONDS
        self._last_post[channel_id] = now
        self._spend({channel_id: self._allowed["channel"], "": self._allowed["workspace"]})

    def _spend(self, buckets: dict[str, Allowance]) -> None:
        if not self.on:
            return
        now = time.monotonic()
        full_at = {}
        for name, allowed in buckets.items():
            each = 60 / allowed.per_minute
            full_at[name] = max(now, self._full_at.get(name, now)) + each
            wait = full_at[name] - now - allowed.burst * each
            if wait > 0:
                raise RateLimited(wait)
        self._full_at |= full_at
