"""Causes named for a whole group with one click: once, by whom and for which tickets."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot import ids
from bot.models import Ticket
from tests.daily.world import ENGLISH, World, chosen, option, rows_of, unnamed, words_of
from tests.scenarios.office import Json


async def reported(world: World) -> Json:
    """Post a report with six e-mails from 10 to 13 o'clock, three chats and one call not met."""
    await world.since("2026-11-18 12:00")
    kinds = [*(("email", hour, 2) for hour in (10, 11, 12)), ("chat", 15, 3), ("phone", 17, 1)]
    for channel, hour, count in kinds:
        for n in range(count):
            name = f"{channel[0].upper()}{hour}{n}"
            await world.ticket(name, f"2026-11-18 {hour}:0{n}", 60, channel=channel)
    await world.at("2026-11-19 09:00")
    return await world.post()


async def opened(world: World, user: str, message: Json) -> Json:
    await world.office.click(user, message, ids.CASES_OPEN)
    return await world.office.modal(user)


def groups(modal: Json) -> dict[str, Json]:
    """Return the select of each group in a modal by its first line; of the others none."""
    found, title = {}, ""
    for block in modal["blocks"]:
        if block["type"] == "rich_text":
            title = block["elements"][0]["elements"][0]["text"]
            found[title] = {}
        for one in block.get("elements", []):
            if one.get("action_id") == ids.CASES_GROUP_CAUSE:
                found[title] = {**one, "block": block["block_id"]}
    return found


def choice(modal: Json, group: str, cause: str, *, for_all: bool = False) -> dict[str, str]:
    """Return the arguments of a click that names a cause for a group."""
    one = groups(modal)[group]
    value = ids.GroupCauseValue(cause=cause, all=for_all).dump()
    assert value in [each["value"] for each in one["options"]]
    return {"value": value, "block_id": one["block"]}


async def name(world: World, user: str, group: str, cause: str, *, for_all: bool = False) -> Json:
    modal = await world.office.modal(user)
    arguments = choice(modal, group, cause, for_all=for_all)
    await world.office.click(user, modal, ids.CASES_GROUP_CAUSE, **arguments)
    return await world.office.modal(user)


MAILS, CHATS = "6 e-mails, 10:00–13:00", "3 chats, 13:00–16:00"
NAMES = [f"E{hour}{n}" for hour in (10, 11, 12) for n in (0, 1)]


async def test_one_click_names_a_group_and_says_so(world: World):
    post = await reported(world)
    modal = await opened(world, "emma", post)
    assert list(groups(modal)) == [MAILS, CHATS, "1 other ticket"]
    assert groups(modal)["1 other ticket"] == {}
    modal = await name(world, "emma", MAILS, "staffing")
    assert f"✓ {MAILS}: 6 tickets now have the cause *staffing*." in words_of(modal)
    assert "10 tickets not met · 4 without a cause" in words_of(modal)
    assert await world.causes() == [(one, 1, "staffing", "U01EMMA") for one in NAMES]
    assert await world.history() == [
        (f"file/{one}", "cause_named", "U01EMMA", {"cause": None}, {"cause": "staffing"})
        for one in NAMES
    ]


async def test_the_report_shows_what_was_named_in_a_group(world: World):
    post = await reported(world)
    await opened(world, "noah", post)
    await name(world, "noah", MAILS, "system")
    assert unnamed(await world.post()) == "Name causes (4)"


async def test_those_with_another_cause_keep_it_unless_all_are_meant(world: World):
    post = await reported(world)
    single = NAMES[0]
    before = await world.as_posted_before(post, single)
    await world.office.click("noah", before, ids.CASE_CAUSE, **option(before, single, "skill"))
    modal = await opened(world, "emma", post)
    assert "5 without a cause · skill 1" in words_of(modal)
    modal = await name(world, "emma", MAILS, "staffing")
    assert "5 tickets now have the cause *staffing*" in words_of(modal)
    assert "1 keeps the cause it had." in words_of(modal)
    assert "✓ staffing 5 · skill 1" in words_of(modal)
    modal = await name(world, "emma", MAILS, "process", for_all=True)
    assert "6 tickets now have the cause *process*" in words_of(modal)
    of_single = [row[1:3] for row in await world.causes() if row[0] == single]
    assert of_single == [(1, "skill"), (2, "process")]


