"""A channel of Slack as tickets: who asked, who answered, what is solved, and what is gone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.channels import DAYS_BACK, Team, pages

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
START = NOON - timedelta(days=30)
ANA, BO, CUSTOMER, OTHER = "U0ANA", "U0BO", "U0CUST", "U0OTHER"
TEAM = Team({ANA: "Ana", BO: "Bo"})


def ts(minutes):
    return f"{(NOON + timedelta(minutes=minutes)).timestamp():.6f}"


class Channel:
    """A channel that is written in, and read as Slack lets it be read."""

    def __init__(self):
        self.messages, self.cursor, self.rows, self.read = [], {}, {}, []

    def say(self, minutes, who=CUSTOMER, text="…", under=None, **more):
        message = {"ts": ts(minutes), "user": who, "text": text, **more}
        if under is not None:
            message["thread_ts"] = under["ts"]
        self.messages.append(message)
        return message

    def _facts(self, one):
        under = [each for each in self.messages if self._is_under(each, one)]
        if not under:
            return one
        latest = max(each["ts"] for each in under)
        return one | {"thread_ts": one["ts"], "reply_count": len(under), "latest_reply": latest}

    def _is_under(self, each, one):
        return each.get("thread_ts") == one["ts"] and each is not one

    async def history(self, _channel_id, oldest):
        tops = [one for one in self.messages if "thread_ts" not in one]
        shown = [self._facts(one) for one in reversed(tops) if float(one["ts"]) > oldest]
        for start in range(0, len(shown), 3):
            yield shown[start : start + 3]

    async def replies(self, _channel_id, root):
        self.read.append(root)
        (top,) = [one for one in self.messages if one["ts"] == root]
        yield [self._facts(top)]
        yield [one for one in self.messages if self._is_under(one, top)]

    async def pull(self, minutes=60, team=TEAM, since=START):
        now = NOON + timedelta(minutes=minutes)
        given = []
        async for page in pages(self, "C1", team, self.cursor, (since, now)):
            given += page.rows
            self.cursor = page.cursor
        self.rows |= {row["external_id"]: row for row in given}
        return given


@pytest.fixture
def channel():
    return Channel()


def said(row):
    return [(one["kind"], one["author"]) for one in row["messages"]]


async def test_a_question_answered_in_its_thread(channel):
    asked = channel.say(0, text="The printer  is\n on fire")
    channel.say(4, ANA, under=asked)
    channel.say(5, CUSTOMER, under=asked)
    (row,) = await channel.pull()
    assert row["external_id"] == asked["ts"]
    assert row["opened_at"] == NOON.isoformat()
    assert said(row) == [("customer", None), ("agent", "Ana"), ("customer", None)]
    assert (row["agent"], row["subject"]) == ("Ana", "The printer is on fire")
    assert (row["status"], row["resolved_at"], row["excluded"]) == ("open", None, None)


@pytest.mark.parametrize(("minutes", "tickets"), [(5, 1), (5.1, 2)])
async def test_what_one_writes_within_five_minutes_is_one(channel, minutes, tickets):
    channel.say(0)
    channel.say(minutes)
    channel.say(1, OTHER)
    assert len([row for row in await channel.pull() if row["customer"] == CUSTOMER]) == tickets


async def test_an_answer_in_the_channel(channel):
    asked = channel.say(0)
    channel.say(3, BO, "Looking")
    channel.say(5, CUSTOMER, "Thanks")
    (row,) = await channel.pull()
    assert row["external_id"] == asked["ts"]
    assert said(row) == [("customer", None), ("agent", "Bo"), ("customer", None)]


async def test_an_answer_in_the_channel_is_for_whom_it_names_else_for_the_latest(channel):
    first, second = channel.say(0), channel.say(1, OTHER)
    channel.say(2, ANA, f"<@{CUSTOMER}> done")
    channel.say(3, BO, "done")
    rows = {row["external_id"]: said(row) for row in await channel.pull()}
    assert rows[first["ts"]] == [("customer", None), ("agent", "Ana")]
    assert rows[second["ts"]] == [("customer", None), ("agent", "Bo")]


async def test_what_the_team_says_by_itself_is_no_ticket(channel):
    channel.say(0, ANA, "Good morning")
    channel.say(40, CUSTOMER)
    channel.say(80, BO, "Lunch?")
    (row,) = await channel.pull(90)
    assert said(row) == [("customer", None)]


@pytest.mark.parametrize(
    "odd",
    [
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"bot_id": "B1"},
        {"subtype": "bot_message", "user": None},
    ],
)
async def test_joins_and_bots_open_no_ticket(channel, odd):
    channel.say(0, **{"who": OTHER, **{k: v for k, v in odd.items() if k != "user"}})
    assert await channel.pull() == []


async def test_a_bot_in_the_thread_is_no_person(channel):
    asked = channel.say(0)
    channel.say(1, "U0BOT", under=asked, bot_id="B1")
    channel.say(9, ANA, under=asked)
    (row,) = await channel.pull()
    assert [kind for kind, _ in said(row)] == ["customer", "bot", "agent"]


async def test_somebody_of_another_workspace_is_a_customer(channel):
    asked = channel.say(0, "U0ELSE", user_team="T0ELSE")
    (row,) = await channel.pull()
    assert (row["external_id"], row["customer"]) == (asked["ts"], "U0ELSE")


async def test_a_tick_solves_from_when_it_was_seen_and_its_end_opens_again(channel):
    asked = channel.say(0)
    await channel.pull(10)
    asked["reactions"] = [{"name": "white_check_mark", "users": [ANA]}]
    (row,) = await channel.pull(11)
    assert row["resolved_at"] == (NOON + timedelta(minutes=11)).isoformat()
    channel.say(13, ANA, under=asked)
    (row,) = await channel.pull(14)
    assert row["resolved_at"] == (NOON + timedelta(minutes=11)).isoformat()
    asked["reactions"] = [{"name": "eyes", "users": [ANA]}]
    (row,) = await channel.pull(15)
    assert (row["resolved_at"], row["status"]) == (None, "open")


async def test_what_did_not_change_is_not_read_again(channel):
    asked, other = channel.say(0), channel.say(20, OTHER)
    channel.say(1, ANA, under=asked)
    assert len(await channel.pull(30)) == 2
    assert await channel.pull(31) == []
    channel.say(32, BO, under=other)
    assert [row["external_id"] for row in await channel.pull(33)] == [other["ts"]]
    assert channel.read == [asked["ts"], other["ts"]]


async def test_an_edit_is_seen(channel):
    asked = channel.say(0, text="The prniter")
    await channel.pull()
    asked |= {"text": "The printer", "edited": {"ts": ts(3)}}
    (row,) = await channel.pull(61)
    assert row["subject"] == "The printer"


async def test_a_question_that_is_deleted_is_out(channel):
    asked, kept = channel.say(0), channel.say(20, OTHER)
    channel.say(21, ANA, under=kept)
    await channel.pull(30)
    channel.messages.remove(asked)
    kept |= {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
    rows = {row["external_id"]: row["excluded"] for row in await channel.pull(31)}
    assert rows == {asked["ts"]: "deleted", kept["ts"]: "deleted"}
    assert await channel.pull(32) == []


async def test_a_pull_that_is_cut_goes_on(channel):
    for number in range(50):
        channel.say(number * 6)
    now = NOON + timedelta(hours=6)
    async for page in pages(channel, "C1", TEAM, {}, (START, now)):
        first, channel.cursor = page.rows, page.cursor
        break
    rest = await channel.pull(360)
    ids = [row["external_id"] for row in (*first, *rest)]
    assert (len(first), len(ids), len(set(ids))) == (20, 50, 50)


async def test_what_goes_on_with_a_ticket_out_of_sight_is_no_new_one(channel):
    channel.say(0)
    channel.say(4)
    await channel.pull(5)
    edge = DAYS_BACK * 24 * 60 + 2
    assert await channel.pull(edge) == []
    assert await channel.pull(edge + 1) == []
    assert len(channel.rows) == 1


async def test_what_is_out_of_sight_is_not_gone(channel):
    channel.say(0)
    await channel.pull(5)
    assert await channel.pull(DAYS_BACK * 24 * 60 + 60) == []


async def test_who_joins_the_team_answers_from_then_on(channel):
    asked = channel.say(0)
    channel.say(2, OTHER, under=asked)
    await channel.pull()
    later = channel.say(100)
    channel.say(102, OTHER, under=later)
    rows = await channel.pull(110, Team({OTHER: "Oli"}))
    assert said(rows[-1])[-1] == ("agent", "Oli")
