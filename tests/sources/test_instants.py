from datetime import UTC, datetime

import polars as pl
import pytest

from bot.errors import BotError
from bot.sources.values.date_order import Evidence
from bot.sources.values.instants import Wall, read_instants

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def read(*texts, zone="UTC", **options):
    wall = Wall(zone, **options)
    rows = pl.Series(range(2, len(texts) + 2), dtype=pl.Int64)
    instants = read_instants(pl.Series(texts, dtype=pl.String), rows, wall)
    return [None if at is None else datetime.fromtimestamp(at / 1e6, UTC) for at in instants]


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-05 15:04:00",
        "2026-11-05T15:04:00",
        "2026-11-05T15:04",
        "2026-11-05T15:04:00Z",
        "2026-11-05 15:04:00 UTC",
        "2026-11-05T15:04:00.000+00:00",
        "2026-11-05 23:04:00 +0800",
        "2026-11-05T10:04:00-05",
        "2026/11/5 15:04",
        "2026.11.05 3:04 pm",
        "2026-11-05 03:04:00 PM",
        "2026年11月5日 15:04",
        "2026年11月5日 下午3:04",
        "2026年11月5日15时4分",
        "2026年11月5日 星期四 15点04分00秒",
        "2026-11-05 下午 03:04:00",
        "2026-11-05 15:04".translate(WIDE),
        "Nov 5, 2026 3:04 pm",
        "November 5th, 2026 at 3:04 PM",
        "5 Nov 2026 15:04",
        "05-Nov-2026 15:04:00",
        "Thursday, November 5, 2026 3:04 PM",
        "Thu, 5 Nov 2026 15:04:00 GMT",
        "1793891040",
        "1793891040000",
        "20261105150400",
        "46331.6277777778",
        "46331 0.6277777778",
    ],
)
def test_ways_to_write_an_instant(text):
    assert read(text) == [at(2026, 11, 5, 15, 4)]


@pytest.mark.parametrize(
    "text",
    ["x", "", "2026-02-30 10:00:00", "2026-11-05 25:00", "2026-11-05 14:00 am", "14:05", "12", "-5",
     "1e309", "inf", "2026-11-05 ?", "2026-13-40", "Foo 5, 2026 10:00"],
)  # fmt: skip
def test_what_is_no_instant(text):
    assert read(text) == [None]


def test_midnight_and_noon_of_twelve_hours():
    texts = ("2026-11-05 12:30 AM", "2026-11-05 12:30 PM", "2026-11-05 上午 12:30")
    assert [moment.hour for moment in read(*texts)] == [0, 12, 0]


def test_days_of_1904_and_of_1900():
    assert read("44869.5", starts_1904=True) == read("46331.5") == [at(2026, 11, 5, 12)]


def test_a_clock_turned_back_means_its_first_hour_and_a_skipped_time_the_moment_of_the_skip():
    times = read("2026-11-01 01:30:00", "2026-03-08 02:30:00", zone="America/New_York")
    assert times == [at(2026, 11, 1, 5, 30), at(2026, 3, 8, 7)]
    assert read("2026-03-08 02:30", zone="America/New_York") == [at(2026, 3, 8, 7)]


def test_an_offset_wins_over_the_zone():
    assert read("2026-11-05T10:00:00+01:00", zone="Asia/Shanghai") == [at(2026, 11, 5, 9)]


def test_each_row_may_have_its_own_format():
    texts = ("2026-11-05 10:00:00", None, "5 Nov 2026 10:00", "nonsense", "2026-11-05T10:00Z")
    assert read(*texts) == [
        at(2026, 11, 5, 10),
        None,
        at(2026, 11, 5, 10),
        None,
        at(2026, 11, 5, 10),
    ]


@pytest.mark.parametrize(
    ("order", "day"),
    [("dmy", at(2026, 4, 3)), ("mdy", at(2026, 3, 4)), ("ymd", None)],
)
def test_a_chosen_order(order, day):
    assert read("03/04/2026", order=order) == [day]


def test_two_digit_years():
    assert read("03/04/26 10:00", order="dmy") == [at(2026, 4, 3, 10)]
    assert read("26/04/03 10:00", order="ymd") == [at(2026, 4, 3, 10)]


def judge(*texts, known=None):
    wall = Wall("UTC")
    rows = pl.Series(range(2, len(texts) + 2), dtype=pl.Int64)
    read_instants(pl.Series(texts), rows, wall)
    return wall.evidence.decide(known)


def test_one_date_can_settle_the_order_of_all():
    assert judge("03/04/2026", "25/04/2026") == "dmy"
    assert judge("03/04/2026", "04/25/2026") == "mdy"
    assert judge("26/04/25", "40/04/03") == "ymd"


def test_dates_that_leave_no_choice_need_none():
    assert judge("2026-04-03", "2026/12/25") is None
    assert judge("04/04/2026", "05.05.2026") in ("dmy", "mdy")


def test_an_open_order_is_refused_with_two_rows_read_both_ways():
    with pytest.raises(BotError) as refused:
        judge("03/04/2026 10:00", "03/04/2026 11:00", "05/06/2026")
    assert refused.value.key == "import.date_order"
    assert refused.value.params["examples"].splitlines() == [
        "2: 03/04/2026 10:00 → dmy 2026-04-03, mdy 2026-03-04",
        "4: 05/06/2026 → dmy 2026-06-05, mdy 2026-05-06",
    ]
    assert judge("03/04/2026 10:00", "05/06/2026", known="mdy") == "mdy"
    assert judge("13/04/2026 10:00", "05/06/2026", known="mdy") == "dmy"


def test_mixed_orders_are_refused_but_a_typing_error_is_not():
    with pytest.raises(BotError, match="date_order_mixed"):
        judge("25/04/2026", "04/25/2026")
    assert judge(*["25/04/2026"] * 150, "04/25/2026") == "dmy"
    assert judge("25/04/2026", "99/99/2026") == "dmy"


def test_no_evidence_no_order():
    assert Evidence().decide("dmy") is None
