"""What was known of a ticket, kept when a later file says something else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.models import TicketRevision
from tests.imports.conftest import NOW

HEADER = "Ticket ID,Created time,First response time,Status,Agent,Customer,Subject\n"
FIRST = (
    f"{HEADER}1,2026-11-18 09:05,2026-11-18 09:40,Open,Ana,Ada,Refund\n"
    "2,2026-11-18 10:00,,Open,Ana,Bo,Hello\n"
    "3,2026-11-18 11:00,2026-11-18 11:05,Open,Bo,Cy,Late\n"
)
SECOND = (
    f"{HEADER}3,2026-11-18 11:00,2026-11-18 11:05,Open,Bo,Cy,Late\n"
    "2,2026-11-18 10:00,2026-11-18 10:05,Open,Ana,Bo,Hello\n"
    "1,2026-11-18 09:05,2026-11-18 09:12,Closed,,Ada,Refund\n"
    "4,2026-11-18 12:00,,Open,Bo,Di,New\n"
)
LATER = NOW + timedelta(days=1)


def kept(desk):
    """Return (id, import, field, line, before, after) of each revision that files tell of."""
    names = ("external_id", "import_number", "field", "row", "before", "after")
    derived = {"waits_from", "ended_at", "ended_as"}
    rows = [row for row in desk.rows(TicketRevision) if row["field"] not in derived]
    return [tuple(row[name] for name in names) for row in rows]


def test_what_a_later_file_changes_is_kept_and_what_was_not_known_is_no_revision(desk):
    desk.load(FIRST)
    assert desk.rows(TicketRevision) == []
    result = desk.load(SECOND, now=LATER)
    assert (result.created, result.updated, result.unchanged) == (1, 2, 1)
    moved = ("2026-11-18T09:40:00+00:00", "2026-11-18T09:12:00+00:00")
    assert kept(desk) == [
        ("1", 2, "agent", 4, "Ana", None),
        ("1", 2, "first_response_at", 4, *moved),
        ("1", 2, "responder", 4, "Ana", None),
        ("1", 2, "status", 4, "Open", "Closed"),
    ]
    assert {row["at"] for row in desk.rows(TicketRevision)} == {LATER}
    assert {row["source"] for row in desk.rows(TicketRevision)} == {"file"}


def test_every_later_file_adds_its_own(desk):
    for day, text in enumerate((FIRST, SECOND, FIRST.replace("09:40", "09:41"))):
        desk.load(text, now=NOW + timedelta(days=day))
    found = [row[1:] for row in kept(desk) if row[2] == "first_response_at"]
    assert [
        (number, before[11:16], after and after[11:16]) for number, _, _, before, after in found
    ] == [
        (2, "09:40", "09:12"),
        (3, "09:12", "09:41"),
        (3, "10:05", None),
    ]


def test_a_field_that_the_file_does_not_tell_stays_and_is_no_revision(desk):
    desk.load(FIRST)
    desk.load("Ticket ID,Created time\n1,2026-11-18 09:05\n")
    assert kept(desk) == []
    assert desk.tickets["1"]["first_response_at"] == datetime(2026, 11, 18, 9, 40, tzinfo=UTC)


def test_a_ticket_that_counted_and_does_not_any_more_is_a_revision(desk):
    header = "Ticket ID,Created time,Excluded,CSAT,Replies\n"
    desk.load(f"{header}1,2026-11-18 09:05,,4,2\n2,2026-11-18 09:05,spam,,\n")
    desk.load(f"{header}1,2026-11-18 09:05,spam,3.5,3\n2,2026-11-18 09:05,,,\n")
    assert [(row[0], *row[2:3], *row[4:]) for row in kept(desk)] == [
        ("1", "csat", "4", "3.5"),
        ("1", "excluded", "", "spam"),
        ("1", "replies", "2", "3"),
        ("2", "excluded", "spam", ""),
    ]


def test_what_is_told_by_messages_is_kept_too(desk):
    def told(reply):
        return {
            "external_id": "9",
            "opened_at": "2026-11-18T09:00:00Z",
            "messages": [
                {"at": "2026-11-18T09:00:00Z", "kind": "customer"},
                {"at": f"2026-11-18T09:{reply}:00Z", "kind": "agent", "author": "Noah"},
            ],
        }

    desk.lines(told("40"))
    desk.lines(told("12"), now=LATER)
    assert [(row[2], row[4][11:16], row[5][11:16]) for row in kept(desk)] == [
        ("first_response_at", "09:40", "09:12")
    ]


def test_when_the_clock_started_is_kept_beside_the_opening(desk):
    desk.load(FIRST)
    desk.load(FIRST.replace("09:05,", "09:01,"))
    found = {row["field"]: row["before"][11:16] for row in desk.rows(TicketRevision)}
    assert found == {"opened_at": "09:05", "waits_from": "09:05"}


def test_a_preview_and_another_source_keep_nothing(desk):
    desk.load(FIRST)
    desk.preview(SECOND)
    desk.load(SECOND, source="other")
    assert desk.rows(TicketRevision) == []


def test_small_transactions_keep_the_same(desk):
    desk.load(FIRST)
    desk.load(SECOND, batch_rows=1)
    assert [row[0] for row in kept(desk)] == ["1"] * 4


def test_a_first_file_asks_once_whether_there_is_anything(desk):
    asked = []
    event.listen(
        desk.engine,
        "before_cursor_execute",
        lambda *told: asked.append(told[2]) if "SELECT tickets.external_id" in told[2] else None,
    )
    desk.load(FIRST, batch_rows=1)
    assert len(asked) == 1
    desk.load(SECOND, batch_rows=2)
    assert len(asked) == 1 + 2 + 2


@pytest.mark.parametrize("zone", ["Asia/Shanghai"])
def test_instants_are_kept_in_utc(desk, zone):
    desk.load(FIRST, team_zone=zone)
    desk.load(SECOND, team_zone=zone)
    before = next(row[4] for row in kept(desk) if row[2] == "first_response_at")
    assert before == "2026-11-18T01:40:00+00:00"
