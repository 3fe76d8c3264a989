"""What goes wrong between the bot and a helpdesk is said for what it is, and nothing is lost."""

import traceback
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from bot.sources.pulls import Place, PullError
from bot.workspace.helpdesks import Faults, answering, http_date
from tests.sources.pulls.conftest import KEY, NOW

TICKETS = "/api/v2/tickets"


async def refused(pulls):
    """Return what a pull is refused with."""
    with pytest.raises(PullError) as caught:
        await pulls.pull()
    return caught.value


@pytest.mark.parametrize(
    ("retry_after", "waited"),
    [("2", 2.0), ("0", 0.0), (http_date(NOW + timedelta(seconds=7)), 7.0)],
)
async def test_a_short_wait_is_waited(pulls, slept, retry_after, waited):
    pulls.open(250)
    pulls.faults.add("busy", path=TICKETS, after=1, retry_after=retry_after)
    await pulls.pull()
    assert pulls.is_whole()
    assert slept == [waited]


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("300", 300.0),
        (http_date(NOW + timedelta(minutes=5)), 300.0),
        (http_date(NOW - timedelta(minutes=5)), 1.0),
        ("soon", 60.0),
        (None, 60.0),
    ],
)
async def test_a_long_wait_ends_the_pull_and_is_told(pulls, slept, retry_after, wait):
    pulls.open(250)
    pulls.faults.add("busy", path=TICKETS, after=1, times=0, retry_after=retry_after)
    error = await refused(pulls)
    assert (error.reason, error.wait) == ("busy", wait)
    assert slept == ([1.0, 1.0] if wait == 1 else [])
    pulls.faults.clear()
    await pulls.pull()
    assert pulls.is_whole()


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("error", {"status": 500}),
        ("error", {"status": 503}),
        ("torn", {}),
        ("cut", {"times": 2}),
        ("slow", {"seconds": 2}),
    ],
)
async def test_what_passes_is_asked_again(pulls, slept, kind, how):
    pulls.open(250)
    pulls.faults.add(kind, path=TICKETS, after=1, **how)
    await pulls.pull()
    assert pulls.is_whole()
    assert slept == [1.0]


@pytest.mark.parametrize(
    ("kind", "how", "reason"),
    [
        ("error", {"status": 500}, "unreachable"),
        ("error", {"status": 404}, "address"),
        ("error", {"status": 403}, "credentials"),
        ("error", {"status": 400}, "refused"),
        ("torn", {}, "unreachable"),
        ("cut", {}, "unreachable"),
        ("slow", {"seconds": 2}, "unreachable"),
        ("html", {}, "answer"),
        ("truncated", {}, "answer"),
        ("repeats", {}, "repeats"),
        ("redirect", {"location": "https://example.com/"}, "address"),
        ("revoked", {}, "credentials"),
    ],
)
async def test_what_lasts_is_said_and_the_first_page_stays(pulls, kind, how, reason):
    pulls.open(250)
    pulls.faults.add(kind, path=TICKETS, after=1, times=0, **how)
    assert (await refused(pulls)).reason == reason
    assert len(pulls.rows) == 100
    pulls.faults.clear()
    await pulls.pull()
    assert pulls.is_whole()


async def test_agents_that_repeat_end_the_pull(pulls):
    for number in range(150):
        pulls.desk.add_agent(f"Agent {number}")
    pulls.faults.add("repeats", path="/api/v2/agents", after=1, times=0)
    assert (await refused(pulls)).reason == "repeats"


async def test_a_redirect_is_not_followed(pulls):
    elsewhere = Faults()
    async with answering(Starlette(), elsewhere) as address:
        pulls.faults.add("redirect", path=TICKETS, times=0, location=address + TICKETS)
        await refused(pulls)
    assert not elsewhere.requests


@asynccontextmanager
async def told(pulls, answer):
    """Have a server that answers the same to whatever is asked."""

    async def handle(request):
        return answer(request) if request.url.path == TICKETS else JSONResponse([])

    app = Starlette(routes=[Route("/{path:path}", handle)])
    async with answering(app) as address:
        pulls.place = Place(address, secret={"api_key": KEY})
        yield


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"tickets": []},
        None,
        7,
        [1, 2],
        [[]],
        [{"name": "Ada"}],
        [{"id": 2, "updated_at": "2026-05-02T09:00:01Z"}, {"updated_at": "2026-05-02T09:00:00Z"}],
    ],
)
async def test_an_answer_without_tickets_is_none(pulls, body):
    async with told(pulls, lambda _: JSONResponse(body)):
        assert (await refused(pulls)).reason == "answer"


async def test_a_helpdesk_that_does_not_heed_the_instant_asked_for(pulls):
    old = [{"id": 1, "updated_at": "2020-05-02T09:00:00Z"}]
    async with told(pulls, lambda _: JSONResponse(old)):
        assert (await refused(pulls)).reason == "repeats"


async def test_tickets_that_lack_much_are_passed_on(pulls):
    bare = [{"subject": "a"}, {"id": 7, "stats": None, "requester": 3, "status": 99, "source": "x"}]
    async with told(pulls, lambda _: JSONResponse(bare)):
        (first, *_) = await pulls.pull()
    assert [(row["external_id"], row["opened_at"]) for row in first.rows] == [
        (None, None),
        ("7", None),
    ]
    assert [first.rows[1][name] for name in ("status", "channel", "agent")] == ["99", "x", None]
    assert set(first.rows[0]) == set(first.rows[1])


def _repeated(request, status):
    return PlainTextResponse(f"{request.headers['Authorization']} {KEY} {request.url}", status)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 418, 429, 500, 302])
async def test_no_error_shows_the_key(pulls, status):
    async with told(pulls, lambda request: _repeated(request, status)):
        error = await refused(pulls)
    header = pulls.product_header()
    for text in (str(error), repr(error), error.detail, "".join(traceback.format_exception(error))):
        assert KEY not in text
        assert header not in text
    assert KEY not in repr(pulls.place)
