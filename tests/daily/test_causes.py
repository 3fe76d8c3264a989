"""Causes named in the report and in All cases: by whom, once, and seen by everyone."""

import asyncio
import contextlib

import pytest

from bot import ids
from bot.db import Database
from bot.services.daily.causes import SUBJECT
from bot.store.cards import mark
from tests.daily.world import (
    ENGLISH,
    World,
    chosen,
    hurting,
    option,
    rows_of,
    unnamed,
    words_of,
)
from tests.scenarios.office import Json, replica


async def reported(world: World, cases: int = 2) -> Json:
    """Post a report with so many not-met tickets, N00 the latest; agents take turns."""
    await world.since("2026-11-18 12:00")
    for at in range(cases):
        agent = "Noah" if at % 2 else "Sofia"
        await world.ticket(f"N{at:02}", f"2026-11-18 10:{at:02}", 90 - at, agent=agent)
    await world.at("2026-11-19 09:00")
    return await world.post()


async def before(world: World) -> Json:
    """Post a report with two not-met tickets as earlier versions did."""
    return await world.as_posted_before(await reported(world), "N00", "N01")


async def name(world: World, user: str, message: Json, ticket: str, cause: str) -> None:
    """Choose a cause in a report that was posted by an earlier version."""
    await world.office.click(user, message, ids.CASE_CAUSE, **option(message, ticket, cause))


async def opened(world: World, user: str, message: Json) -> Json:
    await world.office.click(user, message, ids.CASES_OPEN)
    return await world.office.modal(user)


async def test_a_member_names_a_cause_and_everyone_sees_it(world: World):
    post = await before(world)
    await name(world, "noah", post, "N01", "system")
    redrawn = await world.post()
    assert redrawn["ts"] == post["ts"]
    assert rows_of(redrawn) == {}
    assert unnamed(redrawn) == "Name causes (1)"
    assert redrawn["text"] == post["text"]
    assert await world.causes() == [("N01", 1, "system", "U01NOAH")]
    assert await world.history() == [
        ("file/N01", "cause_named", "U01NOAH", {"cause": None}, {"cause": "system"})
    ]
    assert chosen(await opened(world, "emma", redrawn)) == {"N00": None, "N01": "system"}


async def test_the_latest_cause_counts_and_every_one_is_kept(world: World):
    post = await before(world)
    await name(world, "noah", post, "N00", "system")
    modal = await opened(world, "emma", await world.post())
    await world.office.click("emma", modal, ids.CASES_CAUSE, **option(modal, "N00", "staffing"))
    assert unnamed(await world.post()) == "Name causes (1)"
    assert [row[1:] for row in await world.causes()] == [
        (1, "system", "U01NOAH"),
        (2, "staffing", "U01EMMA"),
    ]
    assert [row[3:] for row in await world.history()][1] == (
        {"cause": "system"},
        {"cause": "staffing"},
    )


async def test_the_same_cause_twice_is_written_once(world: World):
    post = await before(world)
    await asyncio.gather(
        *(
            world.office.slack.client.click(
                user, ids.CASE_CAUSE, on=post, **option(post, "N00", "skill")
            )
            for user in ("noah", "noah", "emma")
        )
    )
    await world.office.settle()
    assert [row[:3] for row in await world.causes()] == [("N00", 1, "skill")]
    assert len(await world.history()) == 1


async def test_two_people_at_once_lose_nothing(world: World):
    post = await before(world)
    await asyncio.gather(
        *(
            world.office.slack.client.click(
                "noah", ids.CASE_CAUSE, on=post, **option(post, ticket, "other")
            )
            for ticket in ("N00", "N01")
        )
    )
    await world.office.settle()
    assert len(await world.causes()) == 2
    assert unnamed(await world.post()) == "All cases (2)"


async def test_somebody_outside_the_team_is_told_no(world: World):
    post = await before(world)
    await name(world, "olga", post, "N00", "skill")
    told = await world.office.newest("olga", ENGLISH)
    assert told["ephemeral"]
    assert "named by its members" in told["text"]
    assert await world.causes() == []
    assert await world.history() == []
    modal = await opened(world, "olga", post)
    assert rows_of(modal) == {}
    assert "Causes are named by members of the team." in words_of(modal)


