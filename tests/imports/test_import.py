from datetime import UTC, datetime

import pytest

from bot.errors import BotError
from bot.models import Import

HEADER = "Ticket ID,Created time,First response time,Resolution time,Status,Agent Name,Source\n"
TWO = HEADER + (
    "7,2026-11-02 09:00:00,2026-11-02 09:05:00,,Open,Ann,Chat\n"
    "8,2026-11-02 10:00:00,2026-11-02 10:30:00.5,2026-11-03 10:00:00,Solved,Bo,Email\n"
)


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_tickets_arrive_as_told(desk):
    result = desk.load(TWO)
    assert (result.status, result.number, result.created, result.rows) == ("done", 1, 2, 2)
    first, second = desk.tickets["7"], desk.tickets["8"]
    assert first["opened_at"] == first["waits_from"] == at(2026, 11, 2, 9)
    assert first["first_response_at"] == at(2026, 11, 2, 9, 5)
    assert (first["responder"], first["resolver"], first["solved_at"]) == ("Ann", None, None)
    assert second["first_response_at"] == at(2026, 11, 2, 10, 30, 0, 500_000)
    assert second["solved_at"] == second["first_solved_at"] == at(2026, 11, 3, 10)
    assert (second["resolver"], second["channel"], second["reopened"]) == ("Bo", "Email", False)
    assert (second["import_number"], second["import_row"], second["source"]) == (1, 3, "file")


def test_the_file_itself_is_kept_in_mind(desk):
    desk.load(TWO)
    (row,) = desk.rows(Import)
    assert (row["file_name"], row["imported_by"], row["status"]) == ("tickets.csv", "lead", "done")
    assert (row["file_size"], len(row["sha256"])) == (len(TWO), 64)
    assert (row["first_opened_at"], row["last_opened_at"]) == (
        at(2026, 11, 2, 9),
        at(2026, 11, 2, 10),
    )
    assert (row["applied_rows"], row["created"]) == (2, 2)


def test_the_same_file_again_changes_nothing(desk):
    desk.load(TWO + "9,not a time,,,Open,Ann,Chat\n")
    before = desk.everything()
    again = desk.load(TWO + "9,not a time,,,Open,Ann,Chat\n")
    assert (again.status, again.number) == ("already", 1)
    assert (again.created, again.updated, again.unchanged, again.quarantined) == (0, 0, 2, 1)
    assert again.reasons == {"unparsable_time": 1}
    assert desk.everything() == before


def test_a_later_export_updates_what_changed_and_only_that(desk):
    desk.load(TWO)
    later = TWO.replace(",,Open", ",2026-11-02 11:00:00,Solved") + TWO.splitlines()[2].replace(
        "8,", "9,", 1
    )
    result = desk.load(later)
    assert (result.created, result.updated, result.unchanged) == (1, 1, 1)
    assert desk.tickets["7"]["solved_at"] == at(2026, 11, 2, 11)
    assert desk.tickets["7"]["import_number"] == 2
    assert desk.tickets["8"]["import_number"] == 1


def test_an_emptied_cell_empties_and_an_absent_column_does_not(desk):
    desk.load(TWO)
    desk.load("Ticket ID,Created time,Resolution time\n8,2026-11-02 10:00:00,\n")
    ticket = desk.tickets["8"]
    assert ticket["solved_at"] is None
    assert (ticket["agent"], ticket["channel"]) == ("Bo", "Email")
    assert ticket["first_response_at"] == at(2026, 11, 2, 10, 30, 0, 500_000)


def test_sources_keep_their_ids_apart(desk):
    desk.load(TWO)
    result = desk.load(TWO, source="other")
    assert result.created == 2
    assert desk.count("tickets") == 4


def test_the_last_row_of_an_id_counts(desk):
    result = desk.load(TWO + "7,2026-11-02 09:00:00,,,Pending,Cy,Chat\n")
    assert (result.created, result.superseded, result.rows) == (2, 1, 3)
    assert desk.tickets["7"]["agent"] == "Cy"
    assert desk.tickets["7"]["import_row"] == 4
    assert desk.rows(Import)[0]["superseded"] == 1


def test_impossible_tickets_are_stored_and_flagged(desk):
    result = desk.load(TWO.replace("2026-11-02 09:05:00", "2026-11-02 08:59:59"))
    assert (result.created, result.flagged) == (2, 1)
    assert result.flags == {"response_before_opening": 1}
    assert desk.tickets["7"]["first_response_at"] == at(2026, 11, 2, 8, 59, 59)
    assert desk.rows(Import)[0]["flagged"] == 1


def test_strict_refuses_the_whole_file(desk):
    with pytest.raises(BotError) as refused:
        desk.load(TWO + "9,soon,,,,,\n", strict=True)
    assert refused.value.key == "import.strict"
    assert refused.value.params == {"n": 1, "row": 4, "column": "Created time", "value": "soon"}
    assert [len(rows) for rows in desk.everything()] == [0, 0, 0, 0]
    assert desk.load(TWO, strict=True).created == 2


