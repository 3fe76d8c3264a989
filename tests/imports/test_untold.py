"""What a file says nothing of is unknown; what its statuses say is over waits no more."""

import json

import pytest
from sqlalchemy import text

from bot.db import NOT_COUNTED, migrate
from tests.imports.test_import import at

PLAIN = "id,created,subject\n1,2026-11-02 09:00:00,a\n"
ANSWERED = "id,created,first response at\n1,2026-11-02 09:00:00,2026-11-02 09:05:00\n"
STATUS = "id,created,first response at,status\n1,2026-11-02 09:00:00,,{}\n"


def told(desk, name="1"):
    return desk.tickets[name]["response_told"], desk.tickets[name]["resolution_told"]


def test_a_file_without_such_columns_tells_nothing(desk):
    desk.load(PLAIN)
    assert told(desk) == (False, False)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("First response time (min)", (True, False)),
        ("First response at", (True, False)),
        ("Resolved at", (False, True)),
        ("Resolution time (hrs)", (False, True)),
        ("Closed at", (False, True)),
        ("Status", (False, True)),
    ],
)
def test_an_empty_column_tells_that_it_has_not_happened(desk, column, expected):
    desk.load(f"id,created,{column}\n1,2026-11-02 09:00:00,\n")
    assert told(desk) == expected


def test_messages_tell_of_responses(desk):
    desk.lines({"id": 1, "created_at": "2026-11-02T09:00:00Z", "messages": []})
    assert told(desk) == (True, False)


def test_what_was_told_once_stays_told(desk):
    desk.load(ANSWERED)
    desk.load(PLAIN, "other.csv")
    assert told(desk) == (True, False)


def test_a_later_file_may_tell(desk):
    desk.load(PLAIN)
    desk.load(ANSWERED, "other.csv")
    assert told(desk) == (True, False)
    assert desk.tickets["1"]["first_response_at"] == at(2026, 11, 2, 9, 5)


@pytest.mark.parametrize(
    ("status", "ended_as"),
    [
        ("Closed", "solved"), ("resolved", "solved"), ("已关闭", "solved"), ("已解决", "solved"),
        ("Cancelled", "cancelled"), ("canceled", "cancelled"), ("已取消", "cancelled"),
        ("Open", None), ("Reopened", None), ("处理中", None), ("", None),
    ],
)  # fmt: skip
def test_a_status_ends_a_ticket(desk, status, ended_as):
    desk.load(STATUS.format(status))
    ticket = desk.tickets["1"]
    assert ticket["ended_as"] == ended_as
    assert ticket["ended_at"] == (at(2026, 11, 2, 9) if ended_as else None)
    assert ticket["solved_at"] is None


@pytest.mark.parametrize("status", ["Deleted", "已删除"])
def test_a_deleted_ticket_is_excluded(desk, status):
    desk.load(STATUS.format(status))
    assert desk.tickets["1"]["excluded"] == "deleted"


def test_its_end_is_its_closing_else_what_is_known_last(desk):
    desk.load(
        "id,created,first response at,resolved at,closed at,updated at,status\n"
        "1,2026-11-02 09:00,,,2026-11-02 11:00,2026-11-03 09:00,Closed\n"
        "2,2026-11-02 09:00,,,,2026-11-03 09:00,Closed\n"
        "3,2026-11-02 09:00,,2026-11-02 10:00,2026-11-02 11:00,2026-11-03 09:00,Closed\n"
        "4,2026-11-02 09:00,,,2026-11-02 11:00,,Reopened\n"
        "5,2026-11-02 09:00,,,2026-11-02 11:00,,\n"
    )
    assert [one["ended_at"] for one in desk.tickets.values()] == [
        at(2026, 11, 2, 11), at(2026, 11, 3, 9), None, None, at(2026, 11, 2, 11),
    ]  # fmt: skip


def test_the_last_message_is_the_last_that_is_known(desk):
    said = [
        {"at": "2026-11-02T09:00:00Z", "kind": "customer"},
        {"at": "2026-11-02T09:30:00Z", "kind": "note"},
    ]
    ticket = {"created_at": "2026-11-02T09:00:00Z", "status": "Closed", "messages": said}
    desk.lines(
        ticket | {"id": 1, "closed_at": None, "resolved_at": None},
        ticket | {"id": 2, "closed_at": "2026-11-02T09:10:00Z", "resolved_at": None},
    )
    assert desk.tickets["1"]["ended_at"] == at(2026, 11, 2, 9, 30)
    assert desk.tickets["2"]["ended_at"] == at(2026, 11, 2, 9, 10)


def test_a_ticket_opened_anew_has_not_ended(desk):
    desk.load(STATUS.format("Closed"))
    desk.load(STATUS.format("Open"), "later.csv")
    assert (desk.tickets["1"]["ended_at"], desk.tickets["1"]["ended_as"]) == (None, None)


EARLIER = """
INSERT INTO imports (team_id, number, source, file_name, file_size, sha256, reading, imported_by,
  status, started_at, applied_rows, created, updated, unchanged, superseded, quarantined, flagged)
VALUES (1, :number, :source, 'f', 1, 'x', :reading, 'lead', 'done', 0, 1, 1, 0, 0, 0, 0, 0)
"""
TICKET = """
INSERT INTO tickets (team_id, source, external_id, opened_at, waits_from, reopened, status)
VALUES (1, :source, :id, 60000000, 60000000, false, :status)
"""


def test_tickets_from_before_are_understood_alike(desk, database_url):
    migrate(database_url, "0017")
    readings = {"plain": ["opened_at"], "timed": ["first_response_minutes", "resolved_at"]}
    with desk.engine.execution_options(**NOT_COUNTED).begin() as connection:
        for number, (source, fields) in enumerate(readings.items(), 1):
            reading = json.dumps({"mapping": {field: ["x"] for field in fields}})
            row = {"number": number, "source": source, "reading": reading}
            connection.execute(text(EARLIER), row)
        for source, name, status in (
            ("plain", "1", None), ("timed", "2", "已关闭"), ("timed", "3", "Canceled"),
            ("timed", "4", "Open"), ("timed", "5", "Deleted"),
        ):  # fmt: skip
            row = {"source": source, "id": name, "status": status}
            connection.execute(text(TICKET), row)
        note = "INSERT INTO ticket_messages (team_id, source, external_id, position, at, kind)"
        connection.execute(text(f"{note} VALUES (1, 'timed', '4', 1, 60000000, 'customer')"))
    migrate(database_url)
    found = desk.tickets
    assert told(desk, "1") == (False, False)
    assert told(desk, "2") == told(desk, "4") == (True, True)
    assert [one["ended_as"] for one in found.values()] == [None, "solved", "cancelled", None, None]
    assert found["2"]["ended_at"] == found["2"]["opened_at"]
    assert found["5"]["excluded"] == "deleted"
    assert desk.count("ticket_messages") == 1
