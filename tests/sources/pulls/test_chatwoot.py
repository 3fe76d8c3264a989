"""Chatwoot's list is walked from its top, and nothing that moves meanwhile is passed over."""

import asyncio
import json
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BotError
from bot.sources.pulls import Place, PullError
from bot.sources.pulls.chatwoot import Chatwoot
from bot.sources.pulls.chatwoot_rows import is_worth_events, messages_of
from bot.workspace.helpdesks.chatwoot import Account, chatwoot
from tests.sources.pulls.pulling import FAULTS, SECRETS, answering_oddly, pulling

_, TOKEN = SECRETS
LIST = "/api/v1/accounts/1/conversations"
STATUSES = {"solved": "resolved", "closed": "resolved"}


def place_at(address, token=TOKEN, account="1"):
    return Place(address, account, {"token": token})


def desk_of_chatwoot(**account):
    return pulling((chatwoot, Account), Chatwoot(), place_at, **{"token": TOKEN} | account)


@pytest.fixture
async def pulls():
    async with desk_of_chatwoot() as one:
        yield one


def stamp(at):
    return at and at.astimezone(UTC).replace(microsecond=0).isoformat()


def expected(ticket):
    """Return what a row has to say of a ticket, in so far as the desk knows it."""
    status = STATUSES.get(ticket.status, ticket.status)
    if ticket.solved_at and status != "resolved":
        status = "reopened"
    said = [(stamp(one.at), one.author if one.is_public else "note") for one in ticket.messages]
    return (
        stamp(ticket.updated_at),
        status,
        stamp(ticket.first_answered_at),
        stamp(ticket.first_solved_at),
        stamp(ticket.solved_at),
        ticket.agent and ticket.agent.name,
        sorted(said),
    )


def told(row):
    names = ("updated_at", "status", "first_response_at", "first_resolved_at", "resolved_at")
    said = [(one["at"], one["kind"]) for one in row["messages"] if one["author"] or is_bot(one)]
    return (*(row[name] for name in names), row["agent"], sorted(said))


def is_bot(message):
    return message["kind"] == "bot"


def check_whole(pulls):
    there = {str(one.id): one for one in pulls.desk.tickets.values() if not one.is_deleted}
    rows = {number: told(row) for number, row in pulls.rows.items() if number in there}
    assert rows == {number: expected(one) for number, one in there.items()}


async def test_every_conversation_of_many_pages_comes_once_the_newest_first(pulls):
    pulls.open(60)
    found = await pulls.pull()
    check_whole(pulls)
    assert [page.is_last for page in found] == [False, False, False, True]
    assert [row["external_id"] for page in found for row in page.rows] == [
        str(number) for number in range(60, 0, -1)
    ]
    assert pulls.cursor == {"since": int(pulls.at(59).timestamp())}


async def test_what_is_told_of_a_conversation(pulls):
    emma, group = pulls.desk.add_agent("Emma Young"), pulls.desk.add_group("Returns")
    ticket = pulls.desk.open(
        pulls.at(0), "Lost parcel", channel="Channel::WebWidget", priority="urgent", group=group
    )
    pulls.desk.write(ticket, pulls.at(20), "bot")
    pulls.desk.write(ticket, pulls.at(30), "agent", by=emma, is_public=False)
    pulls.desk.answer(ticket, pulls.at(157), emma)
    pulls.desk.solve(ticket, pulls.at(200))
    await pulls.pull()
    assert pulls.rows["1"] == {
        "external_id": "1",
        "opened_at": "2026-05-02T09:00:00+00:00",
        "first_response_at": "2026-05-02T09:02:37+00:00",
        "resolved_at": "2026-05-02T09:03:20+00:00",
        "first_resolved_at": "2026-05-02T09:03:20+00:00",
        "handed_off_at": None,
        "updated_at": "2026-05-02T09:03:20+00:00",
        "status": "resolved",
        "channel": "WebWidget",
        "agent": "Emma Young",
        "group": "Returns",
        "priority": "urgent",
        "customer": "ada@example.com",
        "subject": "Lost parcel",
        "messages": [
            {"at": "2026-05-02T09:00:00+00:00", "kind": "customer", "author": "Ada Byron"},
            {"at": "2026-05-02T09:00:20+00:00", "kind": "bot", "author": "Bot"},
            {"at": "2026-05-02T09:00:30+00:00", "kind": "note", "author": "Emma Young"},
            {"at": "2026-05-02T09:02:37+00:00", "kind": "agent", "author": "Emma Young"},
            {"at": "2026-05-02T09:03:20+00:00", "kind": "note", "author": None},
        ],
    }


