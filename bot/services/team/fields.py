"""A team's settings as texts by field, and what people type there, read back and checked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.metrics.team.settings_form import FIELDS
from bot.metrics.tickets import DEFAULT_LIMIT_SECONDS, DIMENSIONS
from bot.models import ServiceStandard, Team, TeamHours
from bot.services.team import values as read
from bot.services.team.settings import Choices, limit_of
from bot.services.team.values import Limit
from bot.services.typed import values as typed_values

MOST_LIMITS = 40
_LONGEST_NAME = 80
_NO, _YES = "no", "yes"


def values_of(
    team: Team, hours: Sequence[TeamHours], rules: Sequence[ServiceStandard], now: datetime
) -> dict[str, str]:
    """Return the settings in force at `now`, each as the text that reads back as itself."""
    today = now.astimezone(ZoneInfo(team.zone)).date()
    versions = [version.hours for version in hours if version.valid_from <= today]
    limits = present_limits(rules, now)
    default = limits.pop((None, ""), Limit(DEFAULT_LIMIT_SECONDS))
    return {
        "name": team.name,
        "channel": team.channel_id or "",
        "zone": team.zone,
        "hours": versions[-1] if versions else "",
        "country": team.country or "",
        "days_off": team.days_off,
        "language": team.locale,
        "limit": typed_values.write_duration(default.seconds),
        "limits": "\n".join(read.write_limit(limit) for limit in limits.values()),
        "target": f"{round(team.attainment_target * 100, 2):g}%",
        "quick": typed_values.write_duration(team.quick_seconds),
        "clock": team.clock,
        "report_at": f"{team.report_at:%H:%M}",
        "review_weekday": str(team.review_weekday),
        "review_at": f"{team.review_at:%H:%M}",
        "ticket_address": team.ticket_address,
        "mentions": team.report_mentions,
        "direct": _YES if team.report_direct else _NO,
        "not_replies": team.not_replies,
    }


def present_limits(
    rules: Sequence[ServiceStandard], now: datetime
) -> dict[tuple[str | None, str], Limit]:
    """Return the limits in force by (dimension, value in lower case); the default is (None, "").

    Rules with more than one condition are left to the command line.
    """
    latest: dict[tuple[str | None, str], ServiceStandard] = {}
    for rule in rules:
        named = [name for name in DIMENSIONS if getattr(rule, name) is not None]
        ended = rule.valid_until is not None and rule.valid_until <= now
        if len(named) > 1 or rule.valid_from > now or ended:
            continue
        key = _key(limit_of(rule))
        if key not in latest or latest[key].valid_from <= rule.valid_from:
            latest[key] = rule
    return {key: limit_of(latest[key]) for key in sorted(latest, key=_order)}


def read_fields(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, BotError]]:
    """Return each field as it will be stored, and what is wrong with those that can't be."""
    values: dict[str, str] = {}
    errors: dict[str, BotError] = {}
    for field in FIELDS:
        try:
            values[field] = _READERS[field](typed.get(field, ""))
        except BotError as error:
            errors[field] = error
    return values, errors


def choices_of(values: Mapping[str, str], before: Mapping[str, str]) -> Choices:
    """Return what to set for the fields that differ from `before`; the name is none of it."""
    changed = {field: text for field, text in values.items() if text != before.get(field)}
    limits, ended = _limits_changed(values, before)

    def told(field: str) -> str | None:
        return changed.get(field)

    target, quick, weekday = told("target"), told("quick"), told("review_weekday")
    direct = told("direct")
    report_at, review_at = told("report_at"), told("review_at")
    return Choices(
        channel_id=told("channel"),
        zone=told("zone"),
        hours=told("hours"),
        country=told("country"),
        days_off=told("days_off"),
        locale=told("language"),
        limits=limits,
        ended_limits=ended,
        report_at=read.read_time(report_at) if report_at else None,
        review_weekday=int(weekday) if weekday else None,
        review_at=read.read_time(review_at) if review_at else None,
        clock=told("clock"),
        attainment_target=typed_values.read_share(target) if target else None,
        quick_seconds=typed_values.read_duration(quick) if quick else None,
        ticket_address=told("ticket_address"),
        report_mentions=told("mentions"),
        not_replies=told("not_replies"),
        report_direct=None if direct is None else direct == _YES,
    )


