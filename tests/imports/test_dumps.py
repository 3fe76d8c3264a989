"""What helpdesks' programming interfaces answer, taken in as it is."""

import json
from datetime import UTC, datetime

import pytest

from bot.errors import BotError
from bot.text import LANGUAGES, t

OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
UNIX = int(OPENED.timestamp())

ZENDESK = {
    "id": 7,
    "external_id": None,
    "created_at": "2026-11-02T09:00:00Z",
    "status": "solved",
    "via": {"channel": "email", "source": {"from": {}, "rel": None}},
    "tags": ["a", "b"],
    "custom_fields": [{"id": 1, "value": None}],
    "satisfaction_rating": {"score": "good", "id": 4},
    "metric_set": {
        "reply_time_in_minutes": {"calendar": 5, "business": 1},
        "solved_at": "2026-11-02T10:00:00Z",
        "replies": 2,
    },
}
FRESHDESK = {
    "id": 7,
    "created_at": "2026-11-02T09:00:00Z",
    "status": 5,
    "stats": {
        "first_responded_at": "2026-11-02T09:05:00Z",
        "resolved_at": "2026-11-02T10:00:00Z",
        "closed_at": "2026-11-05T10:00:00Z",
    },
}
INTERCOM = {
    "type": "conversation",
    "id": "7",
    "created_at": UNIX,
    "state": "closed",
    "source": {"type": "email"},
    "conversation_rating": {"rating": 5, "contact": {"id": "x"}},
    "statistics": {
        "first_admin_reply_at": UNIX + 300,
        "time_to_admin_reply": 60,
        "last_close_at": UNIX + 3_600,
    },
}
CHATWOOT = {
    "id": 7,
    "created_at": UNIX,
    "timestamp": UNIX + 9_000,
    "first_reply_created_at": UNIX + 300,
    "status": "resolved",
    "meta": {"channel": "Channel::Email", "assignee": {"name": "Ann"}, "sender": {"email": "c@x"}},
    "messages": [{"id": 1, "content": "hi", "message_type": 0, "created_at": UNIX}],
    "custom_attributes": {},
}
ZAMMAD = {
    "id": 1,
    "number": "7",
    "group": "Desk",
    "owner": "Ann",
    "created_at": "2026-11-02T09:00:00.000Z",
    "first_response_at": "2026-11-02T09:05:00.000Z",
    "first_response_in_min": 5,
    "close_at": "2026-11-02T10:00:00.000Z",
}
JIRA = {
    "id": "10001",
    "key": "7",
    "fields": {
        "created": "2026-11-02T09:00:00.000+0000",
        "resolutiondate": "2026-11-02T10:00:00.000+0000",
        "status": {"name": "Done"},
        "summary": "help",
        "assignee": {"displayName": "Ann"},
        "customfield_10030": {
            "id": "1",
            "name": "Time to first response",
            "completedCycles": [
                {"stopTime": {"epochMillis": UNIX * 1000 + 300_000}, "elapsedTime": {"millis": 1}},
                {"stopTime": {"epochMillis": UNIX * 1000 + 900_000}, "elapsedTime": {"millis": 1}},
            ],
        },
    },
}
SERVICENOW = {
    "number": {"display_value": "7", "value": "7"},
    "opened_at": {"display_value": "02/11/2026 10:00", "value": "2026-11-02 09:00:00"},
    "resolved_at": {"display_value": "02/11/2026 11:00", "value": "2026-11-02 10:00:00"},
    "assigned_to": {"display_value": "Ann", "value": "6816", "link": "https://x/6816"},
    "contact_type": "email",
}


def seconds(ticket, name):
    return ticket[name] and (ticket[name] - ticket["opened_at"]).total_seconds()


