"""Helpdesks that are asked: what came in stays, whoever fails, and nothing comes twice."""

from datetime import timedelta

import pytest

from bot.metrics.tickets import read_addresses
from bot.models import Team, Ticket
from bot.sealing import Sealer, new_key
from bot.services.feeds import managing, trying
from tests.pulling.conftest import KEY, LEAD, NOW


def opened(fed, many, minutes=10):
    """Open tickets one after the other, the first so long ago that all are in the past."""
    start = NOW - timedelta(minutes=minutes * (many + 1))
    return [fed.desk.open(start + timedelta(minutes=minutes * n)) for n in range(many)]


async def test_tickets_come_in_and_so_does_what_becomes_of_them(fed):
    tickets = opened(fed, 10)
    await fed.connect()
    assert await fed.pull() == 1
    found = await fed.tickets()
    assert set(found) == {str(one.id) for one in tickets}
    assert all(one.first_response_at is None and one.response_told for one in found.values())
    assert await fed.told() == [(LEAD, "first")]
    fed.later(minutes=3)
    fed.desk.answer(tickets[0], fed.now - timedelta(minutes=1))
    fed.desk.solve(tickets[1], fed.now - timedelta(minutes=1))
    assert await fed.pull() == 1
    found = await fed.tickets()
    assert found["1"].first_response_at == fed.now - timedelta(minutes=1)
    assert found["2"].solved_at == fed.now - timedelta(minutes=1)
    assert [one.updated for one in await fed.imports()][-1] == 2


async def test_it_is_asked_every_three_minutes_and_by_one_process(fed):
    opened(fed, 2)
    await fed.connect()
    mine = await fed.pulls.due(fed.now)
    assert (len(mine), await fed.process().due(fed.now)) == (1, [])
    await fed.pulls.pull(mine[0])
    assert await fed.pull() == 0
    fed.later(minutes=3)
    assert await fed.pull() == 1


async def test_a_state_that_comes_back_is_taken_in_again(fed):
    """The third answer is word for word the first: a file like that would be known already."""
    (ticket,) = opened(fed, 1)
    await fed.connect()
    await fed.pull()
    for status in ("pending", "open"):
        fed.later(minutes=3)
        fed.desk.change(ticket, fed.now - timedelta(minutes=1), status=status)
        await fed.pull()
    assert (await fed.tickets())["1"].status == "open"
    assert [one.updated for one in await fed.imports()] == [0, 1, 1]


async def test_what_changed_nothing_leaves_no_trace_but_that_it_was_heard(fed):
    opened(fed, 2)
    await fed.connect()
    await fed.pull()
    for _ in range(3):
        fed.later(minutes=3)
        await fed.pull()
    feed = await fed.feed()
    assert (len(await fed.imports()), feed.heard_at) == (1, fed.now)
    assert feed.brought_at == NOW


async def test_a_key_that_is_revoked_on_the_second_page(fed):
    opened(fed, 10)
    await fed.connect()
    fault = fed.faults.add("revoked", path="/api/v2/tickets", times=0, after=1)
    await fed.pull()
    assert len(await fed.tickets()) == 4
    feed = await fed.feed()
    assert (feed.failure, feed.heard_at, bool(feed.cursor)) == ("credentials", None, True)
    assert await fed.told() == [(LEAD, "failed")]
    for _ in range(4):
        fed.later(minutes=30)
        await fed.pull()
    assert await fed.told() == [(LEAD, "failed")], "told once, however long it lasts"
    fed.faults.rules.remove(fault)
    before = len(fed.faults.asked)
    await fed.renew()
    assert await fed.pull() == 1
    asked = [one for one in fed.faults.asked[before:] if one.startswith("/api/v2/tickets?")]
    assert "page=1" not in asked[0] or "updated_since=2026-11-20" in asked[0]
    assert len(await fed.tickets()) == 10
    assert sum(one.created for one in await fed.imports()) == 10
    assert sum(one.updated for one in await fed.imports()) == 0
    assert [what for _, what in await fed.told()] == ["failed", "first", "resumed"]


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"kind": "busy", "retry_after": "900"}, "busy"),
        ({"kind": "error", "status": 502}, "unreachable"),
        ({"kind": "html"}, "answer"),
        ({"kind": "truncated"}, "answer"),
        ({"kind": "torn"}, "unreachable"),
        ({"kind": "cut"}, "unreachable"),
        ({"kind": "redirect", "location": "https://elsewhere.example/"}, "address"),
        ({"kind": "error", "status": 404}, "address"),
        ({"kind": "error", "status": 422}, "refused"),
    ],
)
async def test_what_goes_wrong_is_named_and_mends_itself(fed, fault, failure):
    tickets = opened(fed, 6)
    await fed.connect()
    await fed.pull()
    fed.later(minutes=3)
    fed.desk.answer(tickets[0], fed.now - timedelta(minutes=1))
    fed.faults.add(times=0, **fault)
    await fed.pull()
    feed = await fed.feed()
    assert (feed.failure, feed.failed_since) == (failure, fed.now)
    assert feed.next_at > fed.now
    assert "failed" not in dict(await fed.told()).values()
    fed.faults.clear()
    fed.later(minutes=30)
    assert await fed.pull() == 1
    assert (await fed.feed()).failure is None
    assert (await fed.tickets())["1"].first_response_at is not None


async def test_what_lasts_is_told_once_and_so_is_its_end(fed):
    opened(fed, 2)
    await fed.connect()
    await fed.pull()
    fed.faults.add("error", times=0)
    for _ in range(30):
        fed.later(minutes=5)
        await fed.pull()
    fed.faults.clear()
    for _ in range(3):
        fed.later(minutes=30)
        await fed.pull()
    assert [what for _, what in await fed.told()] == ["first", "failed", "resumed"]


