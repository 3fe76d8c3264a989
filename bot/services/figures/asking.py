"""What somebody typed after `/frt`, understood."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.ids import AskValue
from bot.metrics.clocks import PERIOD_WORDS, Period, PeriodError, parse_period
from bot.metrics.figures.breakdowns import BREAKDOWNS
from bot.metrics.figures.report import Ask
from bot.text.words import (
    CLOCKS,
    ME_WORDS,
    WAITING,
    WAITING_MINE,
    WAITING_SCOPES,
    WAITING_WORDS,
    WAITS,
    normalised,
    one_of,
)

ME = "me"
"""Who stands for the one who asks, in a request that is read before it is known who."""

BREAKDOWN_WORDS = {word: key for key, one in BREAKDOWNS.items() for word in one.words}

LONGEST = 300
_MENTION = re.compile(r"(?:\bfor |给 ?)?<@([UW][A-Z0-9]{2,20})(?:\|[^<>]*)?>")
_BARE_PERSON = re.compile(r"(?:^| |给)@\S")
_ME = re.compile(r"(?:^| )for (?:me|myself)\b|(?:^|(?<= ))my\b|给(?:我自己|自己|我)|我的")
_BY = re.compile(rf"(?:^|(?<= ))by ([^\s,]+)|按照? ?({one_of(BREAKDOWN_WORDS)}|\S+)")
_CLOCK = re.compile(rf"(?:^|(?<= ))(?:on )?({one_of(CLOCKS)})(?=$| )")
_STOPS = (
    r"by |for |my |按|给|我的|last |past |最近|近|过去|\d{4}|"
    f"{one_of(PERIOD_WORDS)}|{one_of(CLOCKS)}"
)
_TEAM = re.compile(
    r"(?:(?:^|(?<= ))team |团队 ?)"
    rf'(?:"([^"]+)"|“([^”]+)”|「([^」]+)」|(.+?)(?=$| (?:{_STOPS})))',
    re.IGNORECASE,
)
_WAITS = re.compile(
    rf"(?:{one_of(tuple(WAITING_WORDS))})(?: ?({one_of(WAITING_SCOPES)}))?", re.IGNORECASE
)
_OLDEST_BUTTON = timedelta(days=400)
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_ANY_ZONE = ZoneInfo("UTC")


def read(text: str) -> Ask:
    """Return the request that a text makes; its person is `ME` for who asks. Raises BotError."""
    return parse(text, ME)


@lru_cache(maxsize=512)
def parse(text: str, user_id: str) -> Ask:
    """Return the request that `user_id` typed.

    The period of a request for open waits is one of `WAITS`; those of who asks are a scope of
    them, not a person. Raises BotError for what is not understood.
    """
    if len(text) > LONGEST:
        raise BotError("error.words_too_long", most=LONGEST)
    rest = normalised(text)
    rest, person = _take_person(rest)
    rest, team = _take_team(rest)
    rest = _tidy(rest).casefold()
    rest, is_mine = _take(_ME, rest)
    rest, by = _take(_BY, rest)
    rest, clock = _take(_CLOCK, rest)
    if is_mine or (by is None and rest in ME_WORDS):
        if person is not None:
            raise BotError("error.one_person")
        person, rest = user_id, "" if rest in ME_WORDS else rest
    period = _period(rest, text)
    if is_mine and period in WAITS:
        period, person = WAITING_MINE, None
    elif period == WAITING_MINE and person is not None:
        raise BotError("error.one_person")
    return Ask(
        period=period,
        by=_breakdown(by, text),
        person=person,
        team=team,
        clock=CLOCKS[clock] if clock else None,
    )


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
    return Ask(value.period, value.by, value.person, value.team, value.clock), as_of


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;，；、。")


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str | None]:
    """Return the text without the first match, and its first filled group (or all of it)."""
    match = pattern.search(text)
    if match is None:
        return text, None
    found = next((group for group in match.groups() if group), match[0])
    return _tidy(f"{text[: match.start()]} {text[match.end() :]}"), found


def _take_person(text: str) -> tuple[str, str | None]:
    found = _MENTION.findall(text)
    if len(found) > 1:
        raise BotError("error.one_person")
    if not found and _BARE_PERSON.search(text):
        raise BotError("error.person_not_linked")
    return _MENTION.sub(" ", text), found[0] if found else None


def _take_team(text: str) -> tuple[str, str | None]:
    rest, name = _take(_TEAM, text)
    return rest, name.strip() if name else None


def _breakdown(word: str | None, typed: str) -> str | None:
    if word is None:
        return None
    if word not in BREAKDOWN_WORDS:
        raise BotError("error.not_understood", text=typed)
    return BREAKDOWN_WORDS[word]


def _period(text: str, typed: str) -> str:
    if waits := _WAITS.fullmatch(text):
        return WAITING_SCOPES[waits[1]] if waits[1] else WAITING
    if not text:
        return "today"
    try:
        parse_period(text, _ANY_TIME, _ANY_ZONE)
    except PeriodError as error:
        shown = typed if error.reason == "not_understood" else error.text
        raise BotError(f"error.{error.reason}", text=shown) from error
    return text
