"""What somebody typed after a register's word, understood."""

from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError
from bot.text.words import NEW_WORDS, SCOPES, split_team

_MOST_DIGITS = 9
_SCOPES = {**SCOPES, "list": "open", "列表": "open"}


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to see a list of the register called `of`, one entry by its number, or to add one."""

    of: str
    kind: Literal["list", "show", "make"]
    scope: str = "open"
    number: int = 0
    team: str | None = None


def read(of: str, rest: str) -> Words:
    """Return what these words after those for a register wish. Raises BotError."""
    before, team = split_team(rest.strip().removeprefix(":"), glued=True)
    named = before.casefold()
    if named in _SCOPES:
        return Words(of, "list", scope=_SCOPES[named], team=team)
    if named in NEW_WORDS:
        return Words(of, "make", team=team)
    digits = named.removeprefix("#")
    if digits.isdecimal() and len(digits) <= _MOST_DIGITS:
        return Words(of, "show", number=int(digits), team=team)
    raise BotError("register.error.words", text=before[:100])
