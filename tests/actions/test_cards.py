"""Cards show the latest state, whichever process drew or lost them, and stand once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlmodel import select

from bot import ids
from bot.db import Database
from bot.models import Card, NewCard
from bot.services import cards as service
from bot.store.cards import AT_ONCE
from tests.actions.floor import Floor
from tests.scenarios.office import Json, replica, words_of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def fault(floor: Floor, method: str, kind: str, **options: Any) -> None:
    await floor.office.slack.client.fault(method, kind, **options)


async def later(floor: Floor, by: timedelta = MINUTE) -> None:
    """Move the clock on and look what is behind, as every tick does."""
    floor.office.clock.now += by + timedelta(seconds=1)
    await floor.planner.tick()
    await floor.office.settle()


async def sent(floor: Floor) -> None:
    """Send the form of a new action, whatever becomes of its card."""
    await floor.submit("emma", await floor.form("emma"), measure="Answer faster")


async def lost(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save an action as a process does that is killed before it posts the card."""
    with monkeypatch.context() as killed:
        killed.setattr(floor.office.bot.deps.cards, "post_new", _nothing)
        await sent(floor)
    assert await stand(floor) == []


async def stand(floor: Floor) -> list[Json]:
    """Return the cards of actions in the channel."""
    return [one for one in await floor.said("emma") if "Answer faster" in words_of(one)]


async def rows(database: Database, of: type[Card] | type[NewCard]) -> list[Any]:
    async with database.read() as session:
        return list((await session.exec(select(of))).all())


async def test_two_replicas_that_draw_one_card_leave_the_latest_state(floor: Floor) -> None:
    card = await floor.make("emma", owner="U01NOAH")
    client = floor.office.slack.client
    moved = await floor.press("emma", card, ids.ACTION_NEW_DATE)
    assert moved is not None
    await fault(floor, "chat.update", "delay", seconds=1.0)
    sent = await client.submit("emma", moved, {"due": "2026-12-04", "why": "Later"})
    assert sent["ack"]["status"] == "ok"
    async with replica(floor.office) as second:
        there = Floor(second)
        await there.done("noah", card)
    await floor.office.settle()
    assert "✓ done" in words_of(await floor.office.seen("emma", card))
    (row,) = await rows(floor.office.database, Card)
    assert (row.wanted, row.busy_until) == (row.drawn, None)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("drop_request", {}),
        ("server_error", {}),
        ("rate_limited", {"retry_after": "20"}),
        ("error", {"code": "internal_error"}),
    ],
)
async def test_a_card_that_slack_did_not_redraw_is_drawn_a_minute_later(
    floor: Floor, kind: str, options: Json
) -> None:
    card = await floor.make("emma")
    await fault(floor, "chat.update", kind, **options)
    await floor.done("emma", card)
    assert "✓ done" not in words_of(await floor.office.seen("emma", card))
    await later(floor)
    assert "✓ done" in words_of(await floor.office.seen("emma", card))


async def test_a_card_that_can_not_be_changed_is_left_alone(floor: Floor) -> None:
    card = await floor.make("emma")
    await fault(floor, "chat.update", "error", code="cant_update_message")
    await floor.done("emma", card)
    (row,) = await rows(floor.office.database, Card)
    assert (row.wanted, row.busy_until) == (row.drawn, None)


async def test_a_card_in_an_archived_channel_is_tried_each_hour(floor: Floor) -> None:
    card = await floor.make("emma")
    form = await floor.press("emma", card, ids.ACTION_DONE)
    assert form is not None
    await floor.office.slack.client.archive("C01SUPPORT")
    await floor.fill("emma", form, result="Done anyway")
    calls = await updates(floor)
    await later(floor)
    assert await updates(floor) == calls
    await floor.office.slack.client.unarchive("C01SUPPORT")
    await later(floor, HOUR)
    assert "✓ done" in words_of(await floor.office.seen("emma", card))


