import pytest

from bot.sources.columns import DURATIONS, FIELDS, recognise
from bot.sources.files.header import unique_names


def names(*header):
    return {field: columns[0] for field, columns in recognise(header).items()}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            (
                "Status,Ticket ID,Priority,Source,Topic,Agent Group,Agent Name,Created time,"
                "Expected SLA to resolve,First response time,SLA For first response,"
                "Resolution time,Close time,Agent interactions,Survey results,Support Level"
            ),
            {
                "external_id": "Ticket ID",
                "opened_at": "Created time",
                "first_response_at": "First response time",
                "resolved_at": "Resolution time",
                "channel": "Source",
                "agent": "Agent Name",
                "group": "Agent Group",
                "category": "Topic",
                "replies": "Agent interactions",
                "csat_score": "Survey results",
            },
        ),
        (
            (
                "Ticket ID,Created time,Resolved time,Closed time,Initial response time,"
                "First response time (in hrs),Resolution time (in hrs)"
            ),
            {"first_response_at": "Initial response time", "resolved_at": "Resolved time"},
        ),
        (
            (
                "Id,Requester,Assignee,Via,Ticket type,Created at,Solved at,Satisfaction Score,"
                "First reply time in minutes"
            ),
            {
                "customer": "Requester",
                "channel": "Via",
                "kind": "Ticket type",
                "resolved_at": "Solved at",
                "first_response_minutes": "First reply time in minutes",
            },
        ),
        (
            (
                "number,opened_at,resolved_at,closed_at,state,contact_type,assigned_to,"
                "assignment_group,short_description,caller_id"
            ),
            {
                "external_id": "number",
                "channel": "contact_type",
                "agent": "assigned_to",
                "subject": "short_description",
            },
        ),
        (
            (
                "Conversation ID,Conversation started at (America/New_York),"
                "Time to first reply (seconds)"
            ),
            {
                "opened_at": "Conversation started at (America/New_York)",
                "first_response_seconds": "Time to first reply (seconds)",
            },
        ),
        (
            "工单编号,创建时间,首次响应时长（分钟）,解决时间,关闭时间,受理客服,受理客服组,来源渠道,满意度",
            {
                "external_id": "工单编号",
                "first_response_minutes": "首次响应时长（分钟）",
                "resolved_at": "解决时间",
                "agent": "受理客服",
                "group": "受理客服组",
                "channel": "来源渠道",
                "csat_score": "满意度",
            },
        ),
    ],
)
def test_what_helpdesks_export(header, expected):
    found = names(*header.split(","))
    assert {field: found.get(field) for field in expected} == expected


@pytest.mark.parametrize("solving", ["Resolved at", "Resolution time (in hrs)", "解决时间"])
def test_a_close_time_is_no_resolution_where_there_is_one(solving):
    found = names("id", "created", solving, "Closed at")
    assert found["closed_at"] == "Closed at"
    assert solving in found.values()


@pytest.mark.parametrize("closing", ["Close time", "Closed Date", "关闭时间", "会话结束时间"])
def test_a_close_time_stands_for_the_resolution_where_there_is_none(closing):
    assert names("id", "created", closing)["resolved_at"] == closing


def test_case_spaces_and_underscores_do_not_matter():
    assert names("TICKET_ID", " created  AT ") == {
        "external_id": "TICKET_ID",
        "opened_at": " created  AT ",
    }


def test_every_field_is_recognised_by_its_own_name():
    for field in set(FIELDS) - set(DURATIONS) - {"closed_at"}:
        assert names(field) == {field: field}
    assert names("resolved_at", "closed_at")["closed_at"] == "closed_at"
    for field in DURATIONS:
        assert names(field) == {field: field}


def test_names_become_unique():
    assert unique_names(["a", "", "a", " a  b "]) == ("a", "column 2", "a (2)", "a b")
