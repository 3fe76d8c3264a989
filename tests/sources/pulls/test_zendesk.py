"""Zendesk's export is followed by its cursor, and tells to the second who answered when."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import Response

from bot.errors import BotError
from bot.metrics.tickets import Message, derive
from bot.sources.pulls import Place, PullError
from bot.sources.pulls.zendesk import Zendesk
from bot.sources.pulls.zendesk_rows import Beside, is_spoken, messages_of, row_of
from bot.workspace.helpdesks.zendesk import Account, zendesk
from tests.sources.pulls.pulling import FAULTS, NOW, SECRETS, answering_oddly, pulling

ID, SECRET = SECRETS
EXPORT = "/api/v2/incremental/tickets/cursor.json"


def place_at(address, secret=SECRET):
    return Place(address, secret={"client_id": ID, "client_secret": secret})


def desk_of_zendesk(**account):
    told = {"client_id": ID, "client_secret": SECRET, "per_minute": None, "most_rows": 10}
    return pulling((zendesk, Account), Zendesk(), place_at, **told | account)


@pytest.fixture
async def pulls():
    async with desk_of_zendesk() as one:
        yield one


def expected(ticket):
    """Return what a row has to say of a ticket, in so far as the desk knows it."""
    gone = ticket.is_deleted or ticket.is_spam
    again = ticket.reopens and ticket.status in {"open", "pending"}
    status = "deleted" if gone else "reopened" if again else ticket.status
    is_over = status in {"solved", "closed", "reopened"}
    said = [] if gone else [(stamp(one.at), kind(one)) for one in ticket.messages]
    return (
        stamp(ticket.updated_at),
        status,
        stamp(ticket.solved_at) if is_over and ticket.solved_at else None,
        "deleted" if gone else None,
        ticket.agent and ticket.agent.name,
        said,
    )


def kind(message):
    if not message.is_public:
        return "note"
    return "auto" if message.author == "bot" else message.author


def stamp(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def told(row):
    said = [(one["at"], one["kind"]) for one in row["messages"]]
    names = ("updated_at", "status", "resolved_at", "excluded", "agent")
    return (*(row[name] for name in names), said)


def check_whole(pulls):
    assert {number: told(row) for number, row in pulls.rows.items()} == {
        str(one.id): expected(one) for one in pulls.desk.tickets.values()
    }


async def test_every_ticket_of_many_pages_comes_once_the_oldest_change_first(pulls):
    pulls.open(35)
    found = await pulls.pull()
    check_whole(pulls)
    assert [page.is_last for page in found] == [False, False, False, True]
    assert [row["external_id"] for page in found for row in page.rows] == [
        str(number) for number in range(1, 36)
    ]


async def test_what_is_told_of_a_ticket(pulls):
    emma, group = pulls.desk.add_agent("Emma Young"), pulls.desk.add_group("Returns")
    ticket = pulls.desk.open(
        pulls.at(0), "Lost parcel", channel="web", priority="urgent", kind="question", group=group
    )
    pulls.desk.write(ticket, pulls.at(20), "bot")
    pulls.desk.write(ticket, pulls.at(30), "agent", by=emma, is_public=False)
    pulls.desk.answer(ticket, pulls.at(157), emma)
    pulls.desk.change(ticket, pulls.at(160), rating=5, tags=["vip"])
    pulls.desk.solve(ticket, pulls.at(200))
    await pulls.pull()
    assert pulls.rows["1"] == {
        "external_id": "1",
        "opened_at": "2026-05-02T09:00:00Z",
        # The export has whole minutes; the second is told by the messages.
        "first_response_at": "2026-05-02T09:02:00+00:00",
        "resolved_at": "2026-05-02T09:03:20Z",
        "first_resolved_at": None,
        "updated_at": "2026-05-02T09:03:20Z",
        "status": "solved",
        "kind": "question",
        "channel": "web",
        "agent": "Emma Young",
        "group": "Returns",
        "priority": "urgent",
        "customer": "ada@example.com",
        "subject": "Lost parcel",
        "replies": 1,
        "excluded": None,
        "messages": [
            {"at": "2026-05-02T09:00:00Z", "kind": "customer", "author": "Ada Byron"},
            {"at": "2026-05-02T09:00:20Z", "kind": "auto", "author": None},
            {"at": "2026-05-02T09:00:30Z", "kind": "note", "author": "Emma Young"},
            {"at": "2026-05-02T09:02:37Z", "kind": "agent", "author": "Emma Young"},
        ],
    }
    messages = [
        Message(number, one["kind"]) for number, one in enumerate(pulls.rows["1"]["messages"])
    ]
    assert derive(messages, 0).first_response_at == 3


async def test_every_row_has_the_same_keys(pulls):
    first, second, *_ = pulls.open(4)
    pulls.desk.answer(first, pulls.at(60), pulls.desk.add_agent("Emma Young"))
    pulls.desk.delete(second, pulls.at(60))
    pulls.desk.open(pulls.at(70), channel="native_messaging")
    await pulls.pull()
    assert len({frozenset(row) for row in pulls.rows.values()}) == 1


async def test_a_conversation_is_one_comment_but_its_seconds_are_told(pulls):
    emma = pulls.desk.add_agent("Emma Young")
    ticket = pulls.desk.open(pulls.at(0), channel="native_messaging")
    pulls.desk.open(pulls.at(1), channel="native_messaging")
    pulls.desk.answer(ticket, pulls.at(157), emma)
    await pulls.pull()
    assert pulls.rows["1"]["first_response_at"] == "2026-05-02T09:02:37+00:00"
    assert pulls.rows["2"]["first_response_at"] is None
    assert pulls.rows["1"]["messages"] == pulls.rows["2"]["messages"] == []


async def test_an_agent_who_asks_is_a_customer(pulls):
    emma = pulls.desk.add_agent("Emma Young")
    pulls.desk.open(pulls.at(0), requester=emma)
    await pulls.pull()
    assert [one["kind"] for one in pulls.rows["1"]["messages"]] == ["customer"]


async def test_a_ticket_that_is_solved_again_was_reopened(pulls):
    ticket, once = pulls.open(2)
    pulls.desk.solve(once, pulls.at(3630))
    pulls.desk.solve(ticket, pulls.at(3630))
    pulls.desk.reopen(ticket, pulls.at(7200))
    await pulls.pull()
    assert (pulls.rows["1"]["status"], pulls.rows["2"]["status"]) == ("reopened", "solved")
    pulls.desk.solve(ticket, pulls.at(9000))
    await pulls.pull()
    assert pulls.rows["1"]["first_resolved_at"] == "2026-05-02T10:00:00+00:00"
    assert pulls.rows["1"]["resolved_at"] == "2026-05-02T11:30:00Z"
    assert pulls.rows["2"]["first_resolved_at"] is None


async def test_merged_and_deleted_tickets_are_left_out(pulls):
    merged, deleted, _ = pulls.open(3)
    pulls.desk.change(merged, pulls.at(60), status="closed", tags=["closed_by_merge"])
    pulls.desk.delete(deleted, pulls.at(60))
    await pulls.pull()
    assert [pulls.rows[one]["excluded"] for one in "123"] == ["merged", "deleted", None]
    assert pulls.asked("/2/comments") == 0


TICKET = {"requester_id": 7, "created_at": "2026-05-02T09:00:00Z", "status": "open"}
PEOPLE = {"users": [{"id": 8, "role": "agent"}, {"id": 9, "role": "admin"}, {"id": 6}]}


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ({"author_id": 7}, "customer"),
        ({"author_id": 8}, "agent"),
        ({"author_id": 9, "public": True}, "agent"),
        ({"author_id": 9, "public": False}, "note"),
        ({"author_id": 7, "public": False}, "note"),
        ({"author_id": 8, "via": {"channel": "rule"}}, "auto"),
        ({"author_id": 8, "via": {"channel": "api"}}, "agent"),
        ({"author_id": -1, "via": {"channel": "system"}}, "auto"),
        ({"author_id": 6}, "customer"),
        ({"author_id": 5}, "customer"),
    ],
)
def test_who_wrote(comment, kind):
    assert [one["kind"] for one in messages_of(TICKET, [comment], Beside(PEOPLE))] == [kind]


@pytest.mark.parametrize(
    ("told", "is_one"),
    [
        ({}, False),
        ({"via": {"channel": "email"}, "metric_set": {"reply_time_in_seconds": {}}}, False),
        ({"via": {"channel": "chat"}}, True),
        ({"from_messaging_channel": True}, True),
        ({"metric_set": {"reply_time_in_seconds": {"calendar": 0}}}, True),
        ({"status": "deleted"}, True),
    ],
)
def test_which_tickets_have_no_comments_that_tell_anything(told, is_one):
    assert is_spoken(TICKET | told) == is_one


@pytest.mark.parametrize("opened", [None, "yesterday", 7])
def test_an_opening_that_is_none_is_for_whoever_reads_the_row(opened):
    metrics = {"reply_time_in_minutes": {"calendar": 3}}
    told = row_of(TICKET | {"created_at": opened, "metric_set": metrics}, Beside({}), [])
    assert (told["opened_at"], told["first_response_at"]) == (opened, None)


async def test_a_ticket_with_more_comments_than_a_page_holds(pulls):
    pulls.account.most_comments = 3
    (ticket,) = pulls.open(1)
    for number in range(10):
        pulls.desk.write(ticket, pulls.at(number), "customer", by=ticket.requester)
    await pulls.pull()
    check_whole(pulls)


async def test_comments_that_begin_again_are_no_conversation(pulls):
    pulls.account.most_comments = 1
    (ticket,) = pulls.open(1)
    for number in range(3):
        pulls.desk.write(ticket, pulls.at(number), "customer", by=ticket.requester)
    pulls.faults.add("repeats", path="/api/v2/tickets/1/", times=0, after=1)
    with pytest.raises(PullError) as caught:
        await asyncio.wait_for(pulls.pull(), 5)
    assert caught.value.reason == "repeats"


async def test_a_ticket_whose_comments_are_gone_comes_without_them(pulls):
    pulls.open(2)
    pulls.faults.add("error", path="/api/v2/tickets/1/", status=404)
    await pulls.pull()
    assert [len(pulls.rows[one]["messages"]) for one in "12"] == [0, 1]


async def test_what_changes_while_pages_are_walked_comes_again(pulls):
    tickets = iter(pulls.open(35))
    async for _ in pulls.pages():
        pulls.now += timedelta(seconds=1)
        pulls.desk.change(next(tickets), pulls.now, priority="low")
    assert len(pulls.rows) == 35
    pulls.now += timedelta(minutes=2)
    await pulls.pull()
    check_whole(pulls)


async def test_nothing_new_leaves_the_cursor_where_it_is(pulls):
    pulls.open(3)
    await pulls.pull()
    cursor = pulls.cursor
    (page,) = await pulls.pull()
    assert (page.rows, page.cursor, page.is_last) == ([], cursor, True)


async def test_an_end_without_a_cursor_leaves_the_one_that_is_known():
    body = '{"tickets": [], "end_of_stream": true, "after_cursor": null}'
    app = (answering_oddly(zendesk, EXPORT, body), Account)
    told = {"client_id": ID, "client_secret": SECRET}
    async with pulling(app, Zendesk(), place_at, **told) as pulls:
        pulls.cursor = {"cursor": "abc", "known": 1777712400}
        (page,) = await pulls.pull()
    assert page.cursor == {"cursor": "abc", "known": 1777712400}


async def test_what_is_connected_now_may_begin_now(pulls):
    pulls.open(1)
    begun = pulls.product.pages(pulls.ask, pulls.place, {}, NOW)
    assert [page.rows async for page in begun] == [[]]


async def test_a_pull_takes_one_token(pulls):
    pulls.open(35)
    await pulls.pull()
    assert pulls.faults.requests["/oauth/tokens"] == 1


@pytest.mark.parametrize("page", [0, 1, 2])
async def test_a_token_that_expires_in_the_middle_is_asked_anew_once(pulls, page):
    pulls.open(35)
    number = 0
    async for _ in pulls.pages():
        if number == page:
            pulls.account.tokens.clear()
        number += 1
    check_whole(pulls)
    assert pulls.faults.requests["/oauth/tokens"] == 2


async def test_a_second_401_is_a_matter_of_credentials(pulls):
    pulls.open(35)
    pulls.faults.add("revoked", path="/api", times=0, after=12)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "credentials"
    assert len(pulls.rows) == 10
    assert pulls.faults.requests["/oauth/tokens"] == 2


async def test_no_right_is_no_reason_for_a_new_token(pulls):
    pulls.faults.add("error", path="/api", status=403)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "credentials"
    assert pulls.faults.requests["/oauth/tokens"] == 1


@pytest.mark.parametrize("status", [400, 401, 403, 422])
async def test_a_client_that_is_not_known(pulls, status):
    pulls.faults.add("error", path="/oauth", status=status, times=0)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "credentials"


async def test_a_wrong_secret(pulls):
    pulls.place = place_at(pulls.place.address, "wrong-" + SECRET)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "credentials"


@pytest.mark.parametrize("status", [400, 404, 410, 422])
async def test_a_lost_cursor_begins_again_a_day_before_what_was_known(pulls, status):
    pulls.account.lost_status = status
    old, *_ = pulls.open(3, seconds=90_000)
    pulls.now += timedelta(days=3)
    await pulls.pull()
    known = int(pulls.at(180_000).timestamp())
    assert pulls.cursor["known"] == known
    pulls.account.cursors.clear()
    pulls.desk.open(pulls.at(180_500))
    (page,) = await pulls.pull()
    assert [row["external_id"] for row in page.rows] == ["3", "4"]
    assert old.updated_at.timestamp() < known - 86_400
    assert f"start_time={known - 86_400 - 120}" in pulls.faults.asked[-3]
    await pulls.pull()
    check_whole(pulls)


async def test_a_cursor_that_is_refused_for_good_ends_the_pull(pulls):
    pulls.open(3)
    await pulls.pull()
    pulls.faults.add("error", path=EXPORT, status=400, times=0)
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == "refused"


async def test_ten_exports_a_minute_are_kept_to_and_nothing_is_lost():
    async with desk_of_zendesk(per_minute=10, most_rows=2) as pulls:
        pulls.open(50)
        with pytest.raises(PullError) as caught:
            await pulls.pull()
        assert (caught.value.reason, caught.value.wait) == ("busy", 60)
        assert len(pulls.rows) == 20
        assert await pulls.pull_until_it_ends() == ["busy", "busy"]
        check_whole(pulls)


@pytest.mark.parametrize(("fault", "how", "reason"), FAULTS)
@pytest.mark.parametrize("path", ["/api/v2/incremental", "/api/v2/tickets/12/", "/oauth"])
async def test_what_goes_wrong_is_told_and_loses_nothing(pulls, fault, how, reason, path):
    pulls.open(35)
    by_path = {("/oauth", "refused"): "credentials"}
    is_fine = reason == "address" and fault == "error" and path == "/api/v2/tickets/12/"
    pulls.faults.add(fault, path=path, **how)
    if is_fine:
        await pulls.pull()
        return
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    assert caught.value.reason == by_path.get((path, reason), reason)
    assert not any(secret in str(caught.value) for secret in (*SECRETS, *pulls.account.tokens))
    pulls.faults.clear()
    await pulls.pull()
    check_whole(pulls)


ODD = [
    "{}",
    "[1]",
    "null",
    '{"tickets": [1], "end_of_stream": true}',
    '{"tickets": [{"via": 3}], "end_of_stream": true, "after_cursor": "x"}',
    '{"tickets": [{}], "users": 3, "end_of_stream": true, "after_cursor": "x"}',
]


@pytest.mark.parametrize("body", ODD)
async def test_what_answers_something_else_is_no_zendesk(body):
    told = {"client_id": ID, "client_secret": SECRET}
    app = (answering_oddly(zendesk, EXPORT, body), Account)
    async with pulling(app, Zendesk(), place_at, **told) as pulls:
        with pytest.raises(PullError) as caught:
            await pulls.pull()
        assert caught.value.reason == "answer"


@pytest.mark.parametrize("fault", ["cut", "torn", "error", "busy"])
async def test_what_goes_wrong_for_a_moment_is_asked_again(pulls, fault):
    pulls.open(35)
    pulls.faults.add(fault, path="/api", after=2, retry_after="3")
    await pulls.pull()
    check_whole(pulls)
    # A connection that was kept open and is cut is asked again at once.
    assert pulls.slept == {"busy": [3.0], "cut": []}.get(fault, [1.0])


async def test_a_token_that_comes_back_in_an_error_is_told_to_nobody():
    def echoing(account):
        app = zendesk(account)

        async def odd(scope, receive, send):
            said = Response(dict(scope["headers"]).get(b"authorization"), 418)
            await (said if scope["path"] == EXPORT else app)(scope, receive, send)

        return odd

    told = {"client_id": ID, "client_secret": SECRET}
    async with pulling((echoing, Account), Zendesk(), place_at, **told) as pulls:
        with pytest.raises(PullError) as caught:
            await pulls.pull()
        (token,) = pulls.account.tokens
    assert caught.value.detail == "418 Bearer …"
    assert token not in str(caught.value)


async def test_an_answer_that_takes_too_long():
    async with desk_of_zendesk(seconds=0.3) as pulls:
        pulls.open(3)
        pulls.faults.add("slow", path="/api", seconds=1.0, times=0)
        with pytest.raises(PullError) as caught:
            await pulls.pull()
        assert caught.value.reason == "unreachable"


async def test_half_a_token_is_told_to_nobody(pulls):
    pulls.faults.add("truncated", path="/oauth")
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    (token,) = pulls.account.tokens
    assert not any(token[at : at + 8] in str(caught.value) for at in range(len(token) - 8))


async def test_a_page_whose_cursor_does_not_move_ends_the_pull(pulls):
    pulls.open(35)
    pulls.faults.add("repeats", path=EXPORT, after=1, times=0)
    with pytest.raises(PullError) as caught:
        await asyncio.wait_for(pulls.pull(), 10)
    assert caught.value.reason == "repeats"
    pulls.faults.clear()
    await pulls.pull()
    check_whole(pulls)


async def test_a_revoked_client_keeps_page_one_and_goes_on_from_it_with_a_new_one(pulls):
    pulls.open(35)
    pulls.faults.add("revoked", path=EXPORT, after=1, times=0)
    with pytest.raises(PullError):
        await pulls.pull()
    assert sorted(pulls.rows, key=int) == [str(number) for number in range(1, 11)]
    pulls.faults.clear()
    before = dict(pulls.rows)
    found = await pulls.pull()
    assert not {row["external_id"] for page in found for row in page.rows} & set(before)
    check_whole(pulls)


async def test_the_newest_tickets_are_shown(pulls):
    pulls.open(12)
    newest = [row async for row in pulls.product.newest(pulls.ask, pulls.place, 3)]
    assert [row["external_id"] for row in newest] == ["12", "11", "10"]
    assert all(row["messages"] for row in newest)


@pytest.mark.parametrize(
    "told",
    ["acme", " Acme ", "acme.zendesk.com", "https://acme.zendesk.com/agent/tickets/12?x=1"],
)
def test_addresses(told):
    assert Zendesk().address(told) == "https://acme.zendesk.com"


@pytest.mark.parametrize("told", ["", "no address", "ftp://acme.zendesk.com", "https://a:b@c.com"])
def test_no_addresses(told):
    with pytest.raises(BotError) as caught:
        Zendesk().address(told)
    assert caught.value.key == "feeds.error.address"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["open", "answer", "ask", "note", "solve", "reopen", "assign", "delete", "pull", "part"]
        ),
        st.integers(0, 5),
        st.integers(1, 200),
    ),
    max_size=30,
)


def play(pulls, step, which, agents):
    """Let something happen at the desk, now."""
    desk, tickets, now = pulls.desk, list(pulls.desk.tickets.values()), pulls.now
    if step == "open" or not tickets:
        desk.open(now)
        return
    ticket, agent = tickets[which % len(tickets)], agents[which % len(agents)]
    deeds = {
        "answer": lambda: desk.answer(ticket, now, agent),
        "ask": lambda: desk.write(ticket, now, "customer", by=ticket.requester),
        "note": lambda: desk.write(ticket, now, "agent", by=agent, is_public=False),
        "solve": lambda: desk.solve(ticket, now),
        "reopen": lambda: ticket.solved_at and desk.reopen(ticket, now),
        "assign": lambda: desk.change(ticket, now, agent=agent),
        "delete": lambda: desk.delete(ticket, now),
    }
    deeds[step]()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_whatever_happens_between_pulls_the_rows_end_as_the_desk_is(steps):
    async def scenario():
        async with desk_of_zendesk(most_rows=2) as pulls:
            agents = [pulls.desk.add_agent("Emma Young"), pulls.desk.add_agent("Noah Wolf")]
            for step, which, seconds in steps:
                pulls.now += timedelta(seconds=seconds)
                if step == "pull":
                    await pulls.pull()
                elif step == "part":
                    walk = pulls.pages()
                    async for _ in walk:
                        pulls.now += timedelta(seconds=1)
                        play(pulls, "ask", which, agents)
                        if which:
                            break
                    await walk.aclose()
                else:
                    play(pulls, step, which, agents)
            pulls.now += timedelta(minutes=2)
            await pulls.pull()
            check_whole(pulls)

    asyncio.run(scenario())