def _limits_changed(
    values: Mapping[str, str], before: Mapping[str, str]
) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    wanted = {_key(limit): limit for limit in read_limits(values["limits"])}
    held = {_key(limit): limit for limit in read_limits(before.get("limits", ""))}
    if values["limit"] != before.get("limit"):
        wanted[None, ""] = Limit(typed_values.read_duration(values["limit"]))
    put = [
        limit
        for key, limit in wanted.items()
        if key not in held or held[key].seconds != limit.seconds
    ]
    return tuple(put), tuple(limit for key, limit in held.items() if key not in wanted)


def read_limits(text: str) -> tuple[Limit, ...]:
    """Return the limits written as lines `gold=3m` (a tier) or `channel=email:1h`.

    Raises BotError.
    """
    found: dict[tuple[str | None, str], Limit] = {}
    for line in typed_values.normalised(text).splitlines():
        if not line.strip():
            continue
        limit = _read_line(line)
        if _key(limit) in found:
            raise BotError("setup.limit_twice", value=limit.value)
        found[_key(limit)] = limit
    if len(found) > MOST_LIMITS:
        raise BotError("setup.too_many_limits", most=MOST_LIMITS)
    return tuple(found.values())


def _read_line(line: str) -> Limit:
    name, equals, rest = line.strip().rpartition("=")
    if equals and "=" not in name and ":" not in rest and name.strip():
        try:
            return Limit(typed_values.read_duration(rest), "tier", name.strip())
        except BotError as error:
            raise BotError("setup.bad_line", value=line.strip()) from error
    try:
        return read.read_limit(line)
    except BotError as error:
        raise BotError("setup.bad_line", value=line.strip()) from error


def _key(limit: Limit) -> tuple[str | None, str]:
    return limit.dimension, (limit.value or "").strip().casefold()


def _order(key: tuple[str | None, str]) -> tuple[int, str]:
    dimension, value = key
    return DIMENSIONS.index(dimension) if dimension else -1, value


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise BotError("setup.bad_name")
    return name


def _or_none(reader: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "" if read.is_none(text) else reader(text)


def _limits(text: str) -> str:
    found = {_key(limit): limit for limit in read_limits(text)}
    return "\n".join(read.write_limit(found[key]) for key in sorted(found, key=_order))


def _share(text: str) -> str:
    return f"{round(typed_values.read_share(text) * 100, 2):g}%"


def _duration(text: str) -> str:
    return typed_values.write_duration(typed_values.read_duration(text))


def _one_of(*known: str) -> Callable[[str], str]:
    def reader(text: str) -> str:
        if text not in known:
            raise BotError("setup.choose")
        return text

    return reader


_READERS: Mapping[str, Callable[[str], str]] = {
    "name": _name,
    "channel": _or_none(read.read_channel),
    "zone": read.read_zone,
    "hours": _or_none(read.read_hours),
    "country": _or_none(read.read_country),
    "days_off": _or_none(read.read_own_days_off),
    "language": _one_of("en", "zh"),
    "limit": _duration,
    "limits": _limits,
    "target": _share,
    "quick": _duration,
    "clock": _one_of("business", "calendar"),
    "report_at": lambda text: f"{read.read_time(text):%H:%M}",
    "review_weekday": _one_of(*map(str, range(7))),
    "review_at": lambda text: f"{read.read_time(text):%H:%M}",
    "ticket_address": _or_none(read.read_ticket_address),
    "mentions": _or_none(read.read_roles),
    "direct": _one_of(_NO, _YES),
    "not_replies": lambda text: read.read_phrases(text.splitlines()),
}