async def test_a_change_whose_process_was_killed_is_drawn_by_the_next(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await floor.make("emma")
    with monkeypatch.context() as killed:
        killed.setattr(floor.office.bot.deps.cards, "redraw", _nothing)
        await floor.done("emma", card)
    assert "✓ done" not in words_of(await floor.office.seen("emma", card))
    await later(floor)
    assert "✓ done" in words_of(await floor.office.seen("emma", card))
    calls = await updates(floor)
    await later(floor)
    assert await updates(floor) == calls


async def test_a_redraw_whose_process_was_killed_is_taken_over(floor: Floor) -> None:
    card = await floor.make("emma")
    deps = floor.office.bot.deps
    await service.take(deps.database, (1, "action", "1"), deps.clock())
    await floor.done("emma", card)
    assert "✓ done" not in words_of(await floor.office.seen("emma", card))
    await later(floor)
    assert "✓ done" in words_of(await floor.office.seen("emma", card))


async def test_a_message_whose_process_was_killed_while_it_drew_is_drawn(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await floor.make("emma")
    deps = floor.office.bot.deps
    with monkeypatch.context() as killed:
        killed.setattr(deps.cards, "redraw", _nothing)
        await floor.done("emma", card)
    assert len(await service.take(deps.database, (1, "action", "1"), deps.clock())) == 1
    await later(floor)
    assert "✓ done" in words_of(await floor.office.seen("emma", card))


async def test_who_drew_after_another_took_over_has_it_drawn_again(floor: Floor) -> None:
    await floor.make("emma")
    deps, what = floor.office.bot.deps, (1, "action", "1")
    (slow,) = await service.take(deps.database, what, deps.clock())
    later_on = deps.clock() + MINUTE
    quick = await service.take_behind(deps.database, slow, later_on)
    assert quick is not None
    assert await service.drawn(deps.database, quick, later_on) is None
    assert (await service.all_behind(deps.database, 1, later_on))[0] == []
    assert await service.drawn(deps.database, slow, later_on) is None
    (card,) = (await service.all_behind(deps.database, 1, later_on))[0]
    assert (card.subject, card.subject_key) == ("action", "1")


async def test_a_card_that_was_not_posted_is_posted_later(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lost(floor, monkeypatch)
    await later(floor)
    (card,) = await stand(floor)
    await floor.done("emma", card)
    assert "✓ done" in words_of(await floor.office.seen("emma", card))
    await later(floor)
    assert len(await stand(floor)) == 1


async def test_a_card_that_is_no_news_any_more_is_not_posted(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lost(floor, monkeypatch)
    await later(floor, service.KEPT)
    assert await stand(floor) == []
    assert await rows(floor.office.database, NewCard) == []


@pytest.mark.parametrize("kind", ["drop_reply", "server_error", "internal_error"])
async def test_a_card_that_may_stand_there_is_looked_for(floor: Floor, kind: str) -> None:
    done = {"done": True} if kind == "server_error" else {}
    await fault(floor, "chat.postMessage", kind, **done)
    await sent(floor)
    await later(floor)
    (card,) = await stand(floor)
    await floor.done("emma", card)
    assert "✓ done" in words_of(await floor.office.seen("emma", card))
    assert await rows(floor.office.database, NewCard) == []


async def test_a_card_that_slack_limits_is_posted_later(floor: Floor) -> None:
    await fault(floor, "chat.postMessage", "rate_limited", retry_after="5")
    await sent(floor)
    assert len(await floor.said("emma", "app")) == 1
    await later(floor)
    assert len(await stand(floor)) == 1


async def test_a_card_that_slack_refuses_is_given_up(floor: Floor) -> None:
    await fault(floor, "chat.postMessage", "error", code="no_text")
    await sent(floor)
    assert await rows(floor.office.database, NewCard) == []


async def test_a_card_is_posted_by_one_of_two_replicas(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lost(floor, monkeypatch)
    floor.office.clock.now += 2 * MINUTE
    async with replica(floor.office) as second:
        both = (floor.office.bot.deps.cards, second.bot.deps.cards)
        await asyncio.gather(*(one.catch_up(1) for one in both))
        await asyncio.gather(*(one.catch_up(1) for one in both))
    assert len(await stand(floor)) == 1


async def sent_slowly(floor: Floor, meanwhile: Callable[[], Awaitable[object]]) -> None:
    """Send the form of a new action, whose card waits two minutes for its turn."""
    pace = floor.office.bot.deps.slack.pace
    in_turn = pace.post

    async def waits(_channel: str) -> None:
        pace.post = in_turn  # type: ignore[method-assign]
        floor.office.clock.now += 2 * MINUTE
        await meanwhile()

    pace.post = waits  # type: ignore[method-assign]
    await sent(floor)


async def test_a_card_that_another_process_posted_is_not_posted_again(floor: Floor) -> None:
    await sent_slowly(floor, partial(floor.office.bot.deps.cards.catch_up, 1))
    assert len(await stand(floor)) == 1


async def test_a_card_that_another_process_has_taken_is_left_to_it(floor: Floor) -> None:
    async def taken() -> None:
        deps = floor.office.bot.deps
        (new,) = await rows(deps.database, NewCard)
        assert await service.take_new(deps.database, new, deps.clock())

    await sent_slowly(floor, taken)
    assert await stand(floor) == []
    await later(floor)
    assert len(await stand(floor)) == 1


async def test_much_that_is_behind_does_not_hold_up_what_is_due(floor: Floor) -> None:
    def card(number: int) -> Card:
        shows = {"team_id": 1, "subject": "action", "subject_key": str(number), "view": "card"}
        return Card(**shows, channel_id="C01SUPPORT", message_ts=f"{number}.0", wanted=1)

    database = floor.office.database
    async with database.write() as session:
        session.add_all(map(card, range(1, AT_ONCE + 3)))
    for left in (2, 0):
        await later(floor)
        assert sum(one.wanted > one.drawn for one in await rows(database, Card)) == left


async def test_a_clock_that_jumps_while_a_card_is_posted_posts_it_once(floor: Floor) -> None:
    await fault(floor, "chat.postMessage", "delay", seconds=0.5)
    form = await floor.form("emma")
    await floor.office.slack.client.submit("emma", form, {"measure": "Answer faster"})
    await asyncio.sleep(0.2)
    assert await rows(floor.office.database, NewCard)
    floor.office.clock.now += HOUR
    await floor.office.bot.deps.cards.catch_up(1)
    await floor.office.settle()
    assert len(await stand(floor)) == 1


async def updates(floor: Floor) -> int:
    log = await floor.office.slack.client.log()
    return sum(one["name"] == "chat.update" for one in log if one["direction"] == "from_app")


async def _nothing(*_what: object) -> None:
    """Do nothing, as a killed process."""
