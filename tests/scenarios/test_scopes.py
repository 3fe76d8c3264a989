"""The bot with no more than the scopes that a first install needs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot import ids
from bot.db import Database
from bot.manifest import OPTIONAL
from bot.models import Team, Ticket
from tests.actions.floor import Floor as Actions
from tests.daily.world import prepare
from tests.delivery.floor import Floor as Posts
from tests.plans.floor import Floor as Plans
from tests.scenarios.office import Office, element, office, words_of

NEW_TEAM = {"name": "Global support", "channel": "C01SUPPORT", "zone": "UTC", "limit": "15m"}
LOST = "Nobody can tell"


async def _nothing(database: Database) -> None:
    del database


@pytest.fixture
async def bare(database_url: str) -> AsyncIterator[Office]:
    """A bot that was just installed, with the scopes that are needed and no other."""
    async with office(database_url, by="http", prepare=_nothing, optional=False) as opened:
        assert not set(opened.slack.workspace.app.scopes) & set(OPTIONAL)
        yield opened


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Office]:
    """A bot with two teams, with the scopes that are needed and no other."""
    async with office(database_url, by="http", optional=False) as opened:
        yield opened


@pytest.fixture
async def posts(database_url: str) -> AsyncIterator[Posts]:
    """A bot whose reports come due, with the scopes that are needed and no other."""
    async with office(database_url, by="http", prepare=prepare, optional=False) as opened:
        yield Posts(opened)


async def _take_in(desk: Office) -> None:
    async with desk.database.write() as session:
        (team,) = (await session.exec(select(Team))).all()
        opened = datetime(2026, 11, 20, 10, tzinfo=UTC)
        session.add(
            Ticket(
                team_id=team.id,
                source="file",
                external_id="1",
                opened_at=opened,
                waits_from=opened,
                first_response_at=opened + timedelta(minutes=5),
            )
        )


async def test_the_whole_way_from_setup_to_an_action_that_is_done(bare: Office):
    client = bare.slack.client
    await client.leave("U01FRTBOT", "support-global")
    await client.command("emma", "support-global", "/frt setup")
    await bare.settle()
    done = await client.submit("emma", await bare.modal("emma"), NEW_TEAM)
    assert done["errors"] == {}
    await bare.settle()
    for said in (words_of(await bare.modal("emma")), (await bare.newest("emma", "app"))["text"]):
        assert "may not look whether I am in <#C01SUPPORT>" in said
        assert "`/invite`" in said
    await client.post("invite_bot", channel="support-global")

    await _take_in(bare)
    assert "5 min" in words_of(await bare.type("emma", "today"))

    bare.clock.now = datetime(2026, 11, 23, 9, 1, tzinfo=UTC)
    await bare.bot.planner.tick()
    report = await bare.newest("emma")
    assert report["text"].startswith("Daily report")

    floor = Actions(bare)
    card = await floor.make("emma", owner="U01NOAH")
    (own,) = await client.messages("noah", "app")
    await floor.done("noah", own)
    for user, one in (("emma", card), ("noah", own)):
        assert element(await bare.seen(user, one), ids.ACTION_DONE) is None
    log = [one for one in await client.log() if one["direction"] == "from_app"]
    refused = {one["name"] for one in log if "missing_scope" in str(one["answer"])}
    assert refused == {"conversations.info", "conversations.join"}


async def test_setup_joins_a_channel_that_it_may_not_look_into(bare: Office):
    client = bare.slack.client
    bare.slack.workspace.app.scopes.append("channels:join")
    for present, said in ((False, "I have joined"), (True, "I am in <#")):
        if not present:
            await client.leave("U01FRTBOT", "support-global")
        await client.command("emma", "support-global", f"/frt setup{'' if present else ' new'}")
        await bare.settle()
        values = NEW_TEAM if not present else {"limit": "10m"}
        await client.submit("emma", await bare.modal("emma"), values)
        await bare.settle()
        assert said in words_of(await bare.modal("emma"))


async def test_a_form_for_evidence_opens_without_its_field_for_a_file(desk: Office):
    floor = Plans(desk)
    await floor.start()
    form = await floor.open("emma", await floor.checklist(), 5)
    assert "No file can be given here" in words_of(form)
    assert "这里不能附上文件" in words_of(form)
    await floor.enrol("U01SOFIA", "lead")
    other = await floor.open("sofia", await floor.checklist("sofia"), 5)
    await floor.fill("sofia", other, evidence="https://wiki.example/5")
    assert (await floor.item(5)).evidence == "https://wiki.example/5"
    late = await floor.fill("emma", form, evidence="https://wiki.example/6")
    assert late["errors"] == {}
    again = (await floor.views("emma"))[-1]
    assert "No file can be given here" in words_of(again)
    await floor.fill("emma", again, **{"evidence.1": "https://wiki.example/7"})
    assert (await floor.item(5)).evidence == "https://wiki.example/7"


async def test_a_post_that_nobody_may_look_for_is_shown_to_people_at_once(posts: Posts):
    await posts.fault("drop_reply", channel="support-global")
    await posts.monday()
    await posts.after(seconds=5)
    assert await posts.stands() == ("ambiguous", "history_unreadable:missing_scope")
    assert await posts.calls() == 1
    await posts.after(seconds=20)
    assert sum(LOST in one for one in await posts.told("emma")) == 1


async def test_a_post_that_slack_put_off_is_posted_when_it_may_be(posts: Posts):
    await posts.fault("rate_limited", channel="support-global", retry_after="5")
    await posts.monday()
    await posts.after(seconds=6)
    assert await posts.stands() == ("posted", None)
    await posts.post()


async def test_an_unknown_lack_is_named_and_no_reference(desk: Office):
    await desk.slack.client.fault("views.open", "error", code="missing_scope")
    await desk.slack.client.command("emma", "support-global", "/frt action")
    await desk.settle()
    said = words_of((await desk.slack.client.messages("emma", "support-global"))[-1])
    assert "lacks a permission" in said
