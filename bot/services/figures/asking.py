"""What somebody typed after `/frt`, understood as far as it can be without the team's tickets."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.ids import AskValue, TeamValue, WaitsValue
from bot.metrics.clocks import PERIOD_WORDS, Period, PeriodError, parse_period
from bot.metrics.figures import Filter
from bot.metrics.figures.report import Ask
from bot.services.figures.scanning import BREAKDOWN_WORDS, Token, scan
from bot.services.figures.values import (
    NOT_UNDERSTOOD,
    NOTHING,
    OF_WORDS,
    Values,
    is_noise,
    is_understood,
)
from bot.text.words import CLOCKS, WAITING_MINE, normalised, one_of

ME = "me"
"""Who stands for the one who asks, in a request that is read before it is known who."""

LONGEST = 300
_MENTION = re.compile(r"(?:\bfor |给 ?)?<@([UW][A-Z0-9]{2,20})(?:\|[^<>]*)?>")
_BARE_PERSON = re.compile(r"(?:^| |给)@\S")
_STOPS = (
    r"by |for |my |按|给|我的|last |past |previous |最近|近|过去|上个?[周月季]|\d{4}|"
    f"{one_of(PERIOD_WORDS)}|{one_of(CLOCKS)}"
)
_OF = one_of(OF_WORDS)
_TEAM = re.compile(
    r"(?:(?:^|(?<= ))team |团队 ?)"
    rf'(?:"([^"]+)"|“([^”]+)”|「([^」]+)」|(.+?)'
    rf"(?=$| (?:{_STOPS})| (?:{_OF})[ :：=]+(?!{_STOPS}|{_OF})\S))",
    re.IGNORECASE,
)
_OLDEST_BUTTON = timedelta(days=400)
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_ANY_ZONE = ZoneInfo("UTC")
_ONCE = ("period", "by", "clock", "waiting")
"""Of each of these there is one in a request."""
_VALUES = frozenset({"text", "quoted"})
_BEFORE_VALUES = frozenset({"of", "bare"})
"""A column, and the `by` of what came `by email`."""
_MAY_BE_VALUES = frozenset({"clock", "period", "waiting", "me"})
"""What is taken for a value where a column is named and nothing else follows."""


def read(text: str) -> Ask:
    """Return the request that a text makes; its person is `ME` for who asks. Raises BotError."""
    return parse(text, ME)


@lru_cache(maxsize=512)
def parse(text: str, user_id: str) -> Ask:
    """Return the request that `user_id` typed.

    The period of a request for open waits is one of `WAITS`; those of who asks are a scope of
    them, not a person. What may be values of tickets is left to whoever knows them: it stands in
    `where`, as typed. Raises BotError for all else.
    """
    rest, kept = split(text)
    tokens = scan(rest)
    if tokens and all(map(_says_nothing, tokens)):
        raise BotError(NOT_UNDERSTOOD, text=text)
    by_kind = {kind: [one for one in tokens if one.kind == kind] for kind in (*_ONCE, "me", "bare")}
    where, used = _where(tokens)
    left = {kind: [one for one in found if one not in used] for kind, found in by_kind.items()}
    if left["bare"] or any(len(left[kind]) > 1 for kind in _ONCE):
        raise BotError(NOT_UNDERSTOOD, text=text)
    if left["waiting"] and left["period"]:
        raise BotError(NOT_UNDERSTOOD, text=text)
    waits = left["waiting"][0].means if left["waiting"] else None
    is_own = bool(left["me"]) or waits == WAITING_MINE
    if is_own and kept.person is not None:
        raise BotError("error.one_person")
    person = user_id if is_own else kept.person
    if is_own and waits:
        waits, person = WAITING_MINE, None
    by, clock = (next((one.means for one in left[kind]), None) for kind in ("by", "clock"))
    period = waits or _period(left["period"])
    return Ask(period=period, by=by, person=person, team=kept.team, clock=clock, where=where)


class Kept(NamedTuple):
    """What is cut out of a text before it is read: who and which team, and the words for both."""

    person: str | None
    team: str | None
    text: str


def split(text: str) -> tuple[str, Kept]:
    """Return a text in the form in which it is read, and what is cut out of it before.

    Raises BotError for a text that is too long, and for people who are not named as Slack does.
    """
    if len(text) > LONGEST:
        raise BotError("error.words_too_long", most=LONGEST)
    plain = normalised(text)
    people = list(_MENTION.finditer(plain))
    if len(people) > 1:
        raise BotError("error.one_person")
    if not people and _BARE_PERSON.search(plain):
        raise BotError("error.person_not_linked")
    plain = _MENTION.sub(" ", plain)
    team = _TEAM.search(plain)
    said = [match[0].strip() for match in (*people, team) if match is not None]
    name = None
    if team is not None:
        name = next(group for group in team.groups() if group).strip()
        plain = f"{plain[: team.start()]} {plain[team.end() :]}"
    person = people[0][1] if people else None
    return _tidy(plain).casefold(), Kept(person, name, " ".join(said))


def is_sure(ask: Ask, values: Values = NOTHING) -> bool:
    """Tell whether every word of a request is understood by whoever knows these values."""
    return is_understood(ask.where, values)


def period_of(text: str, now: datetime, zone: ZoneInfo) -> Period:
    """Return the period of a request that was understood before. Raises BotError otherwise."""
    try:
        return parse_period(text, now, zone)
    except PeriodError as error:
        raise BotError("error.button") from error


def ask_of(value: AskValue, now: datetime) -> tuple[Ask, datetime]:
    """Return the request in a button and the instant it was answered at. Raises BotError."""
    as_of = min(value.as_of or now, now)
    if now - as_of > _OLDEST_BUTTON:
        raise BotError("error.button")
    where = filters_of(value)
    return Ask(value.period, value.by, value.person, value.team, value.clock, where), as_of


def filters_of(value: AskValue | TeamValue | WaitsValue) -> tuple[Filter, ...]:
    """Return what a button asks of tickets."""
    return tuple(Filter(*one) for one in value.where or ())


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;，；、。")


def _where(tokens: Sequence[Token]) -> tuple[tuple[Filter, ...], set[Token]]:
    """Return what is asked of tickets, and which tokens say so that might say something else.

    A column goes with what follows it (`channel email`), else with what is before it. What came
    `by email` is what is of that channel.
    """
    found: list[Filter] = []
    used: set[Token] = set()
    for place, one in enumerate(tokens):
        if one in used:
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        before = tokens[place - 1] if place else None
        if one.kind in _VALUES:
            found.append(Filter("", one.text))
        elif one.kind in _BEFORE_VALUES and after is not None and after.kind in _VALUES:
            found.append(Filter(one.means, after.text))
            used |= {one, after}
        elif one.kind == "of" and before is not None and before.kind in _VALUES:
            found[-1] = found[-1]._replace(value=f"{found[-1].value} {one.text}")
        elif one.kind == "of" and after is not None and after.kind in _MAY_BE_VALUES:
            found.append(Filter(one.means, after.text))
            used.add(after)
        elif one.kind == "of":
            found.append(Filter(one.means, ""))
    return tuple(found), used


def _says_nothing(one: Token) -> bool:
    return one.kind == "asking" or (one.kind == "text" and is_noise(one.text))


def _period(found: Iterable[Token]) -> str:
    for one in found:
        try:
            parse_period(one.text, _ANY_TIME, _ANY_ZONE)
        except PeriodError as error:
            raise BotError(f"error.{error.reason}", text=error.text) from error
        return one.text
    return "today"


__all__ = [
    "BREAKDOWN_WORDS",
    "LONGEST",
    "ME",
    "Kept",
    "ask_of",
    "filters_of",
    "is_sure",
    "parse",
    "period_of",
    "read",
    "split",
]
