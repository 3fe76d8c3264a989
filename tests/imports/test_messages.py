import json

from bot.models import PhraseCount, Team, TicketMessage
from bot.sources.files.table import RawMessage
from bot.sources.phrases import Phrases
from bot.text import LANGUAGES, t
from tests.imports.test_import import at

DAY = "2026-11-02T"


def said(*messages):
    names = ("at", "kind", "author")
    return [dict(zip(names, (DAY + time + "Z", *rest), strict=False)) for time, *rest in messages]


TALK = {
    "id": 5,
    "created_at": "2026-11-02T10:00:00Z",
    "messages": said(
        ("10:00:00", "customer"),
        ("10:02:00", "customer"),
        ("10:03:00", "bot", "Robo"),
        ("10:06:00", "agent", "Ann"),
        ("11:00:00", "customer"),
        ("11:01:00", "note", "Bo"),
        ("11:10:00", "agent", "Bo"),
        ("11:12:00", "agent", "Bo"),
    ),
}


def test_messages_tell_the_first_response_and_the_turns(desk):
    desk.lines(TALK)
    ticket = desk.tickets["5"]
    assert ticket["first_response_at"] == at(2026, 11, 2, 10, 6)
    assert (ticket["responder"], ticket["replies"]) == ("Ann", 3)
    seconds = [(stop - start) / 1e6 for start, stop in json.loads(ticket["turns"])]
    assert seconds == [360, 600]
    assert json.loads(ticket["turn_authors"]) == ["Ann", "Bo"]
    stored = desk.rows(TicketMessage)
    assert [row["kind"] for row in stored].count("agent") == 3
    assert [row["position"] for row in stored] == list(range(1, 9))
    assert stored[2]["author"] == "Robo"
    assert stored[0]["at"] == at(2026, 11, 2, 10)


def test_a_ticket_that_an_agent_opened_waits_from_the_customer(desk):
    silent = TALK | {"messages": said(("10:00:00", "agent", "Ann"))}
    desk.lines(
        silent,
        silent | {"id": 6, "messages": [*silent["messages"], *said(("10:30:00", "customer"))]},
    )
    assert desk.tickets["5"]["waits_from"] is None
    assert desk.tickets["5"]["first_response_at"] is None
    assert desk.tickets["6"]["waits_from"] == at(2026, 11, 2, 10, 30)


def test_a_customer_who_comes_back_and_is_answered_reopens(desk):
    solved = TALK | {"resolved_at": "2026-11-02T10:30:00Z", "status": "Solved"}
    thanks = {**solved, "id": 6, "messages": solved["messages"][:5]}
    desk.lines(solved, thanks)
    assert desk.tickets["5"]["reopened"]
    assert desk.tickets["5"]["resolver"] == "Ann"
    assert not desk.tickets["6"]["reopened"]


def test_messages_are_replaced_and_unchanged_ones_left(desk):
    desk.lines(TALK, TALK | {"id": 6})
    renamed = json.loads(json.dumps(TALK))
    renamed["messages"][5]["author"] = "Cy"
    result = desk.lines(renamed, TALK | {"id": 6})
    assert (result.updated, result.unchanged) == (1, 1)
    authors = [row["author"] for row in desk.rows(TicketMessage) if row["external_id"] == "5"]
    assert authors[5] == "Cy"
    shorter = desk.lines(TALK | {"messages": TALK["messages"][:4]})
    assert shorter.updated == 1
    assert len(desk.rows(TicketMessage)) == 4 + 8


def test_tickets_without_messages_keep_their_columns(desk):
    desk.lines(
        TALK,
        {
            "id": 6,
            "created_at": "2026-11-02T10:00:00Z",
            "agent": "Ann",
            "first_response_at": "2026-11-02T10:01:00Z",
        },
    )
    assert desk.tickets["6"]["first_response_at"] == at(2026, 11, 2, 10, 1)
    assert (desk.tickets["6"]["responder"], desk.tickets["6"]["turns"]) == ("Ann", None)


def test_bad_lines_are_set_aside(desk):
    lines = [
        json.dumps(TALK),
        "{not json",
        "[1, 2]",
        json.dumps(TALK | {"id": 7, "messages": [{"at": "soon", "kind": "agent"}]}),
        json.dumps(TALK | {"id": 8, "messages": [{"at": DAY, "kind": "parrot"}]}),
        json.dumps(TALK | {"id": 9, "messages": "none \ud800"}),
        json.dumps(TALK | {"id": {"nested": 1}}),
        json.dumps(TALK | {"id": "a\0b"}),
        json.dumps(TALK | {"id": "\ud800"}),
        '{"id": 1e309, "created_at": NaN}',
        '{"id": ' + "[" * 100_000 + "}",
        "",
        json.dumps(TALK | {"id": 10}),
    ]
    result = desk.load("\n".join(lines), name="tickets.jsonl")
    assert result.created == 2
    assert [(row, reason) for row, _, _, reason in desk.bad] == [
        (2, "not_json"),
        (3, "not_json"),
        (4, "unparsable_time"),
        (5, "unknown_message_kind"),
        (6, "not_messages"),
        (7, "not_text"),
        (8, "nul"),
        (9, "nul"),
        (10, "no_opened_at"),
        (11, "not_json"),
    ]