async def test_a_double_click_and_two_people_at_once_write_each_ticket_once(world: World):
    post = await reported(world)
    mine, theirs = await opened(world, "emma", post), await opened(world, "noah", post)
    click = world.office.slack.client.click
    await asyncio.gather(
        click("emma", ids.CASES_GROUP_CAUSE, on=mine, **choice(mine, MAILS, "staffing")),
        click("emma", ids.CASES_GROUP_CAUSE, on=mine, **choice(mine, MAILS, "staffing")),
        click("noah", ids.CASES_GROUP_CAUSE, on=theirs, **choice(theirs, MAILS, "system")),
    )
    await world.office.settle()
    rows = await world.causes()
    assert [row[:2] for row in rows] == [(one, 1) for one in NAMES]
    assert len({row[2:] for row in rows}) == 1
    assert len(await world.history()) == 6


async def test_a_group_opens_its_tickets_and_leads_back(world: World):
    post = await reported(world)
    modal = await opened(world, "emma", post)
    await world.office.click("emma", modal, ids.CASES_GROUP, block_id="others-tickets")
    modal = await world.office.modal("emma")
    assert list(rows_of(modal)) == ["P170"]
    assert "*1 other ticket*" in words_of(modal)
    await world.office.click("emma", modal, ids.CASES_CAUSE, **option(modal, "P170", "other"))
    modal = await world.office.modal("emma")
    assert chosen(modal) == {"P170": "other"}
    await world.office.click("emma", modal, ids.CASES_GROUPS)
    modal = await world.office.modal("emma")
    assert list(groups(modal)) == [MAILS, CHATS, "1 other ticket"]
    assert "9 without a cause" in words_of(modal)
    assert len(await world.office.slack.client.views("emma")) == 1


async def test_an_action_made_of_a_group_keeps_its_words_and_fits_its_cause(
    world: World,
):
    post = await reported(world)
    await opened(world, "emma", post)
    modal = await name(world, "emma", MAILS, "staffing")
    row = groups(modal)[MAILS]["block"]
    await world.office.click("emma", modal, ids.ACTION_MAKE_GROUP, block_id=row)
    form = await world.office.modal("emma")
    assert f"From {MAILS}" in words_of(form)
    await world.office.slack.client.submit("emma", form, {})
    await world.office.settle()
    card = (await world.office.slack.client.messages("noah", ENGLISH))[-1]
    assert "*Plan one more person for e-mails from 10:00 to 13:00.*" in words_of(card)
    assert f"From {MAILS}" in words_of(card)


async def test_somebody_outside_the_team_sees_groups_and_names_none(world: World):
    post = await reported(world)
    theirs = await opened(world, "olga", post)
    assert list(groups(theirs)) == [MAILS, CHATS, "1 other ticket"]
    assert all(one == {} for one in groups(theirs).values())
    assert "Causes are named by members of the team." in words_of(theirs)


async def test_a_group_that_is_there_no_more_is_said_to_be_and_nothing_is_written(world: World):
    post = await reported(world)
    modal = await opened(world, "emma", post)
    arguments = choice(modal, MAILS, "staffing")
    for n in range(9):
        await world.ticket(f"L{n}", "2026-11-18 09:30", 60, channel="email")
    await world.office.click("emma", modal, ids.CASES_GROUP_CAUSE, **arguments)
    assert "nothing was written" in words_of(await world.office.modal("emma"))
    assert await world.causes() == []


async def test_thousands_are_named_with_one_click_and_none_is_left_out(world: World):
    await world.since("2026-11-18 12:00")
    start = datetime(2026, 11, 18, 11, tzinfo=UTC)
    async with world.office.database.write() as session:
        session.add_all(
            Ticket(
                team_id=1,
                source="file",
                external_id=f"M{n:04}",
                opened_at=start,
                waits_from=start,
                first_response_at=start + timedelta(hours=1),
                channel="email",
            )
            for n in range(2_500)
        )
    await world.at("2026-11-19 09:00")
    await opened(world, "emma", await world.post())
    modal = await name(
        world, "emma", next(iter(groups(await world.office.modal("emma")))), "staffing"
    )
    assert "2500 tickets not met · every cause named" in words_of(modal)
    assert {row[1:] for row in await world.causes()} == {(1, "staffing", "U01EMMA")}
    assert len(await world.causes()) == len(await world.history()) == 2_500
