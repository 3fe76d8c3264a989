"""What people type to describe a team, read and checked: zones, hours, limits, IDs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import BotError
from bot.metrics.clocks import (
    MOST_DAYS,
    CountryCalendar,
    CountryError,
    DaysOffError,
    HoursError,
    WorkingHours,
    read_days_off,
)
from bot.metrics.team import ROLES
from bot.metrics.tickets import DIMENSIONS
from bot.services.typed import normalised, read_duration, write_duration
from bot.sources.phrases import plain_phrase

_LONGEST_PHRASE = 200
_MOST_PHRASES = 50
_LONGEST_ADDRESS = 300
LONGEST_TEXT = 3_000
"""As many characters a field of Slack's holds, in which a setting is changed."""
_A_DAY = len("2026-12-24\n")
_NONE = {"", "none", "nobody", "-", "无", "没有"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A first-response limit; `dimension` None is the team's default."""

    seconds: int
    dimension: str | None = None
    value: str | None = None


def is_none(text: str) -> bool:
    """Return whether the text says that there is to be no value."""
    return normalised(text).casefold() in _NONE


def write_limit(limit: Limit) -> str:
    """Return a limit as a line of the form: `gold=3m` (a tier) or `channel=email:1h`."""
    value, length = str(limit.value), write_duration(limit.seconds)
    if limit.dimension == "tier" and ":" not in value and "=" not in value:
        return f"{value}={length}"
    return f"{limit.dimension}={value}:{length}"


def read_limit(text: str) -> Limit:
    """Return the limit written as `tier=gold:3m`. Raises BotError."""
    dimension, equals, rest = normalised(text).partition("=")
    value, colon, duration = rest.rpartition(":")
    if not (equals and colon and value.strip()) or dimension.strip() not in DIMENSIONS:
        raise BotError("setup.bad_limit", value=text, dimensions=", ".join(DIMENSIONS))
    return Limit(read_duration(duration), dimension.strip(), value.strip())


def read_zone(text: str) -> str:
    """Return the IANA name of a time zone. Raises BotError with the nearest names."""
    wanted = normalised(text).replace(" ", "_")
    known = _zones()
    found = known.get(wanted.casefold())
    if found:
        return ZoneInfo(found).key
    cities = {name.rpartition("/")[2]: name for name in known}
    near = [cities[city] for city in get_close_matches(wanted.casefold(), cities, 3, 0.8)]
    near += get_close_matches(wanted.casefold(), known, 3, 0.8)
    if near:
        names = ", ".join(known[name] for name in dict.fromkeys(near[:3]))
        raise BotError("setup.unknown_zone_near", value=text, near=names)
    raise BotError("setup.unknown_zone", value=text)


@cache
def _zones() -> dict[str, str]:
    """Return the time zones by name without case: whoever asks for them opens 600 files."""
    return {name.casefold(): name for name in available_timezones()}


def read_hours(text: str) -> str:
    """Return working hours in their canonical form. Raises BotError that says what is wrong."""
    try:
        return str(WorkingHours.parse(text))
    except HoursError as error:
        raise BotError(f"setup.hours.{error.reason}", detail=error.detail) from error


def read_country(text: str) -> str:
    """Return the code of a calendar of public holidays (`CN`, `US-NY`). Raises BotError."""
    code = normalised(text).upper()
    try:
        CountryCalendar(code)
    except CountryError as error:
        raise BotError("setup.unknown_calendar", value=text) from error
    return code


def read_own_days_off(text: str) -> str:
    """Return days off written `2026-12-24, 2026-12-27..2026-12-31`, a run a line.

    Raises BotError.
    """
    try:
        found = read_days_off(text)
    except DaysOffError as error:
        if not str(error):
            raise BotError("setup.many_days_off", most=MOST_DAYS) from error
        raise BotError("setup.bad_days_off", value=str(error)[:40]) from error
    if len(found) > LONGEST_TEXT:
        raise BotError("setup.many_days_off", most=LONGEST_TEXT // _A_DAY)
    return found


def read_phrases(texts: Sequence[str]) -> str:
    """Return phrases a line each, each once, none for `none`. Raises BotError."""
    phrases: dict[str, str] = {}
    for text in texts:
        phrase = " ".join(text.split())
        if is_none(phrase):
            continue
        plain = plain_phrase(phrase)
        if not plain or len(phrase) > _LONGEST_PHRASE:
            raise BotError("setup.bad_phrase", value=phrase[:40], most=_LONGEST_PHRASE)
        phrases.setdefault(plain, phrase)
    told = "\n".join(phrases.values())
    if len(phrases) > _MOST_PHRASES:
        raise BotError("setup.many_phrases", most=_MOST_PHRASES)
    if len(told) > LONGEST_TEXT:
        raise BotError("setup.long_phrases", most=LONGEST_TEXT)
    return told


def read_ticket_address(text: str) -> str:
    """Return the web address of a ticket, `{id}` standing once behind the host. Raises BotError.

    What stands for the number is no part of the host: tickets from outside never say where a link
    leads.
    """
    address = normalised(text)
    before, _, after = address.partition("{id}")
    try:
        parts = urlsplit(before)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname)
        behind_host = bool(parts.path or parts.query or parts.fragment) and "@" not in parts.netloc
    except ValueError:
        known = behind_host = False
    once = "{id}" in address and not re.search(r"[\s{}|<>\"`\\]", before + after)
    plain = address.isprintable() and len(address) <= _LONGEST_ADDRESS
    if not (known and behind_host and once and plain):
        raise BotError("setup.bad_ticket_address", value=address[:60])
    return address


def read_roles(text: str) -> str:
    """Return roles written `lead, quality`, in their order, by comma. Raises BotError."""
    named = [name for name in re.split(r"[,、;\s]+", normalised(text).casefold()) if name]
    for name in named:
        if name not in ROLES:
            raise BotError("setup.bad_role", value=name[:60], roles=", ".join(ROLES))
    return ",".join(role for role in ROLES if role in named)


def read_time(text: str) -> time:
    """Return a time of day written `09:00` or `9:00`. Raises BotError."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", normalised(text))
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise BotError("setup.bad_time", value=text)
    return time(int(match[1]), int(match[2]))


def read_channel(text: str) -> str:
    """Return a Slack channel ID; a name with `#` is not one. Raises BotError."""
    channel = normalised(text)
    if not re.fullmatch(r"[CG][A-Z0-9]{2,}", channel):
        raise BotError("setup.bad_channel", value=text)
    return channel


def read_user(text: str) -> str:
    """Return a Slack user ID. Raises BotError."""
    user = normalised(text)
    if not re.fullmatch(r"[UW][A-Z0-9]{2,}", user):
        raise BotError("setup.bad_user", value=text)
    return user
