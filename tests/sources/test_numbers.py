import polars as pl
import pytest

from bot.sources.values.decimal_mark import Marks
from bot.sources.values.numbers import read_durations, read_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,5", 1.5), ("1.5", 1.5), ("1,500", 1500), ("1,500.5", 1500.5), ("10.0", 10), ("-3", -3),
     ("1e3", 1000), ("nan", None), ("inf", None), ("-inf", None), ("1e309", None), ("1e99", None),
     ("", None), ("five", None), ("1 2", None), ("0x10", None), ("1 234 567,5", 1_234_567.5),
     ("1\u202f234", 1_234), ("1'234.5", 1_234.5)],
)  # fmt: skip
def test_numbers(text, value):
    assert read_numbers(pl.Series([text]))[0] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,500", 1.5), ("1.500", 1500), ("1.234,5", 1_234.5), ("12,5", 12.5), ("3", 3)],
)
def test_numbers_of_a_column_with_a_decimal_comma(text, value):
    assert read_numbers(pl.Series([text]), comma=True)[0] == value


@pytest.mark.parametrize(
    ("text", "mark"),
    [("12,5", "comma"), ("0,250", "comma"), ("1.234,5", "comma"), ("1.234.567", "comma"),
     ("5,25 Min.", "comma"), ("1234,500", "comma"), ("12.5", "point"), ("0.25", "point"),
     ("1,234.5", "point"), ("1,234,567", "point"), (".5", "point"), ("1.5h", "point"),
     ("1,500", ""), ("1.234", ""), ("90", ""), ("00:05:01,5", ""), ("5 min.", "")],
)  # fmt: skip
def test_what_proves_a_decimal_mark(text, mark):
    marks = Marks()
    marks.add(pl.Series([None, text]), pl.Series([2, 3]))
    proofs = {"comma": marks.comma, "point": marks.point}
    assert {name: proof for name, proof in proofs.items() if proof} == (
        {mark: (3, text)} if mark else {}
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("00:03:40", 220), ("0:05", 300), ("100:00:01.5", 360_001.5), ("-00:05:00", -300),
     ("1 day, 2:03:04", 93_784), ("2h 5m", 7_500), ("2 hours 5 minutes", 7_500), ("45 min", 2_700),
     ("1天2小时3分4秒", 93_784), ("5分钟", 300), ("1.5h", 5_400), ("90", None), ("", None),
     ("soon", None), (":", None), ("PT5M", 300), ("P1DT2H", 93_600), ("PT1H30M", 5_400),
     ("PT1.5S", 1.5), ("P1M", None), ("P", None), ("-PT5M", -300),
     ("2 hours and 13 minutes", 7_980), ("00:05 hrs", 300), ("2:03:04 h", 7_384),
     ("5:30 min", 330), ("5 Min.", 300), ("5 min 30 sec", 330), ("< 1 min", 60),
     ("less than a minute", 60), ("1h 5m", 3_900), ("an hour", 3_600),
     ("1 Stunde und 5 Minuten", 3_900), ("2 Std. 5 Min.", 7_500), ("3 Tage", 259_200),
     ("1 heure et 5 minutes", 3_900), ("2 jours 3 heures", 183_600), ("1 hora y 5 minutos", 3_900),
     ("2 días", 172_800), ("1 ora e 5 minuti", 3_900), ("2 giorni", 172_800),
     ("1 uur en 5 minuten", 3_900), ("2 dagen 3 uren", 183_600), ("2 dias e 3 horas", 183_600),
     ("1時間5分30秒", 3_930), ("1시간 5분", 3_900), ("2일", 172_800), ("30초", 30),
     ("1900-01-01 02:03:00", 93_780), ("1899-12-31 00:05:00", 300), ("1899-12-30 00:05:00", 300),
     ("1900-01-02 00:00:00", 172_800)],
)  # fmt: skip
def test_durations_that_name_their_unit(text, seconds):
    micros = read_durations(pl.Series([text]), None)[0]
    assert micros == (None if seconds is None else seconds * 1_000_000)


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [("90", 60, 5_400), ("1,5", 3_600, 5_400), ("-5", 1, -5), ("00:02:00", 3_600, 120),
     ("inf", 60, None), ("1e309", 1, None)],
)  # fmt: skip
def test_bare_numbers_count_the_columns_unit(text, unit, seconds):
    micros = read_durations(pl.Series([text]), unit)[0]
    assert micros == (None if seconds is None else seconds * 1_000_000)
