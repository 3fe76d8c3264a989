"""What was kept comes in, whatever ends in between, and in whatever order it was sent."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import select

from bot.metrics.clocks import to_micros
from bot.models import Delivery, Feed, Import, Ticket, TicketMessage
from bot.services.feeds import Taker, managing
from bot.services.retention import forget, purge
from bot.services.team import measured
from bot.settings import Settings
from bot.store import feed_events, feeds
from bot.store.imports import data_at
from tests.hooks.conftest import Hooked, event, make, running
from tests.scenarios.tickets import NOW

LATER = timedelta(minutes=1)


async def feed_of(hooked: Hooked) -> Feed:
    async with hooked.database.read() as session:
        found = await feeds.get(session, 1, hooked.number)
    assert found is not None
    return found


async def outcomes(hooked: Hooked) -> set[tuple[str, str | None]]:
    return {(one.outcome, one.reason) for one in (await hooked.events()).values()}


async def test_what_comes_before_its_ticket_is_held_until_that_comes(hooked: Hooked):
    await hooked.send(event("agent_reply", minutes=5, agent="Noah"))
    await hooked.settle()
    assert await hooked.tickets() == {}
    assert await outcomes(hooked) == {("held", "not_opened")}
    await hooked.send(event("opened", "T-2"))
    await hooked.settle()
    assert set(await hooked.tickets()) == {"T-2"}
    await hooked.send(event("opened"))
    await hooked.settle()
    ticket = (await hooked.tickets())["T-1"]
    assert ticket["first_response_at"] - ticket["opened_at"] == timedelta(minutes=5)
    assert await outcomes(hooked) == {("applied", None)}


async def test_the_same_row_again_leaves_no_trace(hooked: Hooked):
    await hooked.send(event("opened"))
    await hooked.settle()
    later = hooked.clock.now = NOW + LATER
    await hooked.send(event("opened", minutes=2), event("tagged"))
    await hooked.settle()
    assert await outcomes(hooked) == {
        ("applied", None),
        ("ignored", "opened_before"),
        ("ignored", "says_nothing"),
    }
    async with hooked.database.read() as session:
        assert len((await session.exec(select(Import))).all()) == 1
    feed = await feed_of(hooked)
    assert (feed.brought_at, feed.heard_at) == (NOW, later)


async def test_a_process_that_ends_before_it_worked_anything_off_loses_nothing(database_url: str):
    async with running(database_url, is_cut=True) as first:
        await make(first)
        first.bot.deps.drains.gather = 3_600
        await first.send(event("opened"), event("agent_reply", minutes=3))
    async with running(database_url, is_new=False) as second:
        assert await second.tickets() == {}
        await second.bot.planner.wake()
        await second.settle()
        assert set(await second.tickets()) == {"T-1"}
        assert await outcomes(second) == {("applied", None)}


class _Ends(Taker):
    """Takes tickets in, and is the last thing that a process does."""

    async def take(self, *told: Any) -> Any:
        await super().take(*told)
        raise SystemError("ends here")


async def test_what_came_in_but_was_not_marked_is_done_once_more(hooked: Hooked):
    deps = hooked.bot.deps
    whole, deps.drains.taker = deps.drains.taker, _Ends(deps.settings.database_url)
    await hooked.send(event("opened"))
    await hooked.settle()
    assert set(await hooked.tickets()) == {"T-1"}
    assert await outcomes(hooked) == {("new", None)}
    assert (await feed_of(hooked)).failure == "error"
    deps.drains.taker = whole
    await hooked.bot.planner.wake()
    await hooked.settle()
    assert await outcomes(hooked) == {("new", None)}, "it rests after a failure"
    hooked.clock.now += timedelta(minutes=4)
    await hooked.bot.planner.wake()
    await hooked.settle()
    assert await outcomes(hooked) == {("applied", None)}
    feed = await feed_of(hooked)
    assert (feed.failure, feed.failures, feed.held_until) == (None, 0, None)


async def test_leads_are_told_once_of_what_does_not_mend_itself(hooked: Hooked):
    deps = hooked.bot.deps
    deps.drains.taker = _Ends(deps.settings.database_url)
    await hooked.send(event("opened"))
    await hooked.settle()
    for _ in range(5):
        hooked.clock.now += timedelta(minutes=31)
        await hooked.bot.planner.wake()
        await hooked.settle()
    async with hooked.database.read() as session:
        told_of = (await session.exec(select(Delivery).where(Delivery.kind == "feed"))).all()
    assert {one.channel_id for one in told_of} == {"U01EMMA"}
    assert len(told_of) == 1


class _Paused(Taker):
    """Takes tickets in while somebody changes the feed."""

    async def take(self, feed: Feed, *told: Any) -> Any:
        done = await super().take(feed, *told)
        await managing.pause(self.database, "U01EMMA", feed.team_id, feed.number, NOW)  # type: ignore[attr-defined]
        return done


async def test_who_lost_the_feed_has_it_all_done_once_more(hooked: Hooked):
    drains = hooked.bot.deps.drains
    taker = _Paused(hooked.bot.deps.settings.database_url)
    object.__setattr__(taker, "database", hooked.database)
    whole, drains.taker = drains.taker, taker
    await hooked.send(event("opened"))
    await hooked.settle()
    assert await outcomes(hooked) == {("new", None)}
    drains.taker = whole
    await managing.resume(hooked.database, "U01EMMA", 1, hooked.number, NOW)
    await hooked.bot.planner.wake()
    await hooked.settle()
    assert await outcomes(hooked) == {("applied", None)}


async def test_one_process_at_a_time_works_a_feed_off(hooked: Hooked):
    async with hooked.database.write() as session:
        feed = await feeds.get(session, 1, hooked.number)
        assert feed is not None
        assert await feeds.claim(session, feed, NOW + timedelta(seconds=30))
    await hooked.send(event("opened"))
    await hooked.settle()
    await hooked.bot.planner.wake()
    await hooked.settle()
    assert await hooked.tickets() == {}
    hooked.clock.now += LATER
    await hooked.bot.planner.wake()
    await hooked.settle()
    assert set(await hooked.tickets()) == {"T-1"}


async def test_many_requests_are_few_runs(hooked: Hooked):
    begin = asyncio.Event()

    async def gathered(_seconds: float) -> None:
        await begin.wait()

    hooked.bot.deps.drains.sleep = gathered
    for n in range(30):
        await hooked.send(event("opened", f"T-{n}"))
    begin.set()
    await hooked.settle()
    assert len(await hooked.tickets()) == 30
    async with hooked.database.read() as session:
        assert len((await session.exec(select(Import))).all()) == 1


async def reached(hooked: Hooked):
    async with hooked.database.read() as session:
        clock = (await measured(session, 1, hooked.clock.now)).business
        return await data_at(session, 1, to_micros(hooked.clock.now), clock)


async def test_figures_are_of_now_until_the_hook_is_silent(hooked: Hooked):
    await hooked.send(event("opened"))
    await hooked.settle()
    hooked.clock.now = NOW + timedelta(minutes=30)
    assert (await reached(hooked)).until == to_micros(hooked.clock.now)
    hooked.clock.now = NOW + timedelta(minutes=31)
    assert (await reached(hooked)).until == to_micros(NOW)
    await hooked.send()
    assert (await reached(hooked)).until == to_micros(hooked.clock.now)


async def test_a_hook_that_is_often_quiet_at_this_hour_is_silent_later(hooked: Hooked):
    await hooked.send(event("opened"))
    place = feed_events.Place(1, hooked.number)
    for days in range(1, 15):
        for minutes in (0, 40, 130):
            at = NOW - timedelta(days=days) + timedelta(minutes=minutes)
            row = {"event_id": f"{at}", "occurred_at": at, "ticket": "T-0", "type": "note"}
            async with hooked.database.write() as session:
                await feed_events.keep(session, place, [row | {"body": "{}"}], at)
    await hooked.settle()
    assert (await feed_of(hooked)).quiet_seconds == 3 * 90 * 60


async def test_a_customer_who_is_forgotten_does_not_come_back(hooked: Hooked):
    await hooked.send(
        event("opened", customer='Ada "L."', subject="Refund"),
        event("opened", "T-2", customer="Bo", subject='for ADA "L." please'),
        event("opened", "T-3", customer="Cy", subject="Rain"),
    )
    await hooked.settle()
    await forget(hooked.database, 'ada "l."', "U01EMMA", NOW)
    await hooked.send(*(event("note", f"T-{n}", 9) for n in (1, 2, 3)))
    await hooked.settle()
    tickets = await hooked.tickets()
    assert {n: (one["customer"], one["subject"]) for n, one in tickets.items()} == {
        "T-1": (None, None),
        "T-2": ("Bo", None),
        "T-3": ("Cy", "Rain"),
    }
    assert "ADA" not in str([one.body.upper() for one in (await hooked.events()).values()])


async def test_events_go_with_their_ticket(hooked: Hooked):
    await hooked.send(event("opened"), event("opened", "T-2"), event("note", "T-3"))
    await hooked.settle()
    async with hooked.database.write() as session:
        for table in (TicketMessage, Ticket):
            await session.exec(delete(table).where(table.external_id == "T-1"))
    kept = Settings(_env_file=None, keep_tickets_days=30)
    await purge(hooked.database, kept, NOW + timedelta(days=29))
    assert len(await hooked.events()) == 3
    gone = await purge(hooked.database, kept, NOW + timedelta(days=30, hours=1))
    assert gone["feed_events"] == 2
    assert {one.ticket for one in (await hooked.events()).values()} == {"T-2"}