@pytest.mark.parametrize(
    ("whole", "answered", "solved", "told"),
    [
        ({"tickets": [ZENDESK], "count": 1}, 300, 3_600, {"channel": "email", "replies": 2}),
        ([FRESHDESK], 300, 3_600, {"csat": None}),
        ({"conversations": [INTERCOM]}, 300, 3_600, {"channel": "email", "csat": 5}),
        ({"data": {"meta": {}, "payload": [CHATWOOT]}}, 300, None, {"agent": "Ann"}),
        ([ZAMMAD], 300, 3_600, {"agent": "Ann", "group_name": "Desk"}),
        ({"total": 1, "issues": [JIRA]}, 300, 3_600, {"agent": "Ann", "subject": "help"}),
        ({"result": [SERVICENOW]}, None, 3_600, {"agent": "Ann", "channel": "email"}),
    ],
    ids=["zendesk", "freshdesk", "intercom", "chatwoot", "zammad", "jira", "servicenow"],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_it_is_read(desk, whole, answered, solved, told, indent):
    result = desk.load(json.dumps(whole, indent=indent), "d.json", team_zone="Asia/Shanghai")
    assert (result.created, result.reasons, result.notes) == (1, {}, ())
    ticket = desk.tickets["7"]
    assert ticket["opened_at"] == OPENED
    assert seconds(ticket, "first_response_at") == answered
    assert seconds(ticket, "first_solved_at") == solved
    assert {name: ticket[name] for name in told} == told


def test_a_dump_with_a_ticket_a_line_is_read_as_well(desk):
    desk.lines(INTERCOM, INTERCOM | {"id": "8", "created_at": UNIX + 60})
    assert {name: seconds(one, "first_response_at") for name, one in desk.tickets.items()} == {
        "7": 300,
        "8": 240,
    }


def test_what_is_not_answered_yet_waits(desk):
    waiting = json.loads(json.dumps(JIRA))
    field = waiting["fields"]["customfield_10030"]
    field["completedCycles"] = []
    field["ongoingCycle"] = {"startTime": {"epochMillis": UNIX * 1000}}
    unanswered = CHATWOOT | {"first_reply_created_at": 0}
    for name, ticket in {"jira": waiting, "chatwoot": unanswered}.items():
        result = desk.load(json.dumps([ticket]), "d.json", source=name)
        assert (result.created, result.notes) == (1, ())
        assert desk.rows_of(name)[0]["first_response_at"] is None


@pytest.mark.parametrize(
    "ticket",
    [
        {"id": "9", "created_at": UNIX, "statistics": {"time_to_admin_reply": 300}},
        {"id": "9", "created_at": UNIX, "sla": {"first_reply": {"business_minutes": 3}}},
        {"id": "9", "created_at": UNIX, "工作时间内首次回复": 3},
    ],
)
def test_a_first_response_that_is_not_read_is_said(desk, ticket):
    result = desk.lines(ticket)
    (note,) = result.notes
    assert note.key == "import.note.unused_response"
    for language in LANGUAGES:
        assert str(note.params["columns"]) in t(language, note.key, **note.params)
    assert desk.tickets["9"]["first_response_at"] is None


PLAIN = {"id": 1, "created_at": "2026-11-02T09:00:00Z", "text": 'a "quoted" ] } [ { \\'}


def test_bad_elements_are_set_aside_and_the_rest_goes_in(desk):
    good = json.dumps(PLAIN)
    parts = [good, '{"id": 2, "created_at" }', "3", "[]", good.replace("1", "5", 1)]
    result = desk.load("[" + ",\n".join(parts) + "]", "d.json")
    assert result.created == 2
    assert [(row, reason) for row, _, _, reason in desk.bad] == [
        (2, "not_json"),
        (3, "not_json"),
        (4, "not_json"),
    ]


def test_a_dump_that_was_cut_off_loses_its_last_ticket_only(desk):
    whole = json.dumps([PLAIN | {"id": number} for number in range(3)])
    result = desk.load(whole[:-20], "d.json")
    assert (result.created, result.reasons) == (2, {"not_json": 1})


@pytest.mark.parametrize("length", [3 << 20, 20 << 20])
def test_a_ticket_of_many_megabytes_does_not_stop_the_next(desk, length):
    long = {"id": 2, "text": '\\"]}' * 1_000 + "x" * length, "x": [1]}
    tickets = [PLAIN, long | {"created_at": PLAIN["created_at"]}, PLAIN | {"id": 3}]
    result = desk.load(json.dumps({"users": [long], "tickets": tickets}), "d.json")
    assert {"1", "3"} <= set(desk.tickets)
    assert result.created + result.quarantined == 3


def test_thousands_of_tickets_are_read_across_pieces(desk):
    tickets = [PLAIN | {"id": number, "pad": "é" * 500} for number in range(4_000)]
    assert desk.load(json.dumps(tickets, ensure_ascii=False), "d.json").created == 4_000


def test_an_array_inside_one_ticket_makes_no_dump_of_it(desk):
    line = PLAIN | {"items": [{"id": 9, "created_at": "2020-01-01T00:00:00Z"}]}
    assert desk.load(json.dumps(line), "d.json").created == 1
    assert set(desk.tickets) == {"1"}


def page(*numbers, **more):
    return more | {"tickets": [ZENDESK | {"id": number} for number in numbers]}


def pretty(value):
    return json.dumps(value, indent=1)


PAGES = page(1, 2, count=3, next="x"), page(3, users=[{"id": 5, "name": "]}"}])
BARE = [ZENDESK | {"id": number} for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "content",
    [
        "".join(map(json.dumps, PAGES)),
        "\n".join(map(json.dumps, PAGES)) + "\n",
        "\n".join(map(pretty, PAGES)),
        json.dumps(PAGES),
        pretty([PAGES[0], page(), PAGES[1]]),
        "".join(json.dumps(one["tickets"]) for one in PAGES),
        json.dumps([one["tickets"] for one in PAGES]),
        json.dumps({"data": {"payload": BARE[:2], "meta": {}}}) + json.dumps({"data": BARE[2:]}),
        "\n".join(map(pretty, BARE)),
        "".join(map(json.dumps, BARE)),
        ",\n".join(map(pretty, BARE)),
    ],
    ids=["joined", "a line each", "pretty", "array", "an empty one", "arrays", "array of arrays",
         "nested", "pretty tickets", "tickets joined", "with commas"],
)  # fmt: skip
def test_pages_after_each_other_are_read_as_one(desk, content):
    result = desk.load(content, "d.json")
    assert (result.created, result.reasons, result.notes) == (3, {}, ())
    assert [one["import_row"] for one in desk.tickets.values()] == [1, 2, 3]
    assert {seconds(one, "first_response_at") for one in desk.tickets.values()} == {300}


def test_a_page_may_be_larger_than_a_ticket_may_be(desk):
    pages = [page(number, number + 1, pad=["x" * 1_000] * 9_000) for number in (1, 3)]
    for whole in (json.dumps(pages), "\n".join(map(json.dumps, pages))):
        result = desk.load(whole, "d.json", source=str(len(whole)))
        assert (result.created, result.quarantined) == (4, 0)


def test_a_page_that_says_something_else_is_set_aside(desk):
    pages = [PAGES[0], {"error": "Rate limit", "retry": [1, {"after": 3}]}, PAGES[1]]
    result = desk.load("\n".join(map(json.dumps, pages)), "d.json")
    assert (result.created, result.reasons) == (3, {"no_tickets": 1})
    assert desk.bad[0][2].startswith('{"error": "Rate limit"')


def test_a_bad_ticket_of_a_page_is_set_aside_alone(desk):
    pages = [json.dumps(one) for one in (*PAGES, page(4))]
    result = desk.load(pages[0] + pages[1].replace('"id": 3', '"id": 3,,') + pages[2], "d.json")
    assert (result.created, result.reasons) == (3, {"not_json": 1})
    assert set(desk.tickets) == {"1", "2", "4"}


def test_pages_of_which_only_a_map_knows_the_columns(desk):
    pages = [{"items": [{"nr": number, "born": "2026-11-02 09:00"}]} for number in (1, 2)]
    columns = {"external_id": "nr", "opened_at": "Born"}
    assert desk.load("\n".join(map(json.dumps, pages)), "d.json", columns=columns).created == 2


def test_tickets_that_hold_lists_are_no_pages(desk):
    inner = {"id": 9, "created_at": "2020-01-01T00:00:00Z"}
    tickets = [PLAIN | {"id": number, "conversations": [inner]} for number in (1, 2)]
    for content in (json.dumps(tickets), "\n".join(map(json.dumps, tickets)), pretty(tickets)):
        desk.load(content, "d.json")
    assert set(desk.tickets) == {"1", "2"}


def test_json_without_tickets_is_refused(desk):
    for content in ('{"users": [{"id": 1}],\n"tickets": 3}', "[1, 2]", '{"data": {"a": []}}'):
        with pytest.raises(BotError) as refused:
            desk.load(content, "d.json")
        assert refused.value.key in {"import.not_json_lines", "import.missing_column"}
