"""Wordings that several views share."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Period
from bot.metrics.figures import Filter
from bot.metrics.team import Reader
from bot.text import formats, t
from bot.text.words import SAME
from bot.views.blocks.outside import literal

_KINDS = frozenset(words[0] for words in SAME["kind"])
_HOURS_FROM = 600 * 60


def period_words(language: str, period: Period, as_of: datetime) -> str:
    """Return a period in words with its dates: `today, Fri 20 Nov`, `last 30 days, 22 Oct – …`.

    The year is written where the period does not end in that of `as_of`.
    """
    first, last = period.first_day, period.last_day
    if period.kind in {"today", "yesterday"}:
        return t(language, f"report.period.{period.kind}", day=formats.day(language, first))
    years = last.year != as_of.astimezone(period.zone).year
    days = formats.days(language, first, last, years=years)
    if period.kind in {"range", "one_month", "one_quarter"}:
        return days
    return t(language, f"report.period.{period.kind}", days=days, n=period.months or period.days)


def before_words(language: str, before: Period) -> str:
    """Return the period that figures are compared with: `yesterday up to 14:05`."""
    zone, end, kind = before.zone, before.end, before.kind
    if kind in {"last_days", "range"}:
        return t(language, "report.before.span", n=before.days or len(before.dates()))
    moment = formats.instant(language, end, zone)
    if kind == "week":
        moment = formats.weekday_time(language, end, zone)
    return t(
        language,
        f"report.before.{kind}",
        time=formats.clock_time(end, zone),
        day=formats.day(language, before.first_day),
        days=formats.days(language, before.first_day, before.last_day),
        moment=moment,
        n=before.months or 0,
    )


def filter_words(language: str, where: Sequence[Filter]) -> tuple[str, ...]:
    """Return which tickets are asked for, each part where no markup is read: `email`, `tier gold`.

    Channels and kinds say by themselves what they are.
    """
    values = [ticket_value(language, one.of, one.value, 30) for one in where]
    pairs = zip(where, values, strict=True)
    return tuple(t(language, f"report.filter.{one.of}", value=value) for one, value in pairs)


def ticket_value(language: str, column: str, value: str, most: int = 60) -> str:
    """Return a ticket's value as it is shown where no markup is read; kinds in the language."""
    key = f"breakdown.kind.{value.replace('-', '_')}"
    if column == "kind" and value in _KINDS:
        return t(language, key)
    return literal(value, most)


def as_of_words(at: datetime, reader: Reader, zone: ZoneInfo, asked: datetime | None = None) -> str:
    """Return when figures were taken by the reader's clock, and the team's zone if another.

    With the date where that is another day than when they were `asked` for.
    """
    key = "report.as_of.here" if reader.zone.key == zone.key else "report.as_of"
    days = {each.astimezone(reader.zone).date() for each in (at, asked or at)}
    when = formats.clock_time(at, reader.zone)
    if len(days) > 1:
        when = formats.instant(reader.language, at, reader.zone)
    return t(reader.language, key, at=when, zone=zone.key)


def as_of_team(language: str, at: datetime, zone: ZoneInfo) -> str:
    """Return when figures were taken, in the team's zone, which is named."""
    return t(language, "report.as_of.team", at=formats.instant(language, at, zone), zone=zone.key)


def dates_words(language: str, dates: tuple[date, ...], most: int = 6) -> tuple[str, int]:
    """Return sorted dates as runs (`7–9 Nov, 12 Nov`), at most `most`, and how many are left."""
    runs = _runs(dates)
    shown = [formats.days(language, run[0], run[-1]) for run in runs[:most]]
    return t(language, "report.comma").join(shown), sum(len(run) for run in runs[most:])


def _runs(dates: tuple[date, ...]) -> list[list[date]]:
    numbered = enumerate(dates)
    return [
        [day for _, day in run]
        for _, run in groupby(numbered, key=lambda at: at[1] - timedelta(days=at[0]))
    ]


def capital(text: str) -> str:
    """Return text as a sentence begins."""
    return text[:1].upper() + text[1:]


def time_axis(language: str, longest: float) -> tuple[int, str]:
    """Return the seconds of a chart's unit and its name: minutes, above ten hours hours."""
    hours = longest > _HOURS_FROM
    name = t(language, "report.unit.hours" if hours else "report.unit.minutes")
    return 3_600 if hours else 60, name