def test_a_dry_run_counts_and_changes_nothing(desk):
    desk.load(TWO)
    before = desk.everything()
    seen = desk.preview(
        TWO.replace(",,Open", ",2026-11-02 11:00:00,Solved").replace("Source", "Colour")
        + "9,2026-11-02 09:00:00,,,,,\n,2026-11-02 09:00:00,,,,,\n"
    )
    assert desk.everything() == before
    result = seen.result
    assert (result.status, result.number) == ("preview", None)
    assert (result.created, result.updated, result.unchanged, result.quarantined) == (1, 1, 1, 1)
    assert seen.result.unused == ("Colour",)
    assert seen.tickets[0]["external_id"] == "7"
    assert seen.tickets[0]["opened_at"] == at(2026, 11, 2, 9)


def test_the_teams_zone_is_not_remembered(desk):
    desk.load(TWO, team_zone="Asia/Shanghai")
    desk.load(TWO + "9,2026-11-02 09:00:00,,,,,\n", team_zone="Europe/Berlin")
    assert desk.tickets["9"]["opened_at"] == at(2026, 11, 2, 8)


def test_another_reading_of_the_same_bytes_is_another_import(desk):
    desk.load(TWO)
    result = desk.load(TWO, team_zone="Asia/Shanghai")
    assert (result.number, result.updated) == (2, 2)
    assert desk.tickets["7"]["opened_at"] == at(2026, 11, 2, 1)


def test_a_column_can_be_left_out(desk):
    desk.load(TWO, columns={"agent": ""})
    assert desk.tickets["7"]["agent"] is None


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ({"agent": "Nobody"}, "import.unknown_column"),
        ({"mood": "Status"}, "import.unknown_field"),
        ({"external_id": ""}, "import.no_id_column"),
        ({"opened_at": ""}, "import.missing_column"),
    ],
)
def test_a_wrong_map_says_what_is_there(desk, columns, key):
    with pytest.raises(BotError) as refused:
        desk.load(TWO, columns=columns)
    assert refused.value.key == key


def test_reopened_by_status_or_by_two_resolutions(desk):
    desk.load(
        "id,created,first resolved at,resolved at,status\n"
        "1,2026-11-02 09:00,,2026-11-02 10:00,Reopened\n"
        "2,2026-11-02 09:00,2026-11-02 10:00,2026-11-03 10:00,Solved\n"
        "3,2026-11-02 09:00,2026-11-02 10:00,2026-11-02 10:00,Solved\n"
    )
    one, two, three = (desk.tickets[key] for key in "123")
    assert (one["reopened"], one["solved_at"], one["first_solved_at"]) == (
        True,
        None,
        at(2026, 11, 2, 10),
    )
    assert (two["reopened"], two["first_solved_at"]) == (True, at(2026, 11, 2, 10))
    assert not three["reopened"]


def test_excluded_tickets_in_both_languages(desk):
    desk.load(
        "工单号,创建时间,状态\n1,2026-11-02 09:00,已合并\n2,2026-11-02 09:00,垃圾邮件\n"
        "3,2026-11-02 09:00,Test\n4,2026-11-02 09:00,已解决\n"
    )
    assert [row["excluded"] for row in desk.tickets.values()] == ["merged", "spam", "test", None]


def test_ratings_on_another_scale_are_left_out_and_said_so(desk):
    rows = "".join(f"{n},2026-11-02 09:00,{n % 11}\n" for n in range(1, 23))
    result = desk.load("id,created,csat\n" + rows)
    assert result.created == 22
    assert {row["csat"] for row in desk.tickets.values()} == {None}
    (note,) = result.notes
    assert (note.key, note.params["column"]) == ("import.note.ratings", "csat")
    words = desk.load(
        "id,created,csat\na,2026-11-02 09:00,good\nb,2026-11-02 09:00,非常满意\n"
        "c,2026-11-02 09:00,0\n"
    )
    assert [desk.tickets[key]["csat"] for key in "abc"] == [None, 5.0, None]
    assert words.notes[0].params["n"] == 1


def test_durations_stand_in_for_instants(desk):
    desk.load(
        "工单号,创建时间,首次响应时长(秒),解决时长（小时）,客服\n"
        '1,2026-11-02 09:00,90,"1,5",小王\n2,2026-11-02 09:00,00:02:00,,小李\n'
    )
    one, two = (desk.tickets[key] for key in "12")
    assert one["first_response_at"] == at(2026, 11, 2, 9, 1, 30)
    assert one["solved_at"] == at(2026, 11, 2, 10, 30)
    assert two["first_response_at"] == at(2026, 11, 2, 9, 2)
    assert (two["responder"], two["resolver"]) == ("小李", None)


def test_plain_numbers_without_a_unit_are_refused(desk):
    rows = "id,created,first response time\n1,2026-11-02 09:00,90\n2,2026-11-02 09:00,120\n"
    with pytest.raises(BotError) as refused:
        desk.load(rows)
    assert refused.value.key == "import.unit_unknown"
    assert refused.value.params["field"] == "first_response"
    desk.load(rows, columns={"first_response_minutes": "first response time"})
    assert desk.tickets["1"]["first_response_at"] == at(2026, 11, 2, 10, 30)


def test_many_transactions_make_the_same_import(desk):
    rows = "".join(f"{n},2026-11-02 09:00:{n % 60:02},,,,Ann,Chat\n" for n in range(250))
    result = desk.load(HEADER + rows, batch_rows=20)
    assert (result.created, desk.count("tickets")) == (250, 250)
    assert desk.rows(Import)[0]["applied_rows"] == 250