async def test_every_row_has_the_same_keys(pulls):
    first, second, *_ = pulls.open(4)
    pulls.desk.answer(first, pulls.at(60), pulls.desk.add_agent("Emma Young"))
    pulls.desk.solve(second, pulls.at(60))
    await pulls.pull()
    assert len({frozenset(row) for row in pulls.rows.values()}) == 1
    assert pulls.rows["3"]["first_response_at"] is None


OUT = {"message_type": 1, "created_at": 1}
USER = {"type": "user", "name": "Emma"}


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ({"message_type": 0}, "customer"),
        (OUT | {"sender": USER}, "agent"),
        (OUT | {"sender_type": "User"}, "agent"),
        (OUT | {"sender": USER, "private": True}, "note"),
        (OUT | {"sender": USER, "content_attributes": {"automation_rule_id": 3}}, "auto"),
        (OUT | {"sender": USER, "additional_attributes": {"campaign_id": 3}}, "bot"),
        (OUT | {"sender": {"type": "agent_bot"}}, "bot"),
        (OUT | {"sender": {"type": "captain_assistant"}}, "bot"),
        (OUT | {"content_attributes": {"external_echo": True}}, "agent"),
        (OUT, "auto"),
        ({"message_type": 2}, "note"),
        ({"message_type": 3, "sender": USER}, "auto"),
    ],
)
def test_who_wrote(message, kind):
    assert [one["kind"] for one in messages_of([message])] == [kind]


async def test_a_conversation_longer_than_a_page_of_messages(pulls):
    first, second = pulls.open(2)
    for number in range(50):
        pulls.desk.write(first, pulls.at(number), "customer", by=first.requester)
    for number in range(19):
        pulls.desk.write(second, pulls.at(number), "customer", by=second.requester)
    await pulls.pull()
    check_whole(pulls)


async def test_messages_that_begin_again_are_no_conversation(pulls):
    (ticket,) = pulls.open(1)
    for number in range(70):
        pulls.desk.write(ticket, pulls.at(number), "customer", by=ticket.requester)
    pulls.faults.add("repeats", path=f"{LIST}/1/messages", times=0, after=1)
    with pytest.raises(PullError) as caught:
        await asyncio.wait_for(pulls.pull(), 5)
    assert caught.value.reason == "repeats"


async def test_a_reopened_conversation(pulls):
    ticket, *_ = pulls.open(2)
    pulls.desk.solve(ticket, pulls.at(60))
    pulls.desk.reopen(ticket, pulls.at(90))
    await pulls.pull()
    assert pulls.rows["1"]["status"] == "reopened"
    pulls.desk.solve(ticket, pulls.at(120))
    await pulls.pull()
    check_whole(pulls)
    assert pulls.rows["1"]["first_resolved_at"] < pulls.rows["1"]["resolved_at"]


async def test_without_reporting_events_it_is_not_known_when_a_conversation_was_resolved():
    async with desk_of_chatwoot(is_enterprise=False) as pulls:
        for ticket in pulls.open(30):
            pulls.desk.solve(ticket, pulls.at(60))
        await pulls.pull()
        assert {row["resolved_at"] for row in pulls.rows.values()} == {None}
        assert {row["status"] for row in pulls.rows.values()} == {"resolved"}
        # Nor is that asked of each of them.
        assert pulls.asked("/reporting_events") == 3


