"""Reports: filled from the tickets' own times, posted once to the teams chosen, and kept."""

import asyncio
from typing import Any

import pytest

from bot import ids
from bot.models import SlackUser, Team, Ticket
from tests.problems.floor import Floor, initial, words_of
from tests.scenarios.office import Json
from tests.scenarios.tickets import NOW

OWN = {"teams": ["1"]}


async def asked(floor: Floor, user: str, card: Json) -> Json:
    form = await floor.press(user, card, ids.PROBLEM_REPORT)
    assert form is not None
    return form


async def posted(floor: Floor, user: str = "emma", channel: str = "support-global") -> list[str]:
    """Return what reports say that stand in a channel."""
    found = [words_of(one) for one in await floor.said(user, channel)]
    return [text for text in found if "report on problem" in text or "分析报告" in text]


async def test_it_is_posted_where_it_is_wanted_in_the_language_there(floor: Floor):
    card = await floor.make_problem("emma", tickets="T3, T5", kind="delay")
    card = await floor.analyse("emma", card)
    await floor.act("emma", card, owner="U01NOAH")
    form = await asked(floor, "emma", card)
    preview = words_of(form)
    for part in ("20 Nov, 10:20", "first response after 20 min (limit 15 min)", "still waiting"):
        assert part in preview
    assert [one["value"] for one in initial(form, "teams")] == ["1"]
    await floor.send("emma", form, teams=["1", "2"])
    (english,) = await posted(floor)
    assert "Hang up a second board" in english
    assert "Timeline (UTC)" in english
    (chinese,) = await posted(floor, "wangfang", "客服一组")
    for part in ("问题 1 分析报告", "首次响应，用时20分钟（限时15分钟）", "时间线（UTC）"):
        assert part in chinese
    rows = await floor.reports()
    assert [(row.channel_id, row.status) for row in rows] == [
        ("C01SUPPORT", "posted"),
        ("C01KEFU", "posted"),
    ] or [(row.channel_id, row.status) for row in rows] == [
        ("C01KEFU", "posted"),
        ("C01SUPPORT", "posted"),
    ]
    said = words_of(await floor.office.seen("emma", card))
    assert "Report posted by <@U01EMMA>, 20 Nov, 11:00, in" in said
    assert "<#C01SUPPORT>" in said
    assert await floor.events() == ["created", "analysed", "reported"]


@pytest.mark.parametrize("kind", ["header", "section", "rich_text", "context"])
async def test_it_arrives_whatever_block_slack_refuses(floor: Floor, kind: str):
    card = await floor.make_problem("emma", tickets="T3, T5", kind="delay")
    card = await floor.analyse("emma", card)
    form = await asked(floor, "emma", card)
    await floor.office.slack.client.fault("chat.postMessage", "refuse_block", times=0, block=kind)
    await floor.send("emma", form, **OWN)
    (report,) = await posted(floor)
    assert "Timeline (UTC)" in report
    assert [row.status for row in await floor.reports()] == ["posted"]


async def test_what_was_posted_is_kept_as_it_was(floor: Floor):
    card = await floor.make_problem("emma", tickets="T5")
    await floor.send("emma", await asked(floor, "emma", card))
    async with floor.office.database.write() as session:
        ticket = await session.get_one(Ticket, (1, "file", "T5"))
        ticket.first_response_at = ticket.solved_at = NOW
    await floor.send(
        "emma",
        await floor.press("emma", card, ids.PROBLEM_CHANGE) or {},
        seen="Something else",
    )
    shown = await asked(floor, "sofia", card)
    assert "submit" not in shown or shown["submit"] is None
    said = words_of(shown)
    assert "Chats waited on Monday" in said
    assert "still waiting, 30 min so far" in said
    assert "Something else" not in said
    again = words_of(await asked(floor, "emma", card))
    assert "As it stands now" in again
    assert "Something else" in again


async def test_who_may_not_post_reads_nothing_before_there_is_something(floor: Floor):
    card = await floor.make_problem("emma")
    assert await floor.press("sofia", card, ids.PROBLEM_REPORT) is None
    assert "<@U01EMMA> or whoever solves" in await floor.whispered("sofia")


