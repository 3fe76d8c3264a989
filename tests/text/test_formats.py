"""Durations, shares and dates in both languages."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.text import formats


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 s", "0秒"),
        (59.6, "1 min", "1分钟"),
        (260, "4 min 20 s", "4分钟20秒"),
        (3_599.7, "1 h", "1小时"),
        (7_530, "2 h 6 min", "2小时6分钟"),
        (86_399, "1 d", "1天"),
        (314_100, "3 d 15 h", "3天15小时"),
        (-130, "−2 min 10 s", "−2分钟10秒"),
    ],
)
def test_duration(seconds: float, english: str, chinese: str) -> None:
    assert formats.duration("en", seconds) == english
    assert formats.duration("zh", seconds) == chinese


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0%"), (0.001, "1%"), (0.584, "58%"), (0.9999, "99%"), (1, "100%")],
)
def test_share_is_whole_or_nothing_only_when_it_is(value: float, said: str) -> None:
    assert formats.share("en", value) == said
    assert formats.share("zh", value) == said


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), "20 Nov", "11月20日"),
        (date(2026, 11, 16), date(2026, 11, 20), "16–20 Nov", "11月16日至20日"),
        (date(2026, 10, 28), date(2026, 11, 3), "28 Oct – 3 Nov", "10月28日至11月3日"),
        (
            date(2025, 12, 28),
            date(2026, 1, 3),
            "28 Dec 2025 – 3 Jan 2026",
            "2025年12月28日至2026年1月3日",
        ),
    ],
)
def test_days(first: date, last: date, english: str, chinese: str) -> None:
    assert formats.days("en", first, last) == english
    assert formats.days("zh", first, last) == chinese


def test_instants_are_written_in_the_zone_given() -> None:
    at, zone = datetime(2026, 11, 20, 16, 5, tzinfo=UTC), ZoneInfo("Asia/Shanghai")
    assert formats.instant("en", at, zone) == "21 Nov, 00:05"
    assert formats.instant("zh", at, zone) == "11月21日 00:05"
    assert formats.weekday_time("en", at, zone) == "Sat 00:05"
    assert formats.weekday_time("zh", at, zone) == "周六 00:05"
    assert formats.day("zh", date(2026, 11, 20)) == "11月20日周五"
    assert formats.hour(23) == "23:00–00:00"
