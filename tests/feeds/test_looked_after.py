"""A connection later on: it fails and answers again, is paused, resumed, removed."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot import ids
from bot.models import History, Import, Ticket
from tests.feeds.helpdesk import KEY
from tests.scenarios.office import replica, words_of
from tests.scenarios.tickets import NOW

NEW = "n3w-key-of-the-same-account"


async def events(helpdesk):
    async with helpdesk.office.database.read() as session:
        query = select(History).where(History.subject == "feed").order_by(History.number)
        return [one.event for one in (await session.exec(query)).all()]


async def test_a_key_that_is_revoked_on_page_two_loses_nothing(helpdesk):
    helpdesk.open(250, NOW - timedelta(days=2))
    seen = await helpdesk.tried()
    helpdesk.faults.add("revoked", path="/api/v2/tickets", times=0, after=1)
    await helpdesk.submit(seen)
    (feed,) = await helpdesk.feeds()
    assert (feed.failure, feed.state) == ("credentials", "on")
    assert feed.cursor is not None
    assert len(await helpdesk.brought()) == 100

    before = len(await helpdesk.told())
    await helpdesk.later(0)
    (said,) = (await helpdesk.told())[before:]
    assert "no tickets have come in for Global support" in said
    await helpdesk.later(35)
    await helpdesk.later(35)
    assert len(await helpdesk.told()) == before + 1, "it is told once"

    helpdesk.faults.rules.clear()
    helpdesk.account.key = NEW
    direct = (await helpdesk.client.messages("emma", "app"))[-1]
    shown = await helpdesk.click(ids.FEED_OPEN, direct)
    assert "It does not accept its credentials any more: press *New" in words_of(shown)
    form = await helpdesk.click(ids.FEED_RENEW, shown)
    done = await helpdesk.submit(form, api_key=NEW)
    assert "The new credentials of Freshdesk" in words_of(done)
    found = await helpdesk.brought()
    assert len(found) == len({one.external_id for one in found}) == 250
    async with helpdesk.office.database.read() as session:
        made = sum((await session.exec(select(Import.created))).all())
    assert made == 250, "nothing came in twice"
    await helpdesk.later(0)
    assert any("come in for Global support again" in one for one in await helpdesk.told())
    assert await events(helpdesk) == ["connected", "credentials_changed"]


async def test_other_credentials_that_do_not_work_are_not_kept(helpdesk):
    await helpdesk.connected()
    (before,) = await helpdesk.feeds()
    form = await helpdesk.click(ids.FEED_RENEW, await helpdesk.opens())
    refused = await helpdesk.submit(form, api_key=NEW)
    assert "It does not accept these credentials." in words_of(refused)
    (after,) = await helpdesk.feeds()
    assert after.secret == before.secret
    helpdesk.open()
    await helpdesk.later()
    assert len(await helpdesk.brought()) == 1


async def test_what_happens_while_it_is_paused_comes_in_once_it_is_resumed(helpdesk):
    await helpdesk.connected()
    shown = await helpdesk.click(ids.FEED_PAUSE, await helpdesk.opens())
    assert "is paused." in words_of(shown)
    helpdesk.open(2, helpdesk.office.clock.now)
    await helpdesk.later(10)
    assert await helpdesk.brought() == []
    shown = await helpdesk.click(ids.FEED_RESUME, shown)
    assert "is asked again, from where it stopped" in words_of(shown)
    assert len(await helpdesk.brought()) == 2
    assert await events(helpdesk) == ["connected", "paused", "resumed"]


async def test_ask_now_does_not_wait_for_three_minutes(helpdesk):
    await helpdesk.connected()
    helpdesk.open(1, helpdesk.office.clock.now)
    await helpdesk.click(ids.FEED_ASK, await helpdesk.opens())
    assert len(await helpdesk.brought()) == 1


async def test_a_connection_that_is_removed_leaves_its_tickets_and_no_credentials(helpdesk):
    helpdesk.open(2)
    await helpdesk.connected()
    shown = await helpdesk.click(ids.FEED_REMOVE, await helpdesk.opens())
    assert "Its tickets stay." in words_of(shown)
    assert "Nothing is connected yet." in words_of(shown)
    (feed,) = await helpdesk.feeds()
    assert (feed.state, feed.secret) == ("removed", None)
    helpdesk.open(1, helpdesk.office.clock.now)
    await helpdesk.later(10)
    assert len(await helpdesk.brought()) == 2
    assert await events(helpdesk) == ["connected", "removed"]
    again = await helpdesk.tried()
    assert "3 of 3 are tickets" not in words_of(again)
    assert "2 of 3 are tickets you have already" in words_of(again)


async def test_tickets_that_came_from_files_are_updated_and_none_is_twice(helpdesk):
    tickets = helpdesk.open(3)
    key = {"team_id": 1, "source": "file"}
    async with helpdesk.office.database.write() as session:
        for one in tickets[:2]:
            at = one.opened_at
            made = Ticket(**key, external_id=str(one.id), opened_at=at, waits_from=at)
            session.add(made)
    seen = await helpdesk.tried()
    assert "2 of 3 are tickets you have already: they are updated" in words_of(seen)
    await helpdesk.submit(seen)
    assert await helpdesk.brought() == [], "they are those of the files"
    async with helpdesk.office.database.read() as session:
        found = (await session.exec(select(Ticket).where(Ticket.team_id == 1))).all()
    mine = {one.external_id: one for one in found if one.external_id.isdecimal()}
    assert sorted(mine) == ["1", "2", "3"]
    assert all(one.first_response_at is not None for one in mine.values())


async def test_of_two_who_connect_the_same_the_second_is_told(helpdesk):
    mine, theirs = await helpdesk.tried(), await helpdesk.tried(user="robin", team="1")
    assert "answers" in words_of(theirs)
    await helpdesk.submit(mine)
    await helpdesk.submit(theirs, "robin")
    assert "This is connected already: Freshdesk" in words_of(await helpdesk.top("robin"))
    assert [one.state for one in await helpdesk.feeds() if one.state != "new"] == ["on"]


async def test_another_process_connects_what_was_tried_in_the_first(helpdesk):
    helpdesk.open(2)
    seen = await helpdesk.tried()
    async with replica(helpdesk.office) as other:
        done = await helpdesk.submit(seen)
        await other.bot.deps.background.drain(60)
        assert "is connected with Global support" in words_of(done)
        assert len(await helpdesk.brought()) == 2


@pytest.mark.parametrize("leaves", ["closes it", "goes away"])
async def test_what_is_not_confirmed_is_not_kept(helpdesk, leaves):
    seen = await helpdesk.tried()
    assert [one.state for one in await helpdesk.feeds()] == ["new"]
    if leaves == "closes it":
        await helpdesk.client.close("emma", seen)
        await helpdesk.office.slack.courier.settled()
        await helpdesk.settle()
    else:
        await helpdesk.later(59)
        assert len(await helpdesk.feeds()) == 1
        await helpdesk.later(5)
    assert await helpdesk.feeds() == []


async def test_a_modal_that_is_closed_while_it_is_asked_keeps_nothing(helpdesk):
    helpdesk.faults.add("slow", seconds=1.0)
    form = await helpdesk.form()
    values = {"address": {"value": helpdesk.address}, "api_key": {"value": KEY}}
    await helpdesk.client.submit("emma", form, values)
    await helpdesk.client.close("emma", await helpdesk.top())
    await helpdesk.settle()
    assert await helpdesk.feeds() == []


async def test_app_home_says_when_tickets_last_came_in(helpdesk):
    helpdesk.open(1)
    await helpdesk.connected()
    helpdesk.office.clock.now += timedelta(minutes=4)
    for user, leads in (("emma", True), ("noah", False)):
        await helpdesk.client.open_home(user)
        await helpdesk.office.slack.courier.settled()
        await helpdesk.settle()
        home = await helpdesk.client.home(user)
        assert "last tickets came in 4 min ago" in words_of(home)
        assert (ids.FEED_OPEN in str(home)) == leads
