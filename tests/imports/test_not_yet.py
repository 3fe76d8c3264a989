import pytest

from bot.errors import BotError

HEADER = "id,created,first response at,resolved\n"
ABSENT = [
    "未回复", "Pending", "Not yet", "?", "/", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000",
    "1970-01-01", "1970-01-01T08:00:00Z", "1900-01-00", "1/0/1900", "1900-01-01 00:00:00",
    "1899-12-30", "9999-12-31 23:59:59", "0001-01-01", "01/01/0001 12:00:00 AM",
]  # fmt: skip


def row(number, response="", resolved=""):
    return f"{number},2026-11-0{number} 09:00:00,{response},{resolved}\n"


@pytest.mark.parametrize("text", ABSENT)
def test_a_placeholder_is_a_time_still_to_come(desk, text):
    result = desk.load(HEADER + row(1, "2026-11-01 09:05:00") + row(2, text))
    assert (result.created, result.quarantined) == (2, 0)
    assert desk.tickets["2"]["first_response_at"] is None
    (note,) = result.notes
    assert note.key == "import.note.not_yet"
    assert note.params == {"n": 1, "column": "first response at", "examples": f"“{text}” × 1"}


@pytest.mark.parametrize("text", ["2026-13-45", "5 bananas", "2206-11-02 09:00:00", "1"])
def test_what_has_digits_and_is_no_time_is_set_aside(desk, text):
    result = desk.load(HEADER + row(1, "2026-11-01 09:05:00") + row(2, text))
    assert (result.created, result.quarantined, result.notes) == (1, 1, ())


@pytest.mark.parametrize("text", ["Pending", "0000-00-00", "1970-01-01"])
def test_an_opening_is_never_still_to_come(desk, text):
    result = desk.load(f"id,created\n1,2026-11-02 09:00:00\n2,{text}\n")
    assert (result.created, result.quarantined, result.notes) == (1, 1, ())


def test_a_placeholder_in_a_column_of_lengths(desk):
    lengths = "id,created,first_response_minutes\n1,2026-11-02 09:00:00,5\n2,2026-11-02 09:00:00,"
    result = desk.load(lengths + "未回复\n3,2026-11-02 09:00:00,5 bananas\n")
    assert (result.created, result.reasons) == (2, {"unparsable_duration": 1})
    assert [note.params["examples"] for note in result.notes] == ["“未回复” × 1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Yes", "No"), ("1", "0"), ("true", "false"), ("0", "1"), ("1", "1"), ("已解决", "")],
)
def test_a_column_of_yes_and_no_is_no_column_of_times(desk, first, second):
    desk.load(HEADER + row(1, "", "2026-11-01 10:00:00"))
    solved = desk.tickets["1"]["solved_at"]
    result = desk.load(HEADER + row(1, "", first) + row(2, "", second))
    assert (result.rows, result.quarantined) == (2, 0)
    assert "resolved_at" not in result.reading.mapping
    (note,) = result.notes
    assert note.key == "import.note.not_times"
    assert (note.params["column"], note.params["field"]) == ("resolved", "resolved_at")
    assert desk.tickets["1"]["solved_at"] == solved is not None


def test_a_column_where_nothing_has_happened_yet_is_still_one_of_times(desk):
    result = desk.load(HEADER + row(1, "未回复") + row(2, "待回复"))
    assert result.reading.mapping["first_response_at"] == ("first response at",)
    assert [note.key for note in result.notes] == ["import.note.not_yet"]


def test_ones_and_zeros_among_times_are_not_the_whole_column(desk):
    rows = row(1, "2026-11-01 09:05:00") + row(2, "0") + row(3, "1")
    result = desk.load(HEADER + rows)
    assert (result.created, result.quarantined) == (2, 1)
    assert "first_response_at" in result.reading.mapping


def test_a_length_over_a_day_that_a_reader_made_a_date_is_a_length(desk):
    rows = row(1, "1900-01-01 02:03:00") + row(2, "1900-01-01 00:00:00") + row(3, "0:05")
    result = desk.load(HEADER + rows)
    one, two = desk.tickets["1"], desk.tickets["2"]
    assert (one["first_response_at"] - one["opened_at"]).total_seconds() == 26 * 3_600 + 180
    assert two["first_response_at"] is None
    assert result.quarantined == 0


def test_dates_of_which_a_spreadsheet_took_only_some_are_warned_of(desk):
    header = "id,created,first response at\n"
    mixed = header + "1,2026-03-11 09:00:00,\n2,13/11/2026 09:00,\n"
    notes = {note.key: note.params for note in desk.load(mixed).notes}
    assert notes["import.note.half_converted"] == {
        "row": 2, "date": "2026-03-11 09:00:00", "other_row": 3, "other": "13/11/2026 09:00",
    }  # fmt: skip
    even = header + "1,03/11/2026 09:00,\n2,13/11/2026 09:00,\n"
    assert "import.note.half_converted" not in {note.key for note in desk.load(even).notes}
    apart = header + "1,2026-11-03 09:00:00,13/11/2026 09:05\n"
    assert "import.note.half_converted" not in {note.key for note in desk.load(apart).notes}


def test_dates_that_contradict_each_other_are_refused_with_both_rows(desk):
    rows = "1,03/04/2026,\n2,13/04/2026,\n3,04/13/2026,\n4,14/04/2026,\n"
    with pytest.raises(BotError) as refusal:
        desk.load("id,created,first response at\n" + rows)
    assert refusal.value.key == "import.date_order_mixed"
    assert refusal.value.params["examples"] == "3: 13/04/2026 → dmy\n4: 04/13/2026 → mdy"
