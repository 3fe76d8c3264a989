"""What somebody typed after `/frt` about problems, understood."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.metrics.periods import PeriodError, parse_period
from bot.text.words import PROBLEM_SCOPES, PROBLEM_WORDS, PROBLEMS_WORDS, normalised, one_of

_TEAM = re.compile(r"(?:^|(?<= ))(?:team |团队 ?)[\"“「]?(.+?)[\"”」]?$", re.IGNORECASE)
_MANY = re.compile(rf"(?:{one_of(PROBLEMS_WORDS)})(?:$| (?P<rest>.*))", re.IGNORECASE)
_ONE = re.compile(
    rf"(?:{one_of(PROBLEM_WORDS)})(?:$|[ :] ?(?P<rest>.*)|(?P<number>#?\d{{1,9}})$)", re.IGNORECASE
)
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


def read(typed: str) -> Words | None:
    """Return what is wished, or None when it is about something else.

    Raises BotError for a period that is not understood.
    """
    text = normalised(typed)
    team = _TEAM.search(text)
    rest, name = (text[: team.start()].strip(), team[1]) if team else (text, None)
    if found := _MANY.fullmatch(rest):
        return Words("list", scope=scope_of(found["rest"] or ""), team=name)
    if found := _ONE.fullmatch(rest):
        number = _NUMBER.fullmatch((found["number"] or found["rest"] or "").strip())
        if number:
            return Words("show", number=int(number[1]), team=name)
    if found := _ONE.match(text):
        return Words("make", text=typed.strip()[_head(typed) :].strip(" :：")[:_MOST])
    return None


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


def _head(typed: str) -> int:
    """Return how much of what was typed is the word for a problem, whatever its width."""
    stripped = typed.strip()
    ends = (end for end in range(len(stripped) + 1) if _is_word(stripped[:end]))
    return max(ends, default=0)


def _is_word(text: str) -> bool:
    return normalised(text).casefold() in PROBLEM_WORDS
