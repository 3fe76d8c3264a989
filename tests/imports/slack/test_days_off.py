"""A calendar file that is sent to the bot becomes days off of a team."""

import pytest

from bot import ids
from bot.models import History, Member, Team
from tests.imports.slack.files import rows
from tests.scenarios.office import words_of
from tests.sources.test_calendar_file import calendar, day, event

DAYS = calendar(
    day("20261224", "DTEND;VALUE=DATE:20261226", "SUMMARY:Christmas"),
    day("20200501", "RRULE:FREQ=YEARLY", "SUMMARY:<!channel> *day*"),
    event("DTSTART:20261201T090000", "DTEND:20261201T100000"),
)


async def sent(desk, content=DAYS, user="emma", name="Days off.ics"):
    """Send a file to the bot, and return what it answers."""
    client = desk.office.slack.client
    file = await client.upload(user, name, content)
    await client.say(user, "app", "", files=[file])
    while desk.office.slack.courier.busy:
        await desk.office.slack.courier.settled()
        await desk.settle()
    return (await client.messages(user, "app"))[-1]


async def opened(desk, offer, user="emma"):
    await desk.office.slack.client.click(user, ids.DAYS_OFF_OPEN, on=offer)
    await desk.settle()
    return await desk.office.modal(user)


async def days_of(desk, team_id=1):
    (team,) = await rows(desk, Team, id=team_id)
    return team.days_off.splitlines()


async def set_to(desk, days):
    async with desk.office.database.write() as session:
        (await session.get_one(Team, 1)).days_off = days


async def test_what_is_in_it_is_said_and_a_click_sets_it(desk):
    offer = await sent(desk)
    said = words_of(offer)
    assert "5 days off in Days off.ics" in said
    assert "24 Dec 2026 · Christmas" in said
    assert "<!channel>" not in str(offer["blocks"])
    assert "One more event is no day off" in said
    assert await days_of(desk) == []
    saved = await desk.submit(await opened(desk, offer), team="1", how="add")
    assert "Days off of your own" in words_of(saved)
    found = ["2026-05-01", "2026-12-24..2026-12-25", "2027-05-01", "2028-05-01"]
    assert await days_of(desk) == found
    (past,) = await rows(desk, History, subject="team")
    assert past.who == "U01EMMA"
    assert "2026-12-24..2026-12-25" in past.after


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ("add", ["2026-01-02", "2026-05-01", "2026-12-24..2026-12-25", "2027-05-01", "2028-05-01"]),
        ("replace", ["2026-05-01", "2026-12-24..2026-12-25", "2027-05-01", "2028-05-01"]),
    ],
)
async def test_those_that_are_set_stay_or_go_as_is_chosen(desk, how, found):
    await set_to(desk, "2026-01-02")
    form = await opened(desk, await sent(desk))
    await desk.submit(form, team="1", how=how)
    assert await days_of(desk) == found


async def test_the_same_again_changes_nothing(desk):
    offer = await sent(desk)
    for _ in range(2):
        saved = await desk.submit(await opened(desk, offer), team="1", how="add")
    assert "Nothing was different" in words_of(saved)
    assert len(await rows(desk, History, subject="team")) == 1


async def test_who_leads_no_team_is_told_who_may(desk):
    said = await sent(desk, user="noah")
    assert "Only a team’s lead" in words_of(said)


async def test_who_leads_no_more_sets_nothing(desk):
    form = await opened(desk, await sent(desk))
    async with desk.office.database.write() as session:
        (await session.get_one(Member, (1, "U01EMMA"))).role = "agent"
    given = {"team": {"value": "1"}, "how": {"value": "replace"}}
    await desk.office.slack.client.submit("emma", form, given)
    await desk.settle()
    assert await days_of(desk) == []


async def test_the_file_of_somebody_else_is_not_read(desk):
    form = await opened(desk, await sent(desk))
    theirs = await desk.office.slack.client.upload("noah", "x.ics", DAYS)
    await desk.office.slack.client.say("noah", "app", "", files=[theirs])
    (view,) = desk.office.slack.workspace.modals["U01EMMA"]
    view.payload["private_metadata"] = ids.FileValue(file=theirs["id"]).dump()
    saved = await desk.submit(form, team="1", how="add")
    assert "Only whoever sent a file" in words_of(saved)
    assert await days_of(desk) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Ticket ID,Created\n", "no calendar that can be read"),
        (calendar(), "No days off are in this file"),
        (b"x" * 10_000_000, "more than 1 MB"),
        (calendar(*[day("20261224")] * 5_000), "more than 2000 events"),
        (DAYS[:70], "no calendar that can be read"),
    ],
)
async def test_what_is_no_calendar_is_told_so(desk, content, said):
    assert said in words_of(await sent(desk, content))
