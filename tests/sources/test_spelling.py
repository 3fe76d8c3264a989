from datetime import time

import pytest
from babel.dates import format_time

from tests.sources.test_instants import at, judge, read

# Five past midnight, or past noon: nothing says which.
UNCLEAR = ["12:05 nachts", "12:05 matin", "12:05 di notte", "12:05 ’s nachts", "밤 12:05"]
UNCLEAR += ["12:05 in the morning"]
NINE = at(2026, 11, 3, 9, 5)


@pytest.mark.parametrize(
    "text",
    [
        "3. November 2026 um 09:05 Uhr",
        "Dienstag, den 3. November 2026, 09:05",
        "Di., 3. Nov. 2026 09.05",
        "3 de noviembre de 2026 9:05 a. m.",
        "mar, 3 nov 2026 09:05",
        "mar 3 nov 2026 09:05",
        "mardi 3 novembre 2026 à 09h05",
        "3 NOVEMBRE 2026 9h05",
        "terça-feira, 3 de novembro de 2026 às 09:05",
        "martedì 3 novembre 2026 alle 9:05",
        "dinsdag 3 november 2026 om 09:05",
        "Tue Nov  3 09:05:00 2026",
        "03-NOV-26 09.05.00.000000 AM",
        "2026年11月3日(火) 9時05分",
        "2026年11月3日 火曜日 午前9:05",
        "2026/11/03 午前9:05",
        "2026. 11. 3. 오전 9:05",
        "2026년 11월 3일 (화) 오전 9시 5분",
        "2026年11月3日（周二）上午9点05分",
        "2026-11-03 清晨9:05",
        "20261103 0905",
        "20261103 090500",
        "20261103T010500-0800",
        "202611030905",
        "20261103090500",
    ],
)
def test_a_time_in_the_words_of_many_languages(text):
    assert read(text) == [NINE]


@pytest.mark.parametrize(
    ("text", "month"),
    [("1er févr. 2026", 2), ("1 mrt 2026", 3), ("1. März 2026", 3), ("1 aout 2026", 8),
     ("1 de outubro de 2026", 10), ("1 ott 2026", 10), ("1 juin 2026", 6), ("1 juillet 2026", 7),
     ("1 dic 2026", 12), ("Sept. 1, 2026", 9), ("1 mei 2026", 5), ("mar 1, 2026", 3),
     ("1 ene 2026", 1), ("20260201", 2)],
)  # fmt: skip
def test_months_and_days_alone(text, month):
    assert read(text) == [at(2026, month, 1)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("中午11:50", at(2026, 11, 3, 11, 50)),
        ("中午12:30", at(2026, 11, 3, 12, 30)),
        ("中午1:00", at(2026, 11, 3, 13)),
        ("晚上8:30", at(2026, 11, 3, 20, 30)),
        ("晚上20:30", at(2026, 11, 3, 20, 30)),
        ("晚上12:30", at(2026, 11, 4, 0, 30)),
        ("晚上2:00", None),
        ("凌晨12:30", at(2026, 11, 3, 0, 30)),
        ("凌晨2:00", at(2026, 11, 3, 2)),
        ("下午3点半", at(2026, 11, 3, 15, 30)),
        ("傍晚6:10", at(2026, 11, 3, 18, 10)),
        ("早上8:00", at(2026, 11, 3, 8)),
        ("午後1:00", at(2026, 11, 3, 13)),
        ("오후 1:00", at(2026, 11, 3, 13)),
        ("1:00 p. m.", at(2026, 11, 3, 13)),
        ("5pm", at(2026, 11, 3, 17)),
        ("半夜1:05", at(2026, 11, 3, 1, 5)),
        ("深夜11点", at(2026, 11, 3, 23)),
        ("半夜12:30", None),
        ("午后1:00", at(2026, 11, 3, 13)),
        ("밤 8:30", at(2026, 11, 3, 20, 30)),
        ("abends um 8 Uhr", at(2026, 11, 3, 20)),
        ("8 Uhr morgens", at(2026, 11, 3, 8)),
        ("8:05 Uhr abends", at(2026, 11, 3, 20, 5)),
        ("um 2 Uhr nachts", at(2026, 11, 3, 2)),
        ("12:20 nachts", None),
        ("9 de la mañana", at(2026, 11, 3, 9)),
        ("12:30 de la mañana", None),
        ("a las 9:05 de la tarde", at(2026, 11, 3, 21, 5)),
        ("às 3 da tarde", at(2026, 11, 3, 15)),
        ("8 du soir", at(2026, 11, 3, 20)),
        ("à 8 h 05 du matin", at(2026, 11, 3, 8, 5)),
        ("8h30 du soir", at(2026, 11, 3, 20, 30)),
        ("alle 3 del pomeriggio", at(2026, 11, 3, 15)),
        ("om 8 uur 's avonds", at(2026, 11, 3, 20)),
        ("8.05 uur ’s ochtends", at(2026, 11, 3, 8, 5)),
        ("14:00 di notte", None),
        ("24:00:00", at(2026, 11, 4)),
        ("24:00", at(2026, 11, 4)),
        ("24:30", None),
        ("9:05 soon", None),
    ],
)
def test_parts_of_the_day(text, moment):
    assert read(f"2026/11/3 {text}") == [moment]


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize(
    ("language", "pattern"),
    [("en", "h:mm B"), ("zh", "Bh:mm"), ("zh_Hant", "Bh:mm"), ("ja", "BK:mm"), ("ko", "B h:mm"),
     ("de", "h:mm B"), ("fr", "h:mm B"), ("es", "h:mm B"), ("pt", "h:mm B"), ("it", "h:mm B"),
     ("nl", "h:mm B")],
)  # fmt: skip
def test_every_hour_is_read_as_the_language_writes_it(language, pattern, hour):
    text = format_time(time(hour, 5), pattern, locale=language)
    is_unclear = text in UNCLEAR
    assert read(f"2026/11/3 {text}") == [None if is_unclear else at(2026, 11, 3, hour, 5)]


