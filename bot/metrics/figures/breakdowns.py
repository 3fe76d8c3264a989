"""What figures are broken down by: one table."""

from collections.abc import Callable
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.metrics.clocks import local
from bot.metrics.tickets import TicketFacts

Key: TypeAlias = str | int | None


class Breakdown(NamedTuple):
    """What groups tickets.

    `words` are what it may be called after `by` or `按`, `offers` what is suggested after `/frt`.
    `key` tells a ticket's group in a zone; None is the ticket's column of the same name. `written`
    is how a group's key is: a text, an hour of the day (0-23) or an ISO date; the last two stand
    in their own order, texts by number of tickets.
    """

    words: tuple[str, ...]
    offers: tuple[str, ...]
    key: Callable[[TicketFacts, ZoneInfo], Key] | None = None
    written: Literal["text", "hour", "date"] = "text"


BREAKDOWNS: dict[str, Breakdown] = {
    "agent": Breakdown(
        ("agent", "agents", "person", "客服", "坐席", "人员"), ("by agent", "按客服")
    ),
    "channel": Breakdown(("channel", "channels", "渠道"), ("by channel", "按渠道")),
    "priority": Breakdown(("priority", "priorities", "优先级"), ("by priority", "按优先级")),
    "tier": Breakdown(
        ("tier", "tiers", "客户等级", "等级", "级别"), ("by tier", "按客户等级", "按等级")
    ),
    "category": Breakdown(("category", "categories", "分类", "类别"), ("by category", "按分类")),
    "hour": Breakdown(
        ("hour", "hours", "小时", "时段"),
        ("by hour", "按小时"),
        lambda ticket, zone: local(ticket.opened_at, zone).hour,
        "hour",
    ),
    "day": Breakdown(
        ("day", "days", "date", "天", "日期", "日"),
        ("by day", "按天"),
        lambda ticket, zone: local(ticket.opened_at, zone).date().isoformat(),
        "date",
    ),
}
"""By key, in the order in which they are offered."""


def key_of(by: str, zone: ZoneInfo) -> Callable[[TicketFacts], Key]:
    """Return what tells a ticket's group: local hour of opening (0-23), ISO date, or its column."""
    key = BREAKDOWNS[by].key
    if key is None:
        column: Callable[[TicketFacts], Key] = attrgetter(by)
        return column
    return lambda ticket: key(ticket, zone)


def in_order(by: str) -> bool:
    """Return whether the groups stand in their own order."""
    return BREAKDOWNS[by].written != "text"


def sortable(key: Key) -> tuple[bool, int, str]:
    """Return what puts groups in order by key: numbers by size, texts by letter, None last."""
    return key is None, key if isinstance(key, int) else 0, str(key)
