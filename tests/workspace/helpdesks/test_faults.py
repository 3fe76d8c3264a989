"""What goes wrong with a helpdesk goes wrong as it is switched on, and as often."""

import time
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.workspace.helpdesks import Desk, Faults, answering, http_date, is_revoked

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


async def tickets(request):
    if is_revoked(request):
        return JSONResponse({"error": "who?"}, 401)
    return JSONResponse({"page": request.query_params.get("page", "1")})


@pytest.fixture
def faults():
    return Faults()


@pytest.fixture
async def ask(faults):
    app = Starlette(routes=[Route("/tickets", tickets), Route("/agents", tickets)])
    async with (
        answering(app, faults, now=lambda: NOW) as address,
        aiohttp.ClientSession() as session,
    ):

        async def asked(path):
            async with session.get(address + path, allow_redirects=False) as answer:
                return answer.status, answer.headers, await answer.text()

        yield asked


async def test_without_a_fault_the_desk_answers_by_its_own_clock(ask, faults):
    status, headers, text = await ask("/tickets?page=2")
    assert (status, text) == (200, '{"page":"2"}')
    assert headers["Date"] == http_date(NOW)
    assert faults.requests["/tickets"] == 1
    assert faults.asked == ["/tickets?page=2"]


async def test_a_fault_happens_as_often_as_it_should_and_then_no_more(ask, faults):
    faults.add("error", path="/tickets", times=2, after=1, status=500)
    assert (await ask("/agents"))[0] == 200
    assert [(await ask("/tickets"))[0] for _ in range(4)] == [200, 500, 500, 200]


async def test_a_fault_for_ever_is_taken_away(ask, faults):
    faults.add("busy", times=0, retry_after="7")
    for _ in range(3):
        status, headers, _ = await ask("/tickets")
        assert (status, headers["Retry-After"]) == (429, "7")
    faults.clear()
    assert (await ask("/tickets"))[0] == 200


async def test_what_is_answered_wrongly(ask, faults):
    faults.add("html")
    status, headers, _ = await ask("/tickets")
    assert (status, headers["Content-Type"].split(";")[0]) == (200, "text/html")
    faults.add("truncated")
    assert (await ask("/tickets"))[2] == '{"page'
    faults.add("repeats", times=2)
    assert [(await ask(f"/tickets?page={n}"))[2] for n in (2, 3)] == ['{"page'] * 2
    faults.add("redirect", location="https://elsewhere.example.com/")
    status, headers, _ = await ask("/tickets")
    assert (status, headers["Location"]) == (307, "https://elsewhere.example.com/")
    faults.add("revoked")
    assert (await ask("/tickets"))[0] == 401


@pytest.mark.parametrize("kind", ["cut", "torn"])
async def test_a_connection_is_cut(ask, faults, kind):
    # What is cut before it began is asked once more by the client itself.
    faults.add(kind, times=0)
    with pytest.raises(aiohttp.ClientError):
        await ask("/tickets")
    faults.clear()
    assert (await ask("/tickets"))[0] == 200


async def test_a_slow_answer_comes(ask, faults):
    faults.add("slow", seconds=0.1)
    began = time.monotonic()
    assert (await ask("/tickets"))[0] == 200
    assert time.monotonic() - began >= 0.1


def test_what_happens_at_a_desk():
    desk = Desk()
    agent, later = desk.add_agent("Emma Young"), NOW + timedelta(minutes=9)
    ticket = desk.open(NOW, "Lost", agent=agent)
    desk.write(ticket, NOW + timedelta(minutes=1), "bot")
    desk.write(ticket, NOW + timedelta(minutes=2), "agent", is_public=False)
    assert ticket.first_answered_at is None
    desk.answer(ticket, NOW + timedelta(minutes=3))
    desk.answer(ticket, NOW + timedelta(minutes=4))
    assert ticket.first_answered_at == NOW + timedelta(minutes=3)
    desk.solve(ticket, NOW + timedelta(minutes=5))
    desk.reopen(ticket, NOW + timedelta(minutes=6))
    desk.solve(ticket, later)
    assert (ticket.first_solved_at, ticket.solved_at) == (NOW + timedelta(minutes=5), later)
    assert (ticket.reopens, ticket.updated_at) == (1, later)
    assert [one.author for one in ticket.messages] == [
        "customer",
        "bot",
        "agent",
        "agent",
        "agent",
    ]