async def test_all_cases_are_paged_and_causes_set_row_by_row(world: World):
    post = await reported(world, 23)
    assert hurting(post) == ["N00", "N01", "N02"]
    assert unnamed(post) == "Name causes (23)"
    modal = await opened(world, "emma", post)
    await world.office.click("emma", modal, ids.CASES_GROUP)
    modal = await world.office.modal("emma")
    assert "23 tickets not met · 23 without a cause" in words_of(modal)
    await world.office.click("emma", modal, ids.CASES_NEXT)
    modal = await world.office.modal("emma")
    assert list(rows_of(modal)) == [f"N{at:02}" for at in range(10, 20)]
    await world.office.click("emma", modal, ids.CASES_CAUSE, **option(modal, "N12", "process"))
    modal = await world.office.modal("emma")
    assert chosen(modal)["N12"] == "process"
    assert "22 without a cause" in words_of(modal)
    assert unnamed(await world.post()) == "Name causes (22)"
    await world.office.click("emma", modal, ids.CASES_NEXT)
    modal = await world.office.modal("emma")
    assert list(rows_of(modal)) == ["N20", "N21", "N22"]
    await world.office.click("emma", modal, ids.CASES_PREVIOUS)
    assert chosen(await world.office.modal("emma"))["N12"] == "process"


async def test_a_cause_set_in_the_modal_redraws_the_report(world: World):
    post = await reported(world)
    modal = await opened(world, "emma", post)
    await world.office.click("emma", modal, ids.CASES_CAUSE, **option(modal, "N00", "system"))
    assert unnamed(await world.post()) == "Name causes (1)"


@pytest.mark.parametrize(
    ("user", "named"),
    [
        ("emma", {"Noah", "Sofia"}),
        ("noah", {"Noah"}),
        ("olga", set()),
        ("robin", {"Noah", "Sofia"}),
    ],
)
async def test_agents_are_named_to_those_who_may_know(world: World, user: str, named: set[str]):
    post = await reported(world)
    said = words_of(await opened(world, user, post))
    assert {name for name in ("Noah", "Sofia") if name in said} == named


async def test_the_cases_are_those_of_the_report_however_late_it_is_opened(world: World):
    await world.since("2026-11-18 12:00")
    await world.ticket("W", "2026-11-18 17:30", None)
    await world.ticket("P", "2026-11-18 17:50", None)
    await world.at("2026-11-19 09:00")
    post = await world.post()
    assert hurting(post) == ["W"]
    world.office.clock.now = world.office.clock.now.replace(hour=15)
    modal = await opened(world, "emma", post)
    assert list(rows_of(modal)) == ["W"]
    assert "1 ticket not met" in words_of(modal)


async def test_make_an_action_knows_its_ticket(world: World):
    post = await reported(world, 1)
    await world.office.click("emma", post, ids.ACTION_MAKE)
    assert '\\"id\\":\\"N00\\"' in (await world.office.modal("emma"))["private_metadata"]


@pytest.mark.parametrize("by", ["one process", "two replicas"])
async def test_two_causes_named_at_once_both_stand_in_the_report(world: World, by: str):
    post = await before(world)
    await world.office.slack.client.fault("chat.update", "delay", seconds=1.0)
    click = world.office.slack.client.click
    await click("noah", ids.CASE_CAUSE, on=post, **option(post, "N01", "system"))
    await asyncio.sleep(0.2)
    async with contextlib.AsyncExitStack() as held:
        if by == "two replicas":
            other = await held.enter_async_context(replica(world.office))
        else:
            other = world.office
        await other.click("emma", post, ids.CASE_CAUSE, **option(post, "N00", "staffing"))
        await world.office.settle()
    assert len(await world.causes()) == 2
    assert unnamed(await world.post()) == "All cases (2)"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_report_of_which_a_part_is_being_changed_is_drawn_by_the_next_look(
    world: World, database_url: str
):
    post = await before(world)
    other = Database(database_url)
    async with other.write() as session:
        await mark(session, 1, SUBJECT, ["file/N00"])
        await session.flush()
        await name(world, "noah", post, "N01", "system")
        async with asyncio.timeout(3):
            await world.office.bot.deps.cards.redraw(1, SUBJECT, "file/N01")
        assert chosen(await world.post()) == {"N00": None, "N01": None}
    await other.close()
    await world.at("2026-11-19 09:00:30")
    assert unnamed(await world.post()) == "Name causes (1)"
