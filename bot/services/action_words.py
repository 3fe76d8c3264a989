"""What somebody typed after `/frt` about actions, understood."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError
from bot.metrics.actions import Scope
from bot.text.words import normalised

_SCOPES: dict[str, Scope] = {
    "": "open",
    "open": "open",
    "mine": "mine",
    "my": "mine",
    "me": "mine",
    "overdue": "overdue",
    "late": "overdue",
    "all": "all",
    "进行中": "open",
    "未完成": "open",
    "我的": "mine",
    "逾期": "overdue",
    "超期": "overdue",
    "过期": "overdue",
    "全部": "all",
    "所有": "all",
}
_MATRIX = frozenset({"matrix", "impact", "矩阵", "四象限"})
_ONE = re.compile(r"\s*(?:(?:new )?action|改进|措施)(?:$|[\s:：]\s*)", re.IGNORECASE)
_MANY = re.compile(r"\s*(?:actions|改进措施|措施列表)(?:$|[\s:：]\s*)", re.IGNORECASE)
_MINE = re.compile(r"\s*(?:my actions?|我的(?:改进措施|改进|措施))\s*$", re.IGNORECASE)
_GLUED = re.compile(rf"\s*改进措施({'|'.join(filter(None, (*_SCOPES, *_MATRIX)))})\s*$")
_TEAM = re.compile(r"(?:^|\s)(?:team\s|团队\s?)\s*[\"“「]?(.+?)[\"”」]?\s*$", re.IGNORECASE)
_MOST = 3_000


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to make an action out of `text`, to list those of `scope` in `team`, or its matrix."""

    kind: Literal["make", "list", "matrix"]
    text: str = ""
    scope: Scope = "open"
    team: str | None = None


def read(typed: str) -> Words | None:
    """Return what is wished, or None when it is about something else.

    Raises BotError for a list that is not known.
    """
    if _MINE.match(typed):
        return Words("list", scope="mine")
    if glued := _GLUED.match(typed):
        return _list(glued[1])
    if many := _MANY.match(typed):
        return _list(typed[many.end() :]) or _made_of_chinese(many[0], typed[many.end() :])
    if one := _ONE.match(typed):
        rest = typed[one.end() :].strip()
        return (_list(rest) if rest else None) or Words("make", text=rest[:_MOST])
    return None


def _list(rest: str) -> Words | None:
    team = _TEAM.search(rest)
    named = normalised(rest[: team.start()] if team else rest).casefold()
    if named in _MATRIX:
        return Words("matrix", team=team[1] if team else None)
    scope = _SCOPES.get(named)
    if scope is None:
        return None
    return Words("list", scope=scope, team=team[1] if team else None)


def _made_of_chinese(head: str, rest: str) -> Words:
    if head.isascii():
        raise BotError("action.error.scope", text=rest.strip()[:100])
    return Words("make", text=rest.strip()[:_MOST])
