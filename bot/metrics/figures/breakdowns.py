"""What figures are broken down by: one table."""

from collections.abc import Callable
from datetime import date
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
    is how a group's key is: a text, an hour of the day (0-23), a day of the week (1 is Monday) or
    an ISO date; all but texts stand in their own order, texts by number of tickets.
    """

    words: tuple[str, ...]
    offers: tuple[str, ...]
    key: Callable[[TicketFacts, ZoneInfo], Key] | None = None
    written: Literal["text", "hour", "weekday", "date"] = "text"


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
    "kind": Breakdown(
        ("kind", "kinds", "type", "types", "类型", "工单类型"), ("by kind", "按类型")
    ),
    "group": Breakdown(
        ("group", "groups", "组", "小组", "客服组", "技能组"), ("by group", "按客服组")
    ),
    "complexity": Breakdown(
        ("complexity", "difficulty", "复杂度", "复杂程度", "难度"), ("by complexity", "按复杂度")
    ),
    "hour": Breakdown(
        ("hour", "hours", "小时", "时段"),
        ("by hour", "按小时"),
        lambda ticket, zone: local(ticket.opened_at, zone).hour,
        "hour",
    ),
    "weekday": Breakdown(
        (
            *("weekday", "weekdays", "day of the week", "day of week"),
            *("星期", "星期几", "周几"),
        ),
        ("by weekday", "按星期"),
        lambda ticket, zone: local(ticket.opened_at, zone).isoweekday(),
        "weekday",
    ),
    "day": Breakdown(
        ("day", "days", "date", "天", "日期", "日"),
        ("by day", "按天"),
        lambda ticket, zone: local(ticket.opened_at, zone).date().isoformat(),
        "date",
    ),
}
"""By key, in the order in which they are offered."""
OF_DATES = frozenset({"weekday", "day"})
"""Of these a ticket's group is told by the local date of its opening alone."""


def key_of_date(by: str, day: date) -> Key:
    """Return the group of the tickets opened on a local date, by one of OF_DATES."""
    return day.isoweekday() if by == "weekday" else day.isoformat()


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
