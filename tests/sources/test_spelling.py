import pytest

from tests.sources.test_instants import at, judge, read

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
        ("24:00:00", at(2026, 11, 4)),
        ("24:00", at(2026, 11, 4)),
        ("24:30", None),
        ("9:05 soon", None),
    ],
)
def test_parts_of_the_day(text, moment):
    assert read(f"2026/11/3 {text}") == [moment]


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