@pytest.mark.parametrize(
    "text", ["03.11.2026 09.05.00", "03.11.2026 09:05 Uhr", "03/11/2026 09h05"]
)
def test_times_with_dots_and_words_after_a_date_in_numbers(text):
    assert read(text, order="dmy") == [NINE]


def test_six_digits_are_a_date_before_a_time_or_where_the_year_comes_first():
    assert read("261103 9:05:00", "261103", order="ymd") == [NINE, at(2026, 11, 3)]
    assert read("261103") == [None]
    assert judge("261103 9:05:00", "991103 9:05:00") == "ymd"


def test_a_year_of_four_zeros_and_a_one_is_no_year_of_ours():
    assert read("01/01/0001", order="dmy") == [None]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03 17:05 UTC+8",
        "2026-11-03 17:05 (UTC+8)",
        "2026-11-03 17:05 +800",
        "2026-11-03 09:05 (UTC)",
        "2026-11-03T17:05:00+08:00[Asia/Shanghai]",
        "Tue Nov 03 2026 17:05:00 GMT+0800 (中国标准时间)",
        "Tue Nov 03 2026 04:05:00 GMT-0500 (Eastern Standard Time)",
        "Tue Nov 03 09:05:00 UTC 2026",
        "2026年11月3日 17:05 北京时间",
        "2026年11月3日（北京时间）17点05分",
        "2026-11-03 10:05 CET",
        "3.11.2026 10:05 Uhr MEZ",
        "2026-11-03 18:05:00 JST",
    ],
)
def test_an_offset_or_a_zone_of_one_meaning_is_taken(text):
    order = "dmy" if text.startswith("3.") else None
    assert read(text, zone="America/New_York", order=order) == [NINE]


@pytest.mark.parametrize(
    ("zone", "text", "moment"),
    [
        ("Asia/Shanghai", "Tue Nov 03 17:05:00 CST 2026", NINE),
        ("America/Chicago", "2026-11-03 03:05 CST", NINE),
        ("America/Chicago", "2026-07-03 03:05 CST", None),
        ("America/Chicago", "2026-07-03 03:05 CDT", at(2026, 7, 3, 8, 5)),
        ("America/New_York", "2026-07-03 03:05 CDT", None),
        ("America/Chicago", "2026-11-01 01:30 CDT", at(2026, 11, 1, 6, 30)),
        ("America/Chicago", "2026-11-01 01:30 CST", at(2026, 11, 1, 7, 30)),
        ("UTC", "2026-11-03 09:05 CST", None),
        ("Asia/Kolkata", "2026-11-03 14:35 IST", NINE),
        ("+05:30", "2026-11-03 14:35 IST", NINE),
        ("Asia/Dubai", "2026-11-03 13:05 GST", NINE),
        ("Europe/London", "2026-11-03 09:05 BST", None),
        ("Europe/London", "2026-07-03 09:05 BST", at(2026, 7, 3, 8, 5)),
        ("UTC", "2026-11-03 09:05 +99:00", None),
        ("UTC", "2026-11-03 09:05 +08:75", None),
    ],
)
def test_a_zone_of_several_meanings_is_taken_where_the_file_has_one_of_them(zone, text, moment):
    assert read(text, zone=zone) == [moment]
