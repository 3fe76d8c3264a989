"""Which words of a request say what: periods, breakdowns, clocks, people, columns, and the rest."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.metrics.clocks import period_at
from bot.metrics.figures import BREAKDOWNS
from bot.services.figures.values import OF_WORDS
from bot.text.words import (
    CLOCKS,
    ME_WORDS,
    WAITING,
    WAITING_SCOPES,
    WAITING_WORDS,
    joins,
    one_of,
)

BREAKDOWN_WORDS = {word: key for key, one in BREAKDOWNS.items() for word in one.words}

_MARKS = " ,;，；、。"
_AFTER_A_COLUMN = _MARKS + ":：="
_WORD = re.compile(r"[a-z0-9_'’&./-]*[a-z0-9]|.", re.DOTALL)
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」|‘([^’]+)’')  # noqa: RUF001
_LATIN = tuple(word for word in BREAKDOWN_WORDS if word.isascii())
_CHINESE = tuple(word for word in BREAKDOWN_WORDS if not word.isascii())
_BY = re.compile(rf"by (?:the )?({one_of(_LATIN)})|按照? ?({one_of(_CHINESE)})")
_BARE_BY = re.compile(r"by|按照?")
_CLOCK = re.compile(rf"(?:on (?:the )?)?({one_of(CLOCKS)})")
_BY_A_CLOCK = re.compile(rf"按照? ?({one_of(CLOCKS)})")
_WAITING = re.compile(rf"(?:{one_of(tuple(WAITING_WORDS))})(?: ?({one_of(WAITING_SCOPES)}))?")
_ASKING = re.compile(r"(?:show|give|tell) me|给我看看?")
_FOR_ME = re.compile(r"for (?:me|myself)|my|给(?:我自己|自己|我)|我的")
_ME = re.compile(one_of(tuple(ME_WORDS)))
_OF = re.compile(one_of(OF_WORDS))


class Token(NamedTuple):
    """A part of a text, where it stands, and the key that it means, if there is a table of them.

    `kind` is period, by, bare (a breakdown of nothing known), clock, waiting, me, asking, of (a
    column), quoted, or text: all that nothing is known of without the team's tickets.
    """

    kind: str
    text: str
    start: int
    end: int
    means: str = ""


def scan(text: str) -> list[Token]:
    """Return the parts of a text that is normalised and in lower case, in order.

    At each place the longest word counts. In the middle of what is not known only a period or a
    breakdown begins, so that no part of a name is taken for a word.
    """
    found: list[Token] = []
    place, since = 0, None
    while place < len(text):
        if text[place] in (_AFTER_A_COLUMN if since is None else _MARKS):
            if text[place] != " " and since is not None:
                found.append(_text(text, since, place))
                since = None
            place += 1
            continue
        is_free = since is None or text[place - 1] == " "
        token = max(_known(text, place, is_free=is_free), key=_length, default=None)
        if token is None:
            since = place if since is None else since
            place = _end_of_word(text, place)
            continue
        if since is not None:
            found.append(_text(text, since, place))
            since = None
        found.append(token)
        place = token.end
    if since is not None:
        found.append(_text(text, since, len(text)))
    return found


def _end_of_word(text: str, place: int) -> int:
    match = _WORD.match(text, place)
    return match.end() if match else place + 1


def _length(token: Token) -> int:
    return token.end


def _text(text: str, start: int, end: int) -> Token:
    plain = text[start:end].rstrip()
    return Token("text", plain, start, start + len(plain))


def _known(text: str, place: int, *, is_free: bool) -> Iterator[Token]:
    end = period_at(text, place)
    if end is not None:
        yield Token("period", text[place:end], place, end)
    yield from _matched(text, place, _ANYWHERE)
    if not is_free:
        return
    quoted = _QUOTED.match(text, place)
    if quoted is not None:
        inner = next(group for group in quoted.groups() if group)
        yield Token("quoted", inner, place, quoted.end())
    yield from _matched(text, place, _FREE)
    for kind, pattern in _WHOLE:
        match = pattern.match(text, place)
        if match is not None and text[match.end() : match.end() + 1] in {"", *_MARKS}:
            yield Token(
                kind,
                match[0],
                place,
                match.end(),
                _MEANS[kind].get(match[match.lastindex or 0], WAITING),
            )


_Forms = tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...]


def _matched(text: str, place: int, forms: _Forms) -> Iterator[Token]:
    """Return what begins at a place, unless it begins or ends within a word of Latin letters."""
    for kind, pattern, means in forms:
        match = pattern.match(text, place)
        if match is None or joins(text[place - 1 : place], text[place]):
            continue
        if joins(match[0][-1], text[match.end() : match.end() + 1]):
            continue
        word = next((group for group in match.groups() if group), match[0])
        yield Token(kind, match[0], place, match.end(), means(word))


_ANYWHERE: _Forms = (
    ("by", _BY, BREAKDOWN_WORDS.__getitem__),
    ("clock", _BY_A_CLOCK, CLOCKS.__getitem__),
)
_FREE: _Forms = (
    ("bare", _BARE_BY, lambda _: ""),
    ("asking", _ASKING, lambda _: ""),
    ("me", _FOR_ME, lambda _: ""),
    ("of", _OF, OF_WORDS.__getitem__),
)
_MEANS: dict[str, dict[str, str]] = {"clock": CLOCKS, "waiting": WAITING_SCOPES, "me": {}}
_WHOLE = (("clock", _CLOCK), ("waiting", _WAITING), ("me", _ME))
"""Words after which a space stands, or nothing."""