def phrases(desk, *told):
    with desk.engine.begin() as connection:
        connection.execute(Team.__table__.update().values(not_replies="\n".join(told)))


def texts(*told):
    return TALK | {
        "messages": [
            {**one, "text": text} for one, text in zip(TALK["messages"], told, strict=False)
        ]
    }


HELD = texts("help", "hello?", "hi", "您好, 请稍等。", "?", "note", "One moment!", "It is fixed.")


def test_a_reply_that_is_a_phrase_of_the_team_does_not_count(desk):
    phrases(desk, "您好，请稍等", "one moment")
    result = desk.lines(HELD)
    ticket = desk.tickets["5"]
    assert ticket["first_response_at"] == at(2026, 11, 2, 11, 12)
    assert (ticket["responder"], ticket["replies"]) == ("Bo", 1)
    assert [row["kind"] for row in desk.rows(TicketMessage)].count("auto") == 2
    (note,) = result.notes
    assert (note.key, note.params["n"]) == ("import.note.not_replies", 2)
    for language in LANGUAGES:
        assert "“您好，请稍等” × 1" in t(language, note.key, **note.params)


def counted(desk):
    return {one["phrase"]: one["met"] for one in desk.rows(PhraseCount)}


def test_how_many_replies_a_phrase_was_is_kept_beside_what_was_counted_before(desk):
    phrases(desk, "您好，请稍等", "one moment", "ok")
    desk.lines(HELD)
    assert counted(desk) == {"您好，请稍等": 1, "one moment": 1}
    assert desk.lines(HELD).status == "already"
    assert counted(desk) == {"您好，请稍等": 1, "one moment": 1}
    desk.lines(texts("", "one moment", "one moment") | {"id": 99})
    assert counted(desk)["one moment"] == 1, "none of these is a reply of an agent"
    desk.lines(HELD | {"id": 6})
    assert counted(desk) == {"您好，请稍等": 2, "one moment": 2}


def test_replies_up_to_when_a_helpdesk_was_heard_were_counted_before():
    met = Phrases(("ok",))
    replies = [RawMessage("", "agent", None, text) for text in ("OK", "ok!", "ok then", "Ok")]
    met.count(replies, [10, 20, 30, 40])
    assert met.met_after(None) == {"ok": 3}
    assert met.met_after(20) == {"ok": 1}


def test_a_phrase_counts_where_the_team_names_none_or_more_is_said(desk):
    assert desk.lines(HELD).notes == ()
    assert desk.tickets["5"]["first_response_at"] == at(2026, 11, 2, 10, 6)
    phrases(desk, "one moment")
    more = texts("", "one moment", "one moment", "One moment, it is the cable.", "", "one moment")
    assert desk.lines(more, source="more").notes == ()
    assert desk.rows_of("more")[0]["first_response_at"] == at(2026, 11, 2, 10, 6)


def test_the_same_file_is_read_again_once_the_phrases_are_others(desk):
    desk.lines(HELD)
    assert desk.lines(HELD).status == "already"
    phrases(desk, "您好请稍等")
    result = desk.lines(HELD)
    assert (result.status, result.updated) == ("done", 1)
    assert desk.tickets["5"]["first_response_at"] == at(2026, 11, 2, 11, 10)
    assert desk.lines(HELD).status == "already"


def test_html_and_emoji_are_told_apart(desk):
    phrases(desk, "请稍等", "👍")
    told = ["", "", "", "<p>请稍等&nbsp;</p>", "", "", "👍🏽", "👍️"]
    desk.lines(texts(*told))
    assert desk.tickets["5"]["first_response_at"] == at(2026, 11, 2, 11, 10)
    assert desk.tickets["5"]["replies"] == 1


def test_that_messages_come_without_texts_is_said(desk):
    phrases(desk, "one moment")
    assert [note.key for note in desk.lines(TALK).notes] == ["import.note.no_texts"]
    assert desk.load("id,created\n9,2026-11-02 09:00\n").notes == ()


def test_the_text_of_a_message_is_not_kept_where_its_row_is_set_aside(desk):
    desk.lines(TALK | {"messages": [{"kind": "agent", "text": "a secret"}]})
    assert desk.bad[0][3] == "unparsable_time"
    assert "secret" not in str(desk.everything())
