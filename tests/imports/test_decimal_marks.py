import pytest

from bot.errors import BotError
from bot.text import LANGUAGES, t


def lengths(desk, *texts, separator=";", unit="hours"):
    rows = "".join(
        separator.join((str(n), "2026-11-02 09:00:00", f'"{text}"')) + "\n"
        for n, text in enumerate(texts)
    )
    header = separator.join(("id", "created", f"first_response_{unit}"))
    desk.load(f"{header}\n{rows}", source=f"{separator}{texts[-1]}")
    return [
        (one["first_response_at"] - one["opened_at"]).total_seconds()
        for one in sorted(
            desk.rows_of(f"{separator}{texts[-1]}"), key=lambda one: int(one["external_id"])
        )
    ]


def test_one_number_tells_the_mark_of_the_whole_column(desk):
    assert lengths(desk, "0,250", "1,500", separator="\t") == [900, 5_400]
    assert lengths(desk, "1.234", "12,5", separator="\t", unit="minutes") == [74_040, 750]
    assert lengths(desk, "1,234", "12.5", separator="\t", unit="minutes") == [74_040, 750]
    assert lengths(desk, "1.234", "0.25", unit="minutes") == [74.04, 15]


def test_the_separator_tells_it_where_no_number_does(desk):
    assert lengths(desk, "1,500") == [5_400]
    assert lengths(desk, "1.500", unit="minutes") == [90_000]
    assert lengths(desk, "1,500", separator=",", unit="seconds") == [1_500]
    assert lengths(desk, "1.500", separator=",") == [5_400]


def test_a_proof_late_in_the_file_counts_for_its_first_row(desk):
    late = ["1.234"] * 40_000 + ["12,5"]
    waits = lengths(desk, *late, separator=",", unit="minutes")
    assert (waits[0], waits[-1], len(waits)) == (74_040, 750, 40_001)


def test_two_marks_in_one_column_are_refused_with_both_rows(desk):
    with pytest.raises(BotError) as refused:
        lengths(desk, "1,500", "12,5", "12.5")
    assert refused.value.key == "import.decimal_mixed"
    assert refused.value.params == {
        "column": "first_response_hours",
        "comma_row": 3,
        "comma": "12,5",
        "point_row": 4,
        "point": "12.5",
    }
    for language in LANGUAGES:
        assert "12,5" in t(language, refused.value.key, **refused.value.params)
    assert desk.tickets == {}


def test_ratings_and_replies_have_marks_of_their_own(desk):
    desk.load(
        "id;created;replies;csat;first_response_hours\n"
        "1;2026-11-02 09:00:00;1.000;4,5;0.5\n"
        "2;2026-11-02 09:00:00;2;4,5/5;0.5\n"
    )
    ticket = desk.tickets["1"]
    assert (ticket["replies"], ticket["csat"], desk.tickets["2"]["csat"]) == (1_000, 4.5, 4.5)
    assert (ticket["first_response_at"] - ticket["opened_at"]).total_seconds() == 1_800
