"""What files tell of bots: their first reply, and the hand-off to people."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.db import Database, migrate
from bot.services.figures.stats import Question, stats
from bot.services.imports import revised
from tests.imports.conftest import NOW
from tests.imports.test_import import at
from tests.imports.test_messages import TALK, said

OPENED = {"created_at": "2026-11-02T10:00:00Z"}
COLUMNS = ("bot_first_response_at", "handed_off_at", "after_bot_at")
STORIES = [
    # A bot at 10:00:02, asked on at 10:05 and answered by a person at 10:08.
    ("asked on", [("10:00:00", "customer"), ("10:00:02", "bot"), ("10:05:00", "customer"),
                  ("10:08:00", "agent")]),
    # The bot speaks last, at 10:00:04, before a person does at 10:02:04.
    ("left", [("10:00:00", "customer"), ("10:00:04", "机器人"), ("10:02:04", "agent")]),
    # The source tells the hand-off: 10:01, answered at 10:02.
    ("told", [("10:00:00", "customer"), ("10:00:06", "bot"), ("10:01:00", "转人工"),
              ("10:02:00", "agent")]),
    ("waits", [("10:00:00", "customer"), ("10:00:08", "bot"), ("10:01:00", "handoff")]),
    ("campaign", [("10:00:00", "campaign"), ("10:30:00", "customer"), ("10:31:00", "agent")]),
    ("people", [("10:00:00", "customer"), ("10:03:00", "agent")]),
]  # fmt: skip


def tickets(stories=STORIES):
    return [OPENED | {"id": name, "messages": said(*story)} for name, story in stories]


def of_bots(desk):
    return {
        name: tuple(ticket[column] and f"{ticket[column]:%H:%M:%S}" for column in COLUMNS)
        for name, ticket in desk.tickets.items()
    }


TOLD = {
    "asked on": ("10:00:02", None, "10:05:00"),
    "left": ("10:00:04", None, "10:00:04"),
    "told": ("10:00:06", "10:01:00", "10:00:06"),
    "waits": ("10:00:08", "10:01:00", None),
    "campaign": (None, None, None),
    "people": (None, None, None),
}


@pytest.fixture
async def database(database_url):
    opened = Database(database_url)
    yield opened
    await opened.close()


async def figures(database, by=None):
    return await stats(database, Question("Desk", "2026-11-02..2026-11-02", by=by), NOW)


def test_messages_tell_of_bots(desk):
    desk.lines(*tickets())
    assert of_bots(desk) == TOLD


async def test_their_figures_are_those_worked_by_hand(desk, database):
    desk.lines(*tickets())
    made = (await figures(database)).figures
    # 2, 4, 6 and 8 s; 180, 120 and 60 s; people: 60, 120, 124, 180 and 480 s.
    assert (made.bot_first_response_seconds, made.bot_replies_timed) == (5, 4)
    assert (made.handover_response_seconds, made.handovers_timed) == (120, 3)
    assert (made.frt_median_seconds, made.answered) == (124, 5)


async def test_where_no_bot_is_told_of_there_is_no_data(desk, database):
    desk.lines(*tickets(STORIES[-2:]))
    made = (await figures(database)).figures
    assert (made.bot_first_response_seconds, made.bot_replies_timed) == (None, 0)
    assert (made.handover_response_seconds, made.handovers_timed) == (None, 0)
    assert made.answered == 2


CSV = (
    "id,created,first response at,{},{}\n"
    "1,2026-11-02 10:00:00,2026-11-02 10:10:00,{},2026-11-02 10:04:00\n"
    "2,2026-11-02 10:00:00,2026-11-02 10:10:00,,\n"
)


@pytest.mark.parametrize(
    ("names", "cell"),
    [
        (("Bot first response at", "Handed off at"), "2026-11-02 10:00:30"),
        (("First bot reply time (sec)", "Handover time"), "30"),
        (("Bot first response time", "Bot Transfer Time"), "0:00:30"),
        (("机器人首次响应时间", "转人工时间"), "2026-11-02 10:00:30"),
        (("机器人首次响应时长（秒）", "机器人转人工时间"), "30"),
        (("bot_first_response_minutes", "handed_off_at"), "0.5"),
    ],
)
async def test_columns_tell_of_bots(desk, database, names, cell):
    result = desk.load(CSV.format(*names, cell))
    assert (result.unused, result.quarantined, result.notes) == ((), 0, ())
    first = desk.tickets["1"]
    assert first["bot_first_response_at"] == at(2026, 11, 2, 10) + timedelta(seconds=30)
    assert first["handed_off_at"] == at(2026, 11, 2, 10, 4)
    made = (await figures(database)).figures
    assert (made.bot_first_response_seconds, made.bot_replies_timed) == (30, 1)
    assert (made.handover_response_seconds, made.handovers_timed) == (360, 1)


def test_a_bot_s_first_response_is_not_that_of_people(desk):
    result = desk.load("id,created,机器人首次响应时间\n1,2026-11-02 10:00,2026-11-02 10:01\n")
    ticket = desk.tickets["1"]
    assert (ticket["first_response_at"], ticket["response_told"]) == (None, False)
    assert "responses" in result.untold


@pytest.mark.parametrize(
    ("cells", "flag"),
    [
        ("2026-11-02 09:59:59,", "bot_before_opening"),
        (",2026-11-02 09:59:59", "handed_off_before_opening"),
    ],
)
def test_a_bot_before_the_opening_is_flagged(desk, cells, flag):
    header = "id,created,bot first response at,handed off at\n"
    result = desk.load(f"{header}1,2026-11-02 10:00:00,{cells}\n")
    assert result.flags == {flag: 1}


def test_messages_without_bots_leave_what_a_column_told(desk):
    talk = TALK | {"messages": said(("10:00:00", "customer"), ("10:06:00", "agent"))}
    told = {"bot_first_response_at": "2026-11-02T10:00:01Z"}
    desk.lines(talk | told | {"handed_off_at": "2026-11-02T10:02:00Z"})
    assert of_bots(desk) == {"5": ("10:00:01", "10:02:00", None)}


def test_messages_without_an_event_leave_the_hand_off_that_is_known(desk):
    header = "id,created,handed off at\n"
    desk.load(f"{header}5,2026-11-02 10:00:00,2026-11-02 10:04:00\n", source="desk")
    desk.lines(TALK, source="desk")
    assert of_bots(desk) == {"5": ("10:03:00", "10:04:00", "10:03:00")}
    told = [*TALK["messages"], *said(("10:05:00", "handoff"))]
    desk.lines(TALK | {"messages": told}, source="desk")
    assert of_bots(desk) == {"5": ("10:03:00", "10:05:00", "10:03:00")}


def test_the_last_known_of_a_ticket_may_be_a_bot_s(desk):
    row = "1,2026-11-02 10:00:00,2026-11-02 10:09:00,Closed\n"
    desk.load("id,created,bot first response at,status\n" + row)
    assert desk.tickets["1"]["ended_at"] == at(2026, 11, 2, 10, 9)


async def test_what_a_later_file_tells_otherwise_is_kept_and_changes_no_verdict(desk, database):
    desk.lines(*tickets())
    later = NOW + timedelta(hours=1)
    slower = [(name, [(time.replace("10:00:02", "10:00:03"), kind) for time, kind in story])
              for name, story in STORIES]  # fmt: skip
    result = desk.lines(*tickets(slower), now=later)
    assert result.updated == 1
    query = text("SELECT external_id, field, before, after FROM ticket_revisions")
    with desk.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(query)]
    before, after = (f"2026-11-02T10:00:0{second}+00:00" for second in (2, 3))
    assert found == [("asked on", "bot_first_response_at", before, after)]
    assert await revised.turned(database, 1, result.number, later) == 0


def test_tickets_from_before_are_understood_alike(desk, database_url):
    """What the messages of tickets tell that were taken in before it was kept."""
    at_once = ("at once", [("10:00:00", "customer"), ("10:00:00", "bot"), ("10:01:00", "agent")])
    greeted = ("greeted", [("10:00:00", "bot"), ("10:00:00", "customer"), ("10:01:00", "agent")])
    asked = ("asked", [*STORIES[4][1][:2], ("10:30:01", "bot"), ("10:31:00", "agent")])
    later = ("later", [("10:00:06", "bot"), ("10:01:00", "agent")])
    desk.lines(*tickets([*STORIES, at_once, greeted, asked, later]))
    told = of_bots(desk)
    assert told["asked"] == (None, None, "10:30:01")
    assert (told["at once"][0], told["greeted"][0]) == ("10:00:00", None)
    assert told["later"] == ("10:00:06", None, "10:00:06")
    migrate(database_url, "0019")
    migrate(database_url)
    assert of_bots(desk) == told
