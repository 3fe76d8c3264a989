from pathlib import Path

import pytest

from bot.sources.columns import DURATIONS, FIELDS, plain, recognise
from bot.sources.exports import EXPORTS
from bot.sources.names import GENERAL, VAGUE

TABLES = (GENERAL, *(export.names for export in EXPORTS), VAGUE)
KNOWN = sorted(
    {(name, field) for table in TABLES for field in table for name in table[field].split("|")}
)


def fields_of(header):
    return {field: columns[0] for field, columns in recognise(header.split(",")).items()}


def test_a_name_means_one_field_only():
    meanings = {}
    for name, field in KNOWN:
        meanings.setdefault(plain(name), set()).add(field)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_each_name_is_recognised_as_its_field_alone():
    stand_ins = {"closed_at": "resolved_at"}
    wrong = {
        name: recognise([name])
        for name, field in KNOWN
        if recognise([name]) != {stand_ins.get(field, field): (name,)}
    }
    assert wrong == {}


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.source)
def test_what_a_product_calls_its_columns_has_a_source(export):
    assert export.source.startswith("http")
    assert set(export.names) <= set(FIELDS) | set(DURATIONS)


HEADERS = Path(__file__).with_name("headers.txt").read_text(encoding="utf-8").strip().split("\n\n")


@pytest.mark.parametrize("case", HEADERS, ids=lambda case: case.split("\n")[0])
def test_a_header_as_the_product_exports_it(case):
    _, header, expected = case.split("\n")
    found = fields_of(header)
    assert "|".join(sorted(f"{field}={name}" for field, name in found.items())) == "|".join(
        sorted(expected.split("|"))
    )


@pytest.mark.parametrize(
    ("wrapped", "field"),
    [
        ("Ticket: Created At", "opened_at"),
        ("ticket.created_at", "opened_at"),
        ("tickets/created_at", "opened_at"),
        ("[Ticket] Created at", "opened_at"),
        ("Conversation – Created at", "opened_at"),
        ("Case - Updated at", "updated_at"),
        ("工单：创建时间", "opened_at"),
        ("Custom field (Channel)", "channel"),
        ("Campo personalizado (Channel)", "channel"),
        ("사용자정의 필드 (Category)", "category"),
        ("Ticket: First response time (in hrs)", "first_response_hours"),
        ("Ticket assigned - Timestamp", None),
        ("Requester: Created At", None),
        ("Custom field (Story Points)", None),
        ("Custom field (Time to first response)", None),
        ("Campo personalizado (Time to resolution)", None),
    ],
)
def test_what_an_export_puts_around_a_name(wrapped, field):
    assert recognise([wrapped]) == ({field: (wrapped,)} if field else {})


def test_a_name_with_nothing_around_it_goes_first():
    assert fields_of("Ticket: Agent,Assignee,Custom field (Agent)") == {"agent": "Assignee"}


@pytest.mark.parametrize(
    ("header", "field", "column"),
    [
        ("Closed,Closed Date,Resolved at", "closed_at", "Closed Date"),
        ("Resolved,Resolution date", "resolved_at", "Resolution date"),
        ("number,Ticket ID", "external_id", "Ticket ID"),
        ("接入时间,会话开始时间", "opened_at", "会话开始时间"),
        ("接入时间,会话ID", "opened_at", "接入时间"),
    ],
)
def test_a_vague_name_gives_way(header, field, column):
    assert fields_of(header)[field] == column


@pytest.mark.parametrize("name", ["call", "Date of Purchase", "Time to first agent reply"])
def test_what_is_no_name_of_a_field(name):
    assert recognise([name]) == {}
