"""The stand-in for Zendesk refuses what Zendesk refuses."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.workspace.helpdesks import Desk, answering
from bot.workspace.helpdesks.zendesk import Account, zendesk

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
EXPORT = "/api/v2/incremental/tickets/cursor.json"
CLIENT = {"client_id": "id", "client_secret": "secret", "scope": "read"}
GRANT = {"grant_type": "client_credentials"} | CLIENT


class Asking:
    def __init__(self, session, address, account):
        self.session, self.address, self.account = session, address, account
        self.now, self.token = NOW, ""

    async def get(self, path, **params):
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.get(self.address + path, params=params, headers=headers) as answer:
            return answer.status, await answer.json(), answer.headers

    async def new_token(self, **told):
        async with self.session.post(f"{self.address}/oauth/tokens", json=told) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def ask():
    desk = Desk(lambda: one.now)
    account = Account(desk, "id", "secret", most_rows=2)
    async with (
        answering(zendesk(account), now=desk.now) as address,
        aiohttp.ClientSession() as session,
    ):
        one = Asking(session, address, account)
        _, told = await one.new_token(**GRANT)
        one.token = told["access_token"]
        yield one


@pytest.mark.parametrize(
    ("told", "status", "error"),
    [
        ({"client_secret": "not-a-client"}, 401, "invalid_client"),
        ({"client_id": "other"}, 401, "invalid_client"),
        ({"scope": "write"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
async def test_no_token(ask, told, status, error):
    found, body = await ask.new_token(**GRANT | told)
    assert (found, body["error"]) == (status, error)


async def test_a_token_lasts_as_long_as_is_said(ask):
    _, told = await ask.new_token(**GRANT)
    ask.token = told["access_token"]
    ask.now += timedelta(seconds=told["expires_in"] - 1)
    assert (await ask.get("/api/v2/tickets.json"))[0] == 200
    ask.now += timedelta(seconds=1)
    status, body, _ = await ask.get("/api/v2/tickets.json")
    assert (status, body["error"]) == (401, "invalid_token")


async def test_the_last_minute_is_left_out(ask):
    for seconds in (59, 60, 61):
        ask.account.desk.open(NOW - timedelta(seconds=seconds))
    start = int(NOW.timestamp()) - 60
    status, body, _ = await ask.get(EXPORT, start_time=start + 1)
    assert (status, body["error"]) == (422, "InvalidValue")
    status, body, _ = await ask.get(EXPORT, start_time=start)
    assert (status, [one["id"] for one in body["tickets"]]) == (200, [2])


async def test_a_cursor_goes_on_where_it_was_and_is_lost_one_day(ask):
    for seconds in range(5):
        ask.account.desk.open(NOW - timedelta(seconds=1000 - seconds))
    _, body, _ = await ask.get(EXPORT, start_time=0)
    seen = [body]
    while not seen[-1]["end_of_stream"]:
        seen.append((await ask.get(EXPORT, cursor=seen[-1]["after_cursor"]))[1])
    assert [[one["id"] for one in body["tickets"]] for body in seen] == [[1, 2], [3, 4], [5]]
    ask.account.cursors.clear()
    assert (await ask.get(EXPORT, cursor=seen[0]["after_cursor"]))[0] == 400


async def test_a_deleted_ticket_comes_once_more_and_has_no_comments(ask):
    ticket = ask.account.desk.open(NOW - timedelta(hours=1))
    ask.account.desk.delete(ticket, NOW - timedelta(minutes=2))
    _, body, _ = await ask.get(EXPORT, start_time=0)
    assert [one["status"] for one in body["tickets"]] == ["deleted"]
    assert (await ask.get("/api/v2/tickets/1/comments.json"))[0] == 404


async def test_ten_exports_a_minute(ask):
    for _ in range(10):
        assert (await ask.get(EXPORT, start_time=0))[0] == 200
    ask.now += timedelta(seconds=20)
    status, _, headers = await ask.get(EXPORT, start_time=0)
    assert (status, headers["Retry-After"]) == (429, "40")
    # Other questions have another limit.
    assert (await ask.get("/api/v2/tickets.json"))[0] == 200
    ask.now += timedelta(seconds=40)
    assert (await ask.get(EXPORT, start_time=0))[0] == 200
