"""A helpdesk that is asked for its tickets, and `/frt today` of others meanwhile.

The floor asks the same questions and does nothing with the answers. The helpdesk is the stand-in
for Freshdesk, in the benchmark's own process; a pull also reads, checks, compares and keeps every
ticket, lets others in between, and keeps where it is after each page.
"""

import asyncio
import itertools
import time
from datetime import UTC, datetime, timedelta

import aiohttp

from benchmarks import bench, load, tickets
from benchmarks.bench import KINDS, Asked, Bench, Kind
from benchmarks.goals import Row
from benchmarks.load import Question
from bot.db import Database
from bot.models import Feed
from bot.sealing import Sealer, new_key
from bot.services.feeds import owner
from bot.workspace.helpdesks import Desk, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk

_TICKETS, _A_PAGE, _TEAM = 3_000, 100, 1
_KEY = "bench-key"
_NOW = tickets.NOW.astimezone(UTC)
_ALONE_SECONDS, _EVERY_SECONDS = 4.0, 0.03


async def measure(made: Bench) -> list[Row]:
    """Return the rows of helpdesks that are asked."""
    desk = _desk()
    rows: list[Row] = []
    async with answering(freshdesk(Account(desk, _KEY)), now=desk.now) as address:
        floor = await _floor(address)
        for kind in KINDS:
            rows += await _pulled(made, kind, address, floor)
    return rows


def _desk() -> Desk:
    """Return a desk with tickets of the last ten days, two of three answered."""
    desk = Desk(lambda: _NOW + timedelta(days=1))
    agents = [desk.add_agent(f"Agent {number}") for number in range(20)]
    for number in range(_TICKETS):
        at = _NOW - timedelta(days=10) + timedelta(minutes=4 * number)
        ticket = desk.open(at)
        if number % 3:
            desk.answer(ticket, at + timedelta(minutes=number % 40), agents[number % 20])
    return desk


async def _floor(address: str) -> float:
    """Return the seconds of asking for all pages, and reading their JSON."""
    login = aiohttp.BasicAuth(_KEY, "X")
    asked = {"updated_since": "2010-01-01T00:00:00Z", "include": "stats,requester"}
    asked |= {"order_by": "updated_at", "order_type": "asc", "per_page": str(_A_PAGE)}
    began = time.perf_counter()
    async with aiohttp.ClientSession(auth=login) as session:
        for page in range(1, _TICKETS // _A_PAGE + 1):
            question = asked | {"page": str(page)}
            async with session.get(f"{address}/api/v2/tickets", params=question) as answer:
                await answer.json()
    return time.perf_counter() - began


async def _pulled(made: Bench, kind: Kind, address: str, floor: float) -> list[Row]:
    url, key = made.database(kind, bench.SMALL), new_key()
    due = _NOW + timedelta(seconds=_ALONE_SECONDS + 8)
    await _connect(url, address, key, due)
    more = {"FRT_SEALING_KEYS": key, "FRT_PRIVATE_HELPDESKS": "1"}
    async with bench.bot(url, more=more) as app:
        await bench.settled(app, Question("today", tickets.READERS[3]))
        alone = await _asks(app, asyncio.create_task(asyncio.sleep(_ALONE_SECONDS)))
        pull = asyncio.create_task(_until_heard(url))
        beside = await _asks(app, pull)
    made.drop(url)
    seconds = pull.result()
    what, note = f"a pull of {_TICKETS:,} tickets, {kind}", f"{_TICKETS / seconds:,.0f} tickets/s"
    today = f"`/frt today`, different readers, beside a pull, {kind}, p99"
    return [
        Row(what, seconds, "s", "pull", floor, "the same questions alone", note),
        Row(today, beside.p99, "ms", "pull.today", alone.p99, "no pull"),
    ]


async def _connect(url: str, address: str, key: str, due: datetime) -> None:
    feed = Feed(
        team_id=_TEAM,
        number=1,
        kind="pull",
        product="freshdesk",
        name="Freshdesk",
        source="freshdesk",
        address=address,
        state="on",
        asked_since=_NOW - timedelta(days=30),
        made_by=tickets.READERS[0].user_id,
        made_at=_NOW,
        next_at=due,
    )
    feed.secret = Sealer([key]).seal({"api_key": _KEY}, owner(feed))
    database = Database(url)
    async with database.write() as session:
        session.add(feed)
    await database.close()


async def _until_heard(url: str) -> float:
    """Wait until all tickets are in; return the seconds since the first came."""
    database = Database(url)
    began = None
    try:
        while True:
            async with database.read() as session:
                feed = await session.get_one(Feed, (_TEAM, 1))
                held, heard = feed.held_until, feed.heard_at
                session.expunge_all()
            if held is not None and began is None:
                began = time.perf_counter()
            if heard is not None:
                return time.perf_counter() - (began or time.perf_counter())
            await asyncio.sleep(0.05)
    finally:
        await database.close()


async def _asks(app: Asked, meanwhile: "asyncio.Task[object]") -> load.Timing:
    """Have one after the other ask for today while something goes on."""
    timing, people = load.Timing(), itertools.cycle(tickets.READERS)
    while not meanwhile.done():
        question = Question("today", next(people))
        began = time.perf_counter()
        await app.way.ask(question, 0)
        timing.taken.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(_EVERY_SECONDS)
    await meanwhile
    return timing
