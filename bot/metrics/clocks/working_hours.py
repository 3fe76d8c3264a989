"""A team's weekly working hours, as written and read by people."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Self, TypeAlias

Intervals: TypeAlias = tuple[tuple[int, int], ...]

_DAY = 24 * 60
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE = {name: index for index, name in enumerate("一二三四五六日")} | {"天": 6}
_EVERY_DAY = {"daily", "every day", "每天", "每日"}
_MAKEUP = {"makeup", "make up", "补班", "调休", "调休上班"}
_ALL_HOURS = {"24/7", "24x7", "7x24", "全天"}
_VARIANTS = str.maketrans(dict.fromkeys("–—−~至到", "-") | {"、": ",", "\n": ";"})
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


class HoursError(ValueError):
    """Working hours that cannot be read.

    `reason` is one of empty, no_days, unknown_day, no_times, bad_time, overlap; `detail` is the
    part that was not understood.
    """

    def __init__(self, reason: str, detail: str, message: str) -> None:
        super().__init__(f"{message}: {detail!r}" if detail else message)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The working intervals of each weekday from Monday, and of a make-up day if set apart.

    An interval is (start, end) in minutes of wall clock from the midnight of the day it starts on;
    an end beyond 1440 lies on the day after.
    """

    week: tuple[Intervals, ...]
    makeup: Intervals | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the hours written as "Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-14:00".

        Also "24/7", "Mon-Sun 21:00-08:00" (past midnight), "Makeup 09:00-17:00", Chinese days
        (周一至周五) and full-width punctuation. Raises HoursError.
        """
        text = unicodedata.normalize("NFKC", text).translate(_VARIANTS).strip().casefold()
        text = text.replace("make-up", "makeup")
        if text in _ALL_HOURS:
            return cls((((0, _DAY),),) * 7)
        week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
        makeup: list[tuple[int, int]] = []
        for clause in filter(None, map(str.strip, text.split(";"))):
            days, intervals = _read_clause(clause)
            for day in days:
                (makeup if day is None else week[day]).extend(intervals)
        return cls._checked(week, makeup)

    @classmethod
    def _checked(cls, week: list[list[tuple[int, int]]], makeup: list[tuple[int, int]]) -> Self:
        hours = cls(
            tuple(tuple(sorted(intervals)) for intervals in week),
            tuple(sorted(makeup)) or None,
        )
        if not any(hours.week):
            raise HoursError("empty", "", "no working hours on any weekday")
        for day, intervals in enumerate(hours.week):
            following = [(start + _DAY, end + _DAY) for start, end in hours.week[(day + 1) % 7]]
            _refuse_overlap(_NAMES[day], [*intervals, *following])
        _refuse_overlap("Makeup", list(hours.makeup or ()))
        return hours

    @property
    def on_makeup_day(self) -> Intervals | None:
        """The intervals of a make-up working day: the team's own, or a Monday's; None if none."""
        return self.makeup or self.week[0] or None

    def __str__(self) -> str:
        """Return the canonical text, which `parse` reads back."""
        if all(intervals == ((0, _DAY),) for intervals in self.week) and not self.makeup:
            return "24/7"
        clauses = list(_clauses(self.week))
        if self.makeup:
            clauses.append(f"Makeup {_times(self.makeup)}")
        return "; ".join(clauses)


def _read_clause(clause: str) -> tuple[list[int | None], list[tuple[int, int]]]:
    split = re.match(r"(\D*)(.*)", clause)
    days, times = split.groups() if split else ("", "")
    if not times:
        raise HoursError("no_times", clause, "no times of day")
    if not days.strip():
        raise HoursError("no_days", clause, "no days before the times")
    named = [day for part in days.strip(" ,:").split(",") for day in _read_days(part.strip())]
    return named, [_read_interval(part.strip()) for part in times.split(",")]


def _read_days(text: str) -> list[int | None]:
    if text in _MAKEUP:
        return [None]
    if text in _EVERY_DAY:
        return list(range(7))
    first, dash, last = (part.strip() for part in text.partition("-"))
    start = _read_day(first)
    return [(start + step) % 7 for step in range((_read_day(last) - start) % 7 + 1 if dash else 1)]


def _read_day(text: str) -> int:
    chinese = re.sub(r"^(周|星期|礼拜)", "", text)
    if chinese in _CHINESE:
        return _CHINESE[chinese]
    for index, name in enumerate(_FULL_NAMES):
        if len(text) >= 3 and name.startswith(text):
            return index
    raise HoursError("unknown_day", text, "no such day")


def _read_interval(text: str) -> tuple[int, int]:
    match = _TIMES.fullmatch(text)
    if not match:
        raise HoursError("bad_time", text, "times are written 09:00-18:00")
    start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if start >= _DAY or end > _DAY or start_minute > 59 or end_minute > 59:
        raise HoursError("bad_time", text, "no such time of day")
    if start == end:
        raise HoursError("bad_time", text, "starts and ends at the same time")
    return start, end if end > start else end + _DAY


def _refuse_overlap(day: str, intervals: list[tuple[int, int]]) -> None:
    for (start, end), following in pairwise(sorted(intervals)):
        if following[0] < end:
            detail = _times(((start, end), following))
            raise HoursError("overlap", f"{day} {detail}", "working hours overlap")


def _clauses(week: tuple[Intervals, ...]) -> Iterator[str]:
    for intervals, run in groupby(range(7), key=week.__getitem__):
        days = list(run)
        if intervals:
            names = _NAMES[days[0]] + (f"-{_NAMES[days[-1]]}" if len(days) > 1 else "")
            yield f"{names} {_times(intervals)}"


def _times(intervals: Intervals) -> str:
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in intervals)


def _clock(minute: int) -> str:
    if minute == _DAY:
        return "24:00"
    return f"{minute % _DAY // 60:02}:{minute % 60:02}"