async def test_one_conversation_without_events_is_not_taken_for_all(pulls):
    for ticket in pulls.open(10):
        pulls.desk.solve(ticket, pulls.at(60 + ticket.id))
    pulls.faults.add("error", path=f"{LIST}/10/reporting_events", status=404)
    pulls.faults.add("error", path=f"{LIST}/9/reporting_events", status=404)
    pulls.faults.add("error", path=f"{LIST}/7/reporting_events", status=404)
    await pulls.pull()
    unknown = [number for number, row in pulls.rows.items() if row["resolved_at"] is None]
    assert sorted(unknown) == ["10", "7", "9"]


async def test_the_next_walk_ends_where_the_last_one_began(pulls):
    pulls.open(100, seconds=600)
    await pulls.pull()
    pulls.faults.requests.clear()
    pulls.desk.open(pulls.at(100 * 600))
    (page,) = await pulls.pull()
    assert [row["external_id"] for row in page.rows] == ["101", "100"]
    assert pulls.faults.requests[LIST] == 1


async def test_what_was_written_late_is_seen_within_five_minutes(pulls):
    pulls.open(2, seconds=400)
    await pulls.pull()
    pulls.desk.open(pulls.at(110))
    await pulls.pull()
    check_whole(pulls)


async def test_a_message_of_the_future_hides_nothing(pulls):
    pulls.open(2)
    pulls.desk.open(pulls.now + timedelta(days=900))
    await pulls.pull()
    pulls.now += timedelta(minutes=1)
    pulls.desk.open(pulls.now)
    await pulls.pull()
    check_whole(pulls)


async def test_what_moves_to_the_top_while_pages_are_walked_hides_no_other(pulls):
    tickets = iter(pulls.open(100))
    async for _ in pulls.pages():
        pulls.now += timedelta(seconds=1)
        for _again in range(3):
            ticket = next(tickets)
            pulls.desk.write(ticket, pulls.now, "customer", by=ticket.requester)
    # Of those that moved some were not seen yet, and are seen by the next walk.
    await pulls.pull()
    check_whole(pulls)


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize("many", [1, 24, 25, 26, 60])
async def test_what_is_deleted_while_pages_are_walked_hides_no_other(pulls, page, many):
    tickets = pulls.open(120)
    walk = pulls.pages()
    for _ in range(page):
        await anext(walk)
    for ticket in tickets[-many:]:
        pulls.desk.delete(ticket, ticket.updated_at)
    async for _ in walk:
        pass
    check_whole(pulls)


async def test_many_that_are_deleted_where_pages_are_short():
    async with desk_of_chatwoot(a_page=2) as pulls:
        tickets = pulls.open(20)
        walk = pulls.pages()
        for _ in range(5):
            await anext(walk)
        for ticket in tickets[-9:]:
            pulls.desk.delete(ticket, ticket.updated_at)
        async for _ in walk:
            pass
        check_whole(pulls)


@pytest.mark.parametrize("page", [1, 2, 3])
async def test_what_is_deleted_before_it_was_walked_to_repeats_nothing(pulls, page):
    tickets = pulls.open(120)
    walk = pulls.pages()
    for _ in range(page):
        await anext(walk)
    pulls.desk.delete(tickets[0], tickets[0].updated_at)
    async for _ in walk:
        pass
    check_whole(pulls)


async def test_an_account_that_was_emptied_is_not_read_from_the_beginning(pulls):
    pulls.cursor = {"since": 1777712400}
    await pulls.pull()
    assert pulls.cursor == {"since": 1777712400}


async def test_what_is_deleted_between_two_pulls_hides_no_other(pulls):
    tickets = pulls.open(120)
    walk = pulls.pages()
    for _ in range(3):
        await anext(walk)
    await walk.aclose()
    for ticket in tickets[-30:]:
        pulls.desk.delete(ticket, ticket.updated_at)
    await pulls.pull()
    check_whole(pulls)


