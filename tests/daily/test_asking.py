"""`/frt report`, *Post to channel*, and the post by hand from a shell."""

import asyncio
from datetime import date

import pytest

from bot import ids
from bot.errors import BotError
from bot.jobs.daily_report import post_by_hand
from bot.models import Member
from tests.daily.world import CHINESE, ENGLISH, World, option, unnamed, words_of
from tests.scenarios.office import Json, element


async def ready(world: World) -> None:
    await world.since("2026-11-18 12:00")
    await world.ticket("A", "2026-11-18 10:00", 25)
    await world.at("2026-11-19 08:00")


async def test_a_lead_sees_the_report_before_it_is_posted(world: World):
    await ready(world)
    seen = await world.office.type("emma", "report")
    assert seen["ephemeral"]
    assert "Global support · Wed 18 Nov: Only 1 ticket, 0 in time" in seen["text"]
    assert "Only you see this. The report of this day has not been posted yet." in words_of(seen)
    assert await world.posts() == []


async def test_it_answers_in_the_language_of_the_reader(world: World):
    await ready(world)
    seen = await world.office.type("wangfang", "日报 2026-11-18", CHINESE)
    assert "日报 · 客服一组 · 11月17日周二" in seen["text"]
    assert "仅您可见" in words_of(seen)


@pytest.mark.parametrize("words", ["report yesterday", "daily 2026-11-18", "report 昨天"])
async def test_a_date_may_be_named(world: World, words: str):
    await ready(world)
    assert "Tue 17 Nov" in (await world.office.type("emma", words))["text"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("report week", "is not a single day"),
        ("report nonsense", "is not a single day"),
        ("report 2026-11-20", "that day has not come"),
    ],
)
async def test_what_is_no_date_is_said_so(world: World, words: str, says: str):
    await ready(world)
    assert says in (await world.office.type("emma", words))["text"]


@pytest.mark.parametrize("user", ["noah", "olga"])
async def test_others_are_told_no(world: World, user: str):
    await ready(world)
    assert "lead, operations and admins" in (await world.office.type(user, "report"))["text"]


async def test_an_admin_chooses_the_team(world: World):
    await ready(world)
    asked = await world.office.type("robin", "report", "general")
    select = element(asked, ids.TEAM_CHOOSE)
    assert select is not None
    await world.office.click("robin", asked, ids.TEAM_CHOOSE, value=select["options"][0]["value"])
    assert "Wed 18 Nov" in (await world.office.seen("robin", asked))["text"]


async def test_post_to_channel_posts_once_and_the_planner_does_not_again(world: World):
    await ready(world)
    seen = await world.office.type("emma", "report")
    await asyncio.gather(
        *(world.office.slack.client.click("emma", ids.DAILY_POST, on=seen) for _ in range(3))
    )
    await world.office.settle()
    post = await world.post()
    assert "Global support · Wed 18 Nov" in post["text"]
    renewed = await world.office.seen("emma", seen)
    assert "was posted on 19 Nov, 08:00" in words_of(renewed)
    assert element(renewed, ids.DAILY_POST) is None
    await world.at("2026-11-19 09:00")
    assert len(await world.posts()) == 1


async def test_who_leads_no_longer_may_not_post(world: World):
    await ready(world)
    seen = await world.office.type("emma", "report")
    async with world.office.database.write() as session:
        (await session.get_one(Member, (1, "U01EMMA"))).role = "agent"
    await world.office.click("emma", seen, ids.DAILY_POST)
    assert "lead, operations and admins" in (await world.office.newest("emma"))["text"]
    assert await world.posts() == []


async def test_what_was_refused_may_be_posted_later(world: World):
    await ready(world)
    client = world.office.slack.client
    await client.leave("U01FRTBOT", ENGLISH)
    await world.at("2026-11-19 09:00")
    assert (await world.rows())[-1] == ("2026-11-19", "planned", "not_in_channel")
    seen = await world.office.type("emma", "report")
    await world.office.click("emma", seen, ids.DAILY_POST)
    assert "/invite" in (await world.office.newest("emma"))["text"]
    await client.join("U01FRTBOT", ENGLISH)
    await world.office.click("emma", seen, ids.DAILY_POST)
    await world.post()
    assert (await world.rows())[-1] == ("2026-11-19", "posted", None)


async def test_the_shell_posts_each_slot_once_without_a_running_bot(world: World):
    await ready(world)
    deps = world.office.bot.deps

    async def by_hand(day: date | None = None, team: str = "global support") -> tuple[str, Json]:
        made = await post_by_hand(deps.settings, deps.database, team, day, deps.clock)
        return made.team, {"day": made.day, "status": made.ended.status, "why": made.ended.reason}

    today = date(2026, 11, 19)
    assert await by_hand() == ("Global support", {"day": today, "status": "posted", "why": None})
    assert (await by_hand())[1]["why"] == "already_planned"
    assert (await by_hand(date(2026, 11, 18)))[1]["status"] == "posted"
    assert [post["text"].partition(": ")[0] for post in await world.posts()] == [
        "Daily report · Global support · Wed 18 Nov",
        "Daily report · Global support · Tue 17 Nov",
    ]
    with pytest.raises(BotError, match="future"):
        await by_hand(date(2026, 11, 20))
    with pytest.raises(BotError, match="unknown"):
        await by_hand(team="nobody")


async def test_a_cause_named_in_a_report_posted_by_hand_is_shown_in_it(world: World):
    await ready(world)
    deps = world.office.bot.deps
    await post_by_hand(deps.settings, deps.database, "Global support", None, deps.clock)
    post = await world.post()
    assert unnamed(post) == "Name causes (1)"
    await world.office.click("noah", post, ids.CASES_OPEN)
    modal = await world.office.modal("noah")
    await world.office.click("noah", modal, ids.CASES_CAUSE, **option(modal, "A", "process"))
    assert unnamed(await world.post()) == "All cases (1)"


LEDGER = [
    ("server_error", {}, "Slack did not confirm"),
    ("error", {"code": "restricted_action"}, "rules don’t let me post"),
    ("error", {"code": "missing_scope"}, "lacks a permission"),
    ("error", {"code": "invalid_blocks"}, "refused what the post says"),
]


@pytest.mark.parametrize(("kind", "options", "says"), LEDGER)
async def test_posting_says_what_slack_made_of_it(
    world: World, kind: str, options: dict[str, str], says: str
):
    await ready(world)
    seen = await world.office.type("emma", "report")
    await world.office.slack.client.fault("chat.postMessage", kind, times=0, **options)
    await world.office.click("emma", seen, ids.DAILY_POST)
    assert says in words_of(await world.office.newest("emma"))