async def test_sent_twice_is_posted_once(floor: Floor):
    card = await floor.make_problem("emma")
    form = await asked(floor, "emma", card)
    client = floor.office.slack.client
    sent = [client.submit("emma", form, OWN) for _ in range(2)]
    await asyncio.gather(*sent, return_exceptions=True)
    await floor.office.settle()
    assert len(await posted(floor)) == 1
    assert len(await floor.reports()) == 1


async def test_two_people_at_once_post_one(floor: Floor):
    card = await floor.make_problem("emma", owner="U01NOAH")
    emma, noah = await asked(floor, "emma", card), await asked(floor, "noah", card)
    await floor.send("emma", emma)
    await floor.submit("noah", noah)
    assert "A report was posted meanwhile" in words_of(await floor.office.modal("noah"))
    assert len(await posted(floor)) == 1


async def test_what_says_the_same_is_not_posted_to_a_channel_again(floor: Floor):
    card = await floor.make_problem("emma", tickets="T5")
    await floor.send("emma", await asked(floor, "emma", card))
    floor.office.clock.now = NOW.replace(minute=30)
    form = await asked(floor, "emma", card)
    assert "Nothing has changed since" in words_of(form)
    done = await floor.fill("emma", form, **OWN)
    assert "stands there already" in done["errors"]["teams"]
    await floor.send("emma", await floor.office.modal("emma"), teams=["1", "2"])
    assert len(await posted(floor)) == 1
    assert len(await posted(floor, "wangfang", "客服一组")) == 1
    await floor.analyse("emma", card)
    form = await asked(floor, "emma", card)
    await floor.send("emma", form, **OWN)
    assert len(await posted(floor)) == 2


async def test_a_channel_that_takes_no_posts_is_told(floor: Floor):
    card = await floor.make_problem("emma")
    form = await asked(floor, "emma", card)
    await floor.office.slack.client.archive("C01KEFU")
    await floor.submit("emma", form, teams=["1", "2"])
    assert len(await posted(floor)) == 1
    statuses = {row.channel_id: row.status for row in await floor.reports()}
    assert statuses["C01SUPPORT"] == "posted"
    assert statuses["C01KEFU"] != "posted"
    said = words_of(await floor.office.seen("emma", card))
    assert "<#C01KEFU> (" in said


@pytest.mark.parametrize("teams", [["9"], ["x"], []])
async def test_a_team_that_is_none_is_refused(floor: Floor, teams: list[str]):
    card = await floor.make_problem("emma")
    form = await asked(floor, "emma", card)
    async with floor.office.database.write() as session:
        (await session.get_one(Team, 2)).channel_id = None
    chosen: dict[str, Any] = {"teams": ["2"]} if teams == ["9"] else {"teams": []}
    done = await floor.fill("emma", form, **chosen)
    assert list(done["errors"]) == ["teams"]
    assert await floor.reports() == []


async def test_nowhere_to_post_to(floor: Floor):
    card = await floor.make_problem("emma")
    async with floor.office.database.write() as session:
        for team_id in (1, 2):
            (await session.get_one(Team, team_id)).channel_id = None
    assert await floor.press("emma", card, ids.PROBLEM_REPORT) is None
    assert "No team has a channel" in await floor.whispered("emma")


async def test_who_lost_the_right_meanwhile_posts_nothing(floor: Floor):
    card = await floor.make_problem("emma")
    form = await asked(floor, "emma", card)
    await floor.enrol("U01EMMA", "agent")
    await floor.submit("emma", form)
    assert "Ask an admin" in words_of(await floor.office.modal("emma"))
    assert await floor.reports() == []


async def test_tickets_that_are_deleted_by_then(floor: Floor):
    card = await floor.make_problem("emma", tickets="T3")
    async with floor.office.database.write() as session:
        await session.delete(await session.get_one(Ticket, (1, "file", "T3")))
    assert "not kept any more" in words_of(await asked(floor, "emma", card))
    change = await floor.press("emma", card, ids.PROBLEM_CHANGE)
    assert initial(change, "tickets") == "T3"
    await floor.send("emma", change, kind="other")
    assert await floor.tickets() == ["T3"]


async def test_an_admin_of_the_bot_posts_for_every_team(floor: Floor):
    async with floor.office.database.read() as session:
        assert (await session.get_one(SlackUser, "U01ADMIN")).is_admin
    card = await floor.make_problem("emma")
    await floor.send("robin", await asked(floor, "robin", card))
    assert len(await posted(floor)) == 1