async def test_a_conversation_that_is_deleted_before_it_is_read_has_no_row(pulls):
    pulls.open(3)
    pulls.faults.add("error", path=f"{LIST}/2/messages", status=404)
    await pulls.pull()
    assert sorted(pulls.rows) == ["1", "3"]


async def test_a_cut_walk_goes_on_where_it_was(pulls):
    tickets = pulls.open(120)
    walk = pulls.pages()
    for _ in range(3):
        await anext(walk)
    await walk.aclose()
    pulls.now += timedelta(hours=1)
    pulls.desk.write(tickets[0], pulls.now, "customer", by=tickets[0].requester)
    before = set(pulls.rows)
    found = await pulls.pull()
    # The page whose cursor was not kept, and what the one that moved has pushed down.
    assert len(found) == 4
    assert len(before) == 50
    await pulls.pull()
    check_whole(pulls)


async def test_a_page_that_comes_again_ends_the_pull(pulls):
    pulls.open(100)
    # After the first page and the messages of its conversations the list comes from a cache.
    pulls.faults.add("repeats", path=LIST, after=26)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "repeats"
    assert len(pulls.rows) == 25
    await pulls.pull()
    check_whole(pulls)


@pytest.mark.parametrize(("fault", "how", "reason"), FAULTS)
@pytest.mark.parametrize("path", [LIST, f"{LIST}/20/messages", f"{LIST}/20/reporting_events"])
async def test_what_goes_wrong_is_told_and_loses_nothing(pulls, fault, how, reason, path):
    tickets = pulls.open(60)
    pulls.desk.solve(tickets[19], pulls.at(19))
    is_gone = how.get("status") == 404 and path != LIST
    pulls.faults.add(fault, path=path, **how)
    if is_gone:
        await pulls.pull()
        return
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == reason
    assert TOKEN not in str(caught.value)
    pulls.faults.clear()
    await pulls.pull()
    check_whole(pulls)


async def test_an_answer_that_takes_too_long():
    async with desk_of_chatwoot(seconds=0.3) as pulls:
        pulls.open(3)
        pulls.faults.add("slow", path="/api", seconds=1.0, times=0)
        with pytest.raises(PullError) as caught:
            await pulls.pull()
        assert caught.value.reason == "unreachable"


async def test_a_revoked_token_keeps_page_one_and_goes_on_from_it_with_a_new_one(pulls):
    pulls.open(60)
    pulls.faults.add("revoked", path=LIST, after=26, times=0)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "credentials"
    assert sorted(pulls.rows, key=int) == [str(number) for number in range(36, 61)]
    pulls.faults.clear()
    pulls.account.token = TOKEN + "-new"
    pulls.place = place_at(pulls.place.address, pulls.account.token)
    before = set(pulls.rows)
    found = await pulls.pull()
    assert not {row["external_id"] for page in found for row in page.rows} & before
    check_whole(pulls)


async def test_an_account_that_is_none(pulls):
    for account in ("2", "", "2/../1"):
        pulls.place = place_at(pulls.place.address, account=account)
        with pytest.raises(PullError) as caught:
            await pulls.pull()
        assert caught.value.reason == "address"
    # What is no number is not asked for.
    assert pulls.faults.requests == {"/api/v1/accounts/2/conversations": 1}


@pytest.mark.parametrize("path", [LIST, f"{LIST}/2/messages", f"{LIST}/2/reporting_events"])
@pytest.mark.parametrize("body", ["{}", "[1]", '{"data": {"meta": {}, "payload": [1]}}', "null"])
async def test_what_answers_something_else_is_no_chatwoot(path, body):
    app = (answering_oddly(chatwoot, path, body), Account)
    async with pulling(app, Chatwoot(), place_at, token=TOKEN) as pulls:
        for ticket in pulls.open(3):
            pulls.desk.solve(ticket, pulls.at(60))
        with pytest.raises(PullError) as caught:
            await pulls.pull()
        assert caught.value.reason == "answer"


