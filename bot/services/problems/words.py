"""What somebody typed after `/frt` about problems, understood."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.metrics.clocks import PeriodError, parse_period
from bot.text.words import PROBLEM_SCOPES, normalised, split_team

_NUMBER = re.compile(r"(?:#|no\. ?|第)? ?(\d{1,9})(?: ?号)?", re.IGNORECASE)
_ANY_TIME, _ANY_ZONE = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC")
_MOST = 3_000


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to make a problem out of `text`, to see one by number, or to list those of a scope.

    `scope` is open, all or a period as typed.
    """

    kind: Literal["make", "show", "list"]
    text: str = ""
    number: int = 0
    scope: str = "open"
    team: str | None = None


def read_many(rest: str) -> Words:
    """Return which list these words after those for problems wish.

    Raises BotError for a period that is not understood.
    """
    scope, team = split_team(rest)
    return Words("list", scope=scope_of(scope), team=team)


def read_one(rest: str) -> Words:
    """Return which problem these words after the one for a problem mean, or what a new one says."""
    named, team = split_team(rest)
    if number := _NUMBER.fullmatch(named.lstrip(" :")):
        return Words("show", number=int(number[1]), team=team)
    return Words("make", text=rest.strip().strip(" :：")[:_MOST])


def scope_of(text: str) -> str:
    """Return open, all or a period that is understood; raises BotError for anything else."""
    plain = normalised(text).casefold()
    if plain in PROBLEM_SCOPES:
        return PROBLEM_SCOPES[plain]
    try:
        parse_period(plain, _ANY_TIME, _ANY_ZONE)
    except PeriodError as error:
        raise BotError("problem.error.scope", text=text[:100]) from error
    return plain
