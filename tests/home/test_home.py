"""App Home: own figures, own actions, the team's state, language; nothing of other agents."""

import asyncio

from bot import ids
from bot.models import SlackUser, Team
from tests.home.conftest import command, home_of, modal_after
from tests.scenarios.office import Json, Office, element, words_of


async def make_action(desk: Office, user: str, measure: str, owner: str, due: str) -> None:
    modal = await modal_after(desk, user, f"action {measure}")
    done = await desk.slack.client.submit(user, modal, {"owner": owner, "due": due})
    assert done["errors"] == {}
    await desk.settle()


async def test_an_agent_sees_their_own_figures_and_the_teams(desk: Office):
    shown = words_of(await home_of(desk, "noah"))
    assert "You: 2 of 2 tickets in time · median first response 7 min 30 s" in shown
    assert "below the target of 90% · median first response 10 min" in shown
    assert "*2* customers are waiting now, the longest for" in shown
    assert "Sofia" not in shown
    assert element(await home_of(desk, "noah"), ids.SETUP_OPEN) is None


async def test_the_same_in_chinese_with_what_is_not_known(desk: Office):
    shown = words_of(await home_of(desk, "liwei"))
    assert "您：" in shown
    assert "首次响应时长中位数 6分钟" in shown
    nobody = words_of(await home_of(desk, "bo"))
    assert "Global support" in nobody
    assert "客服一组" in nobody
    assert nobody.count("once your lead has said which name you have") == 2


async def test_a_lead_manages_from_here(desk: Office):
    home = await home_of(desk, "emma")
    await desk.click("emma", home, ids.SETUP_OPEN, block_id="manage_1")
    assert (await desk.modal("emma"))["title"]["text"] == "Team settings"
    await desk.click("emma", home, ids.MEMBERS_OPEN, block_id="manage_1")
    assert (await desk.modal("emma"))["title"]["text"] == "Members"


async def test_without_a_team_it_says_what_to_do(desk: Office):
    assert "Ask your team’s lead to add you" in words_of(await home_of(desk, "olga"))
    assert "组长用 `/frt 成员`" in words_of(await home_of(desk, "zhangmin"))
    admin = await home_of(desk, "robin")
    assert "Global support" in words_of(admin)
    assert element(admin, ids.SETUP_OPEN) is not None


async def test_the_first_who_opens_it_is_admin_and_told_once(empty: Office):
    first = await home_of(empty, "wangfang")
    assert "您现在是机器人管理员" in words_of(first)
    again = await home_of(empty, "wangfang")
    assert "您现在是机器人管理员" not in words_of(again)
    assert "还没有团队" in words_of(again)
    assert "administrator" not in words_of(await home_of(empty, "emma"))
    async with empty.database.read() as session:
        assert (await session.get_one(SlackUser, "U01WANG")).is_admin
    await empty.click("wangfang", again, ids.SETUP_OPEN)
    assert (await empty.modal("wangfang"))["title"]["text"] == "新建团队"


async def test_my_actions_by_due_date_and_done_from_here(desk: Office):
    for user in ("emma", "noah"):
        await desk.type(user, "help")
    await make_action(desk, "emma", "Second", "U01NOAH", "2026-11-25")
    await make_action(desk, "emma", "First", "U01NOAH", "2026-11-23")
    await make_action(desk, "emma", "Hers", "U01EMMA", "2026-11-23")
    home = await home_of(desk, "noah")
    shown = words_of(home)
    assert "2 things wait for you" in shown
    assert shown.index("First") < shown.index("Second")
    assert "Hers" not in shown
    await desk.click("noah", home, ids.ACTION_DONE, block_id="buttons_1_2")
    form = await desk.modal("noah")
    await desk.slack.client.submit("noah", form, {"result": "It works"})
    await desk.settle()
    now = words_of(await desk.slack.client.home("noah") or {})
    assert "One thing waits for you" in now
    assert "First" not in now


async def test_language_is_kept_and_used_everywhere(desk: Office):
    home = await home_of(desk, "noah")

    async def choose(home: Json, language: str) -> Json:
        option = ids.LanguageValue.model_validate({"language": language}).dump()
        await desk.click("noah", home, ids.HOME_LANGUAGE, value=option)
        return await desk.slack.client.home("noah") or {}

    home = await choose(home, "zh")
    assert "您：" in words_of(home)
    assert "首次响应" in (await desk.type("noah", "today"))["text"]
    desk.slack.workspace.user("U01NOAH").title = "changed"
    desk.clock.now = desk.clock.now.replace(hour=12)
    assert "首次响应" in (await desk.type("noah", "today"))["text"]
    home = await choose(home, "slack")
    assert "You: " in words_of(home)
    assert "median first response" in (await desk.type("noah", "today"))["text"]


async def test_refresh_shows_what_is_new_also_from_an_old_tab(desk: Office):
    old = await home_of(desk, "noah")
    async with desk.database.write() as session:
        (await session.get_one(Team, 1)).name = "Renamed desk"
    await desk.click("noah", old, ids.HOME_REFRESH)
    assert "Renamed desk" in words_of(await desk.slack.client.home("noah") or {})
    async with desk.database.write() as session:
        (await session.get_one(Team, 1)).name = "Renamed again"
    await asyncio.gather(*(desk.click("noah", old, ids.HOME_REFRESH) for _ in range(3)))
    assert "Renamed again" in words_of(await desk.slack.client.home("noah") or {})


async def test_the_messages_tab_and_guests(desk: Office):
    await desk.slack.client.open_home("gus")
    await desk.settle()
    assert "full members" in words_of(await desk.slack.client.wait_for_home("gus"))
    await command(desk, "olga", "members", "general")
    assert "Only a team’s lead" in (await desk.newest("olga", "general"))["text"]


async def test_hostile_names_stay_text(desk: Office):
    async with desk.database.write() as session:
        (await session.get_one(Team, 1)).name = "<!channel> *&* <@U01EMMA>"
    for user in ("noah", "emma"):
        shown = words_of(await home_of(desk, user))
        assert "<!channel>" not in shown
        assert "<@U01EMMA>" not in shown
    modal = await modal_after(desk, "emma", "setup")
    assert modal["state"]["values"]["name"]["name.0"]["value"] == "<!channel> *&* <@U01EMMA>"