async def test_a_conversation_of_another_shape_is_told():
    shown = {"id": 1, "last_activity_at": 1777712400, "meta": {"assignee": "Emma"}}
    body = json.dumps({"data": {"meta": {"all_count": 1}, "payload": [shown]}})
    app = (answering_oddly(chatwoot, LIST, body), Account)
    async with pulling(app, Chatwoot(), place_at, token=TOKEN) as pulls:
        pulls.open(1)
        with pytest.raises(PullError) as caught:
            await pulls.pull()
        assert caught.value.reason == "answer"


async def test_a_server_with_pages_of_its_own_length_and_its_newest_conversations(pulls):
    pulls.account.a_page = 5
    pulls.open(7)
    newest = [row async for row in pulls.product.newest(pulls.ask, pulls.place, 3)]
    assert [row["external_id"] for row in newest] == ["7", "6", "5"]
    await pulls.pull()
    check_whole(pulls)


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("", "https://app.chatwoot.com"),
        ("https://chat.acme.com/app/accounts/3", "https://chat.acme.com"),
        ("chat.acme.com:8443", "https://chat.acme.com:8443"),
    ],
)
def test_addresses(told, address):
    assert Chatwoot().address(told) == address


@pytest.mark.parametrize("told", ["no address", "ftp://acme.com", "https://a:b@c.com"])
def test_no_addresses(told):
    with pytest.raises(BotError) as caught:
        Chatwoot().address(told)
    assert caught.value.key == "feeds.error.address"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "answer", "ask", "note", "solve", "delete", "pull", "part"]),
        st.integers(0, 5),
        st.integers(1, 200),
    ),
    max_size=25,
)


def play(pulls, step, which, agents):
    """Let something happen at the desk, now."""
    desk, now = pulls.desk, pulls.now
    tickets = [one for one in desk.tickets.values() if not one.is_deleted]
    if step == "open" or not tickets:
        desk.open(now)
        return
    ticket, agent = tickets[which % len(tickets)], agents[which % len(agents)]
    deeds = {
        "answer": lambda: desk.answer(ticket, now, agent),
        "ask": lambda: desk.write(ticket, now, "customer", by=ticket.requester),
        "note": lambda: desk.write(ticket, now, "agent", by=agent, is_public=False),
        "solve": lambda: desk.solve(ticket, now),
        # What is deleted keeps the place that it had until then.
        "delete": lambda: desk.delete(ticket, ticket.updated_at),
    }
    deeds[step]()


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_whatever_happens_between_pulls_the_rows_end_as_the_desk_is(steps):
    async def scenario():
        async with desk_of_chatwoot(a_page=2) as pulls:
            agents = [pulls.desk.add_agent("Emma Young"), pulls.desk.add_agent("Noah Wolf")]
            for step, which, seconds in steps:
                pulls.now += timedelta(seconds=seconds)
                if step == "pull":
                    await pulls.pull()
                elif step == "part":
                    walk = pulls.pages()
                    async for _ in walk:
                        pulls.now += timedelta(seconds=1)
                        play(pulls, ("ask", "delete", "open")[which % 3], which, agents)
                        if which:
                            break
                    await walk.aclose()
                else:
                    play(pulls, step, which, agents)
            await pulls.pull()
            await pulls.pull()
            check_whole(pulls)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("told", "at"),
    [
        (1777712400, "2026-05-02T09:00:00+00:00"),
        ("2026-05-02T11:00:00+02:00", "2026-05-02T09:00:00+00:00"),
        (0, None),
        (None, None),
        (10**30, None),
        ("yesterday", None),
    ],
)
def test_instants_are_told_in_utc(told, at):
    (message,) = messages_of([{"created_at": told, "message_type": 0}])
    assert message["at"] == at


@pytest.mark.parametrize(
    ("status", "kinds", "is_worth"),
    [("resolved", [], True), ("open", [2], True), ("open", [0, 1], False)],
)
def test_which_conversations_are_asked_for_events(status, kinds, is_worth):
    messages = [{"message_type": kind} for kind in kinds]
    assert is_worth_events({"status": status}, messages) == is_worth
