"""The stand-in for Chatwoot answers what Chatwoot's source answers."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.workspace.helpdesks import Desk, answering
from bot.workspace.helpdesks.chatwoot import Account, chatwoot

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LIST = "/api/v1/accounts/1/conversations"


@pytest.fixture
def account():
    return Account(Desk(lambda: NOW), "token")


@pytest.fixture
async def ask(account):
    async with answering(chatwoot(account)) as address, aiohttp.ClientSession() as session:

        async def asked(path, key="token", **params):
            headers = {"api_access_token": key}
            async with session.get(address + path, params=params, headers=headers) as answer:
                return answer.status, await answer.json()

        yield asked


async def test_another_token_and_another_account(ask):
    assert await ask(LIST, "other") == (401, {"error": "Invalid Access Token"})
    status, _ = await ask("/api/v1/accounts/2/conversations")
    assert status == 404


async def test_pages_of_25_with_the_latest_activity_first(ask, account):
    tickets = [account.desk.open(NOW + timedelta(seconds=second)) for second in range(30)]
    account.desk.write(tickets[0], NOW + timedelta(minutes=5), "customer")
    _, first = await ask(LIST, status="all")
    _, second = await ask(LIST, status="all", page=2)
    ids = [one["id"] for page in (first, second) for one in page["data"]["payload"]]
    assert ids == [1, *range(30, 1, -1)]
    assert len(first["data"]["payload"]) == 25
    assert first["data"]["meta"]["all_count"] == 30


async def test_only_open_conversations_unless_all_are_asked_for(ask, account):
    account.desk.solve(account.desk.open(NOW), NOW)
    account.desk.open(NOW)
    _, told = await ask(LIST)
    assert [one["id"] for one in told["data"]["payload"]] == [2]
    assert told["data"]["payload"][0]["first_reply_created_at"] == 0
    assert (await ask(LIST, status="all"))[1]["data"]["meta"]["all_count"] == 2


async def test_the_latest_20_messages_and_those_before(ask, account):
    ticket = account.desk.open(NOW)
    for second in range(1, 30):
        account.desk.write(ticket, NOW + timedelta(seconds=second), "customer")
    _, last = await ask(f"{LIST}/1/messages")
    _, before = await ask(f"{LIST}/1/messages", before=last["payload"][0]["id"])
    assert [len(one["payload"]) for one in (last, before)] == [20, 10]
    at = [one["created_at"] for one in (*before["payload"], *last["payload"])]
    assert at == sorted(at)


async def test_reporting_events_are_for_the_enterprise(ask, account):
    ticket = account.desk.open(NOW)
    account.desk.solve(ticket, NOW + timedelta(minutes=5))
    _, (event,) = await ask(f"{LIST}/1/reporting_events")
    assert (event["name"], event["value"]) == ("conversation_resolved", 300.0)
    account.is_enterprise = False
    assert (await ask(f"{LIST}/1/reporting_events"))[0] == 404
