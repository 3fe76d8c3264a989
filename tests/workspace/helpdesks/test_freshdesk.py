"""The stand-in for Freshdesk is as strict as what is published."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.workspace.helpdesks import Desk, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
SINCE = "updated_since=2026-01-01T00:00:00Z"


@pytest.fixture
def account():
    return Account(Desk(lambda: NOW), "key")


@pytest.fixture
async def ask(account):
    async with (
        answering(freshdesk(account), now=account.desk.now) as address,
        aiohttp.ClientSession() as session,
    ):

        async def asked(path, user="key"):
            headers = {"Authorization": aiohttp.encode_basic_auth(user, "X")}
            async with session.get(f"{address}/api/v2/{path}", headers=headers) as answer:
                return answer.status, answer.headers, await answer.json(content_type=None)

        yield asked


async def test_a_key_that_is_not_known(ask):
    status, _, told = await ask("tickets", user="other")
    assert (status, told["code"]) == (401, "invalid_credentials")


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("per_page=101", "per_page"),
        ("per_page=0", "per_page"),
        ("page=301", "page"),
        ("page=x", "page"),
        ("order_by=name", "order_by"),
        ("order_type=up", "order_type"),
        ("filter=solved", "filter"),
        ("include=stats,agents", "include"),
        ("updated_since=yesterday", "updated_since"),
        ("since=1", "since"),
    ],
)
async def test_wrong_parameters_are_refused(ask, question, field):
    status, _, told = await ask(f"tickets?{question}")
    assert (status, told["description"]) == (400, "Validation failed")
    assert [one["field"] for one in told["errors"]] == [field]


async def test_pages_tell_of_the_next_one(ask, account):
    for number in range(5):
        account.desk.open(NOW - timedelta(days=number))
    status, headers, told = await ask("tickets?per_page=2&order_type=asc")
    assert (status, [one["id"] for one in told]) == (200, [5, 4])
    assert headers["Link"].endswith('page=2>; rel="next"')
    assert "Link" not in (await ask("tickets?per_page=2&page=3"))[1]
    assert headers["X-RateLimit-Used-CurrentRequest"] == "1"


async def test_without_an_instant_a_list_goes_back_a_month(ask, account):
    account.desk.open(NOW - timedelta(days=31))
    assert (await ask("tickets"))[2] == []
    assert len((await ask(f"tickets?{SINCE}"))[2]) == 1


async def test_deleted_tickets_and_spam_have_lists_of_their_own(ask, account):
    deleted, spam, _ = (account.desk.open(NOW) for _ in range(3))
    account.desk.delete(deleted, NOW)
    account.desk.call_spam(spam, NOW)
    lists = ("", "&filter=deleted", "&filter=spam")
    found = [(await ask(f"tickets?{SINCE}{more}"))[2] for more in lists]
    assert [[one["id"] for one in rows] for rows in found] == [[3], [1], [2]]


async def test_a_ticket_tells_more_where_it_is_asked_to(ask, account):
    ticket = account.desk.open(NOW)
    account.desk.answer(ticket, NOW + timedelta(minutes=1))
    assert "stats" not in (await ask("tickets/1"))[2]
    told = (await ask("tickets/1?include=stats,requester"))[2]
    assert told["stats"]["first_responded_at"] == "2026-05-04T09:01:00Z"
    assert told["requester"]["email"] == "ada@example.com"
    assert (await ask("tickets/2"))[0] == 404


async def test_agents_are_not_for_every_key(ask, account):
    account.desk.add_agent("Emma Young")
    assert (await ask("agents"))[2][0]["contact"]["name"] == "Emma Young"
    account.may_see_agents = False
    assert [(await ask(what))[0] for what in ("agents", "groups")] == [403, 403]
