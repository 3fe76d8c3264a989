"""What somebody typed after `/frt` about actions, understood."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError
from bot.metrics.actions.actions import Scope
from bot.text.words import SCOPES, split_team

_MATRIX = frozenset({"matrix", "impact", "矩阵", "四象限"})
LISTS = tuple(filter(None, (*SCOPES, *_MATRIX)))
"""What may stand right behind 改进措施, without a space."""

_COLON = re.compile(r"\s*[:：]?\s*")
_MOST = 3_000


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to make an action out of `text`, to list those of `scope` in `team`, or its matrix."""

    kind: Literal["make", "list", "matrix"]
    text: str = ""
    scope: Scope = "open"
    team: str | None = None


def read_one(rest: str) -> Words:
    """Return what these words after the one for an action wish: a list, or to make one of them."""
    text = _said(rest)
    return (_list(text) if text else None) or Words("make", text=text[:_MOST])


def read_many(rest: str) -> Words:
    """Return which list these words after the one for actions wish. Raises BotError."""
    text = _said(rest)
    found = _list(text)
    if found is None:
        raise BotError("action.error.scope", text=text[:100])
    return found


def read_any(rest: str) -> Words:
    """Return what these words wish after one that means an action as well as all of them."""
    text = _said(rest)
    return _list(text) or Words("make", text=text[:_MOST])


def _said(rest: str) -> str:
    return _COLON.sub("", rest, count=1).strip()


def _list(rest: str) -> Words | None:
    before, team = split_team(rest)
    named = before.casefold()
    if named in _MATRIX:
        return Words("matrix", team=team)
    scope = SCOPES.get(named)
    if scope is None:
        return None
    return Words("list", scope=scope, team=team)
