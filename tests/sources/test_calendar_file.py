"""Days off that come from a calendar file."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BotError
from bot.sources.calendar_file import read_calendar

TODAY = date(2026, 11, 30)


def event(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", ""))


def calendar(*events: str) -> bytes:
    inside = "".join(events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n".encode()


def days(*events: str) -> list[str]:
    return [day.isoformat() for day, _ in read_calendar(calendar(*events), TODAY).days]


def day(of: str, *lines: str) -> str:
    return event(f"DTSTART;VALUE=DATE:{of}", *lines)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["DTSTART;VALUE=DATE:20261224"], ["2026-12-24"]),
        (
            ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"],
            ["2026-12-24", "2026-12-25", "2026-12-26"],
        ),
        (["DTSTART;VALUE=DATE:20261224", "DURATION:P2D"], ["2026-12-24", "2026-12-25"]),
        (["DTSTART:20261224T000000", "DTEND:20261225T000000"], ["2026-12-24"]),
        (
            [
                "DTSTART;TZID=Asia/Shanghai:20261224T000000",
                "DTEND;TZID=Asia/Shanghai:20261225T235900",
            ],
            ["2026-12-24", "2026-12-25"],
        ),
        (["DTSTART;VALUE=DATE:20200101"], ["2020-01-01"]),
    ],
)
def test_whole_days_are_days_off(lines, found):
    assert days(event(*lines)) == found


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20261224T090000", "DTEND:20261224T100000"],
        ["DTSTART:20261224T000000"],
        ["DTSTART:20261224T000000", "DTEND:20261224T120000"],
        ["DTSTART;VALUE=DATE:20261224", "STATUS:CANCELLED"],
        ["DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=WEEKLY"],
        ["DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=YEARLY;BYHOUR=1,2"],
        ["DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=YEARLY;BYDAY=MO"],
        ["DTSTART;VALUE=DATE:2026"],
        ["SUMMARY:nothing"],
    ],
)
def test_anything_else_is_counted_and_left(lines):
    found = read_calendar(calendar(day("20261231"), event(*lines)), TODAY)
    assert (len(found.days), found.left) == (1, 1)


@pytest.mark.parametrize(
    ("start", "rule", "found"),
    [
        ("20191224", "FREQ=YEARLY", ["2026-12-24", "2027-12-24", "2028-12-24"]),
        ("20270501", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", ["2027-05-01", "2028-05-01"]),
        (
            "20251127",
            "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            ["2026-11-26", "2027-11-25", "2028-11-23"],
        ),
        (
            "20260525",
            "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
            ["2026-05-25", "2027-05-31", "2028-05-29"],
        ),
        ("20260101", "FREQ=YEARLY;COUNT=2", ["2026-01-01", "2027-01-01"]),
        ("20250101", "FREQ=YEARLY;INTERVAL=2", ["2027-01-01"]),
        ("20250101", "FREQ=YEARLY;UNTIL=20270101", ["2026-01-01", "2027-01-01"]),
        ("20240229", "FREQ=YEARLY", ["2028-02-29"]),
    ],
)
def test_what_comes_every_year_is_followed_for_three(start, rule, found):
    assert days(day(start, f"RRULE:{rule}")) == found


def test_what_is_left_out_of_a_recurrence_is_no_day_off():
    told = day("20251224", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20271224")
    assert days(told) == ["2026-12-24", "2028-12-24"]


def test_a_day_is_called_as_in_the_file():
    found = read_calendar(calendar(day("20261224", "SUMMARY:  Team\\n<!channel> day ")), TODAY)
    assert found.days == ((date(2026, 12, 24), "Team <!channel> day"),)
    assert found.text == "2026-12-24"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "days_off.error.broken"),
        (b"Ticket ID,Created\n1,2026-11-11\n", "days_off.error.broken"),
        (b"\xff\xfe\x00\x01", "days_off.error.broken"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "days_off.error.broken"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "days_off.error.broken"),
        (calendar(), "days_off.error.none"),
        (calendar(event("DTSTART:20261224T090000")), "days_off.error.none"),
        (b"x" * 10_000_000, "intake.error.big"),
        (calendar(*[day("20261224")] * 5_000), "days_off.error.many_events"),
        (calendar(day("20250101", "DTEND;VALUE=DATE:20990101")), "setup.many_days_off"),
        (
            calendar(
                *(day(f"20{n // 300:02}{n % 12 + 1:02}{n % 25 + 1:02}") for n in range(1_200))
            ),
            "setup.many_days_off",
        ),
    ],
)
def test_what_is_no_calendar_of_days_off_is_told_so(content, key):
    with pytest.raises(BotError) as caught:
        read_calendar(content, TODAY)
    assert caught.value.key == key


def test_a_rule_that_never_comes_true_takes_no_time():
    rule = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    began = time.monotonic()
    with pytest.raises(BotError):
        read_calendar(calendar(*[day("18300201", rule)] * 2_000), TODAY)
    assert time.monotonic() - began < 10


PARTS = st.sampled_from(
    [
        *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "DURATION:P1D", ""),
        *(
            "DTSTART;VALUE=DATE:20261224",
            "DTSTART:20261224T000000Z",
            "DTEND:99991231T000000",
            "x:y",
        ),
        *(
            "RRULE:FREQ=YEARLY",
            "RRULE:FREQ=",
            "RRULE:X",
            "DTSTART:00010101T000000",
            "SUMMARY",
            "\x00",
        ),
        *("RRULE:FREQ=YEARLY;INTERVAL=0", "EXDATE:x", "DURATION:-P99999999D", "DTEND;VALUE=DATE:x"),
        *(
            "DTSTART;VALUE=DATE:99991231",
            "RRULE:FREQ=YEARLY;COUNT=1,2",
            "DTSTART;VALUE=DATE:19000101",
        ),
    ]
)


@given(st.lists(PARTS, max_size=12), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_file_is_read_or_refused(lines, whole):
    inside = "\r\n".join(lines) + "\r\n"
    content = calendar("BEGIN:VEVENT\r\n", inside, "END:VEVENT\r\n") if whole else inside.encode()
    try:
        found = read_calendar(content, TODAY)
    except BotError:
        return
    assert found.text