async def test_asked_less_and_less_often(fed):
    opened(fed, 1)
    await fed.connect()
    fed.faults.add("error", times=0)
    waits = []
    for _ in range(6):
        await fed.pull()
        wait = (await fed.feed()).next_at - fed.now
        waits.append(wait.total_seconds() / 60)
        fed.now += wait
    assert waits == [3, 6, 12, 24, 30, 30]


async def test_a_process_that_ends_between_tickets_and_cursor(fed):
    """The page comes in again, and nothing is twice."""
    opened(fed, 6)
    await fed.connect()
    (feed,) = await fed.pulls.due(fed.now)

    class GoneError(Exception):
        pass

    async def gone(*_args):
        raise GoneError

    pulls = fed.process()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(pulls), "_kept", gone)
        with pytest.raises(GoneError):
            await pulls._pull(feed)
    assert len(await fed.tickets()) == 4
    assert await fed.pull() == 0, "it has the helpdesk for a while"
    fed.later(minutes=2)
    assert await fed.pull() == 1
    assert await fed.count(Ticket) == 6
    assert [one.updated for one in await fed.imports()] == [0] * len(await fed.imports())


async def test_whoever_slept_too_long_changes_nothing(fed):
    opened(fed, 2)
    await fed.connect()
    (slow,) = await fed.pulls.due(fed.now)
    fed.later(minutes=5)
    await fed.pull(fed.process())
    heard = (await fed.feed()).heard_at
    fed.later(minutes=1)
    await fed.pulls.pull(slow)
    assert (await fed.feed()).heard_at == heard


async def test_credentials_that_cannot_be_opened(fed):
    await fed.connect()
    fed.sealer = Sealer([new_key()])
    await fed.pull(fed.process())
    assert (await fed.feed()).failure == "sealed"
    assert await fed.told() == [(LEAD, "failed")]
    assert fed.faults.asked == []


async def test_what_stands_as_it_did_is_not_taken_in_again(fed, monkeypatch):
    tickets = opened(fed, 3)
    await fed.connect()
    taken, told = [], fed.pulls.taker.take

    async def noted(feed, zone, rows, now):
        taken.append([row["external_id"] for row in rows])
        return await told(feed, zone, rows, now)

    monkeypatch.setattr(type(fed.pulls.taker), "take", lambda _self, *args: noted(*args))
    fed.desk.answer(tickets[0], fed.now - timedelta(minutes=1))
    await fed.pull()
    for status in ("pending", "open"):
        fed.later(minutes=2)
        await fed.pull()
        fed.later(minutes=1)
        fed.desk.change(tickets[0], fed.now, status=status)
        await fed.pull()
    assert [one for one in taken if one] == [["2", "3", "1"], ["1"], ["1"]]
    assert (await fed.tickets())["1"].status == "open"


async def test_a_lost_cursor_begins_anew_and_nothing_is_twice(fed):
    opened(fed, 6)
    await fed.connect()
    await fed.pull()
    async with fed.database.write() as session:
        feed = await fed.feed()
        feed.cursor = "{"
        await session.merge(feed)
    fed.later(minutes=3)
    await fed.pull()
    assert (len(await fed.tickets()), (await fed.feed()).failure) == (6, None)


async def test_a_field_that_is_gone_is_no_empty_day(fed, monkeypatch):
    """Every ticket of a page can't be read: it stays where it was, and somebody is told in time."""
    opened(fed, 3)
    await fed.connect()
    await fed.pull()
    fed.later(minutes=3)
    for ticket in fed.desk.tickets.values():
        ticket.updated_at = fed.now - timedelta(minutes=1)
    cursor = (await fed.feed()).cursor
    told = fed.pulls.taker.take

    async def without(feed, zone, rows, now):
        return await told(feed, zone, [{**row, "opened_at": "soon"} for row in rows], now)

    monkeypatch.setattr(type(fed.pulls.taker), "take", lambda _self, *args: without(*args))
    await fed.pull()
    assert ((await fed.feed()).failure, (await fed.feed()).cursor) == ("answer", cursor)


async def test_the_key_stands_nowhere(fed, caplog):
    await fed.connect()
    fed.faults.add("revoked", times=0)
    await fed.pull()
    feed = await fed.feed()
    assert KEY not in repr(feed) + caplog.text + repr(await fed.all_of(Ticket))
    assert KEY not in repr(fed.wish())


async def test_its_tickets_lead_to_it_once_it_is_confirmed_and_for_ever(fed):
    number = await trying.prepare(fed.database, fed.sealer, fed.wish(), None, LEAD, fed.now)
    (team,) = await fed.all_of(Team)
    assert team.desk_addresses == ""
    await managing.connect(fed.database, LEAD, 1, number, fed.now)
    await managing.remove(fed.database, LEAD, 1, number, fed.now)
    (team,) = await fed.all_of(Team)
    found = read_addresses("https://help.example/{id}", team.desk_addresses)
    assert found.of("freshdesk") == f"{fed.address}/a/tickets/{{id}}"
    assert found.of("file") == "https://help.example/{id}"


async def test_two_helpdesks_are_two_places(fed):
    await fed.connect()
    fed.address = "https://other.freshdesk.com"
    await fed.connect()
    (team,) = await fed.all_of(Team)
    found = read_addresses("", team.desk_addresses)
    assert found.of("freshdesk-2") == "https://other.freshdesk.com/a/tickets/{id}"
    assert found.of("freshdesk") != found.of("freshdesk-2")
