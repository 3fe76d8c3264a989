"""Who is answered, in which language, and what each may see."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.models import SlackUser
from tests.scenarios.office import Office, words_of


async def asked_slack(desk: Office, method: str = "users.info") -> int:
    return sum(one["name"] == method for one in await desk.slack.client.log())


async def test_somebody_new_is_looked_up_and_answered_in_their_language(either: Office):
    message = await either.type("wangfang", "帮助", "general")
    assert message["ephemeral"]
    assert "分享" in words_of(message) or "首次" in words_of(message)
    await either.type("wangfang", "帮助", "general")
    assert await asked_slack(either) == 1
    async with either.database.read() as session:
        kept = (await session.exec(select(SlackUser).where(SlackUser.id == "U01WANG"))).one()
    assert (kept.locale, kept.zone, kept.is_admin) == ("zh-CN", "Asia/Shanghai", False)


async def test_an_old_profile_answers_at_once_and_is_renewed_behind(desk: Office):
    await desk.type("emma", "help")
    desk.clock.now += timedelta(hours=25)
    desk.slack.workspace.user("U01EMMA").locale = "zh-CN"
    assert "What I can do for you" in words_of(await desk.type("emma", "help"))
    assert "What I can do for you" not in words_of(await desk.type("emma", "help"))
    assert await asked_slack(desk) == 2


async def test_looking_people_up_keeps_admins(desk: Office):
    message = await desk.type("robin", "today team 客服一组", "support-global")
    assert message["text"].startswith("客服一组")
    assert "Noah" in words_of(await desk.type("robin", "by agent"))


async def test_nobody_is_answered_whom_slack_does_not_name(desk: Office):
    desk.slack.workspace.app.scopes.remove("users:read")
    message = await desk.type("emma", "today")
    assert "find out from Slack who you are" in message["text"]
    assert "median" not in words_of(message)


@pytest.mark.parametrize("user", ["gus"])
async def test_guests_get_a_polite_no(desk: Office, user: str):
    first = await desk.type(user, "today")
    assert "full members" in first["text"]
    assert "full members" in (await desk.type(user, "waiting"))["text"]


async def test_somebody_deactivated_is_not_answered(desk: Office):
    desk.slack.workspace.user("U01OUT").deleted = True
    async with desk.database.write() as session:
        session.add(SlackUser(id="U01OUT", name="o", deleted=True, refreshed_at=desk.clock.now))
    assert "deactivated" in (await desk.type("olga", "today"))["text"]


async def test_agents_see_their_own_row_and_leads_everyones(desk: Office):
    own = words_of(await desk.type("noah", "by agent"))
    assert "Noah" in own
    assert "Sofia" not in own
    assert "Colleagues’ rows are seen by leads only." in own
    everyone = words_of(await desk.type("emma", "by agent"))
    assert "Noah" in everyone
    assert "Sofia" in everyone


async def test_agents_do_not_see_each_other(desk: Office):
    message = await desk.type("noah", "for @sofia")
    assert "are for the person themselves" in message["text"]
    waiting = words_of(await desk.type("noah", "waiting"))
    assert "T5" in waiting
    assert "Sofia" not in waiting


async def test_outsiders_see_team_figures_in_its_channel_only(desk: Office):
    assert "10 min median" in (await desk.type("olga", "today"))["text"]
    assert "by agent in Global support" in (await desk.type("olga", "by agent"))["text"]
    assert "themselves" in (await desk.type("olga", "for me"))["text"]
    away = await desk.type("olga", "today team Global support", "general")
    assert "are for its members" in away["text"]
    assert "are for its members" in (await desk.type("emma", "today team 客服一组"))["text"]


async def test_nobody_in_no_team_is_told_what_to_do(desk: Office):
    assert "/frt setup" in (await desk.type("olga", "today", "general"))["text"]


async def test_a_person_unknown_to_the_helpdesk(desk: Office):
    message = await desk.type("emma", "for me")
    assert "/frt members" in message["text"]
    assert "<@U01EMMA>" in message["text"]


async def test_a_name_that_nobody_linked(desk: Office):
    await desk.type("emma", "help")
    assert "pick the person" in (await desk.type("emma", "for @nobody-of-that-name"))["text"]
