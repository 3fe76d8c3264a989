"""Who may do what in a review, twice, late, at once; and what cannot be done any more."""

import asyncio
from datetime import date

import pytest

from bot import ids
from bot.errors import BotError
from bot.jobs.weekly_review import post_by_hand
from bot.models import Team
from bot.services import review_steps as steps
from tests.cli.conftest import Ended, Frt, frt  # noqa: F401
from tests.review.floor import ROOM, Floor, has, part
from tests.scenarios.office import element, words_of


async def opened(floor: Floor) -> None:
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-20T16:00")


@pytest.mark.parametrize("user", ["wangfang", "zhangmin", "robin"])
async def test_lead_operations_and_admin_finish(floor: Floor, user: str):
    await opened(floor)
    await floor.finish(user)
    assert len(await floor.minutes()) == 1
    assert (await floor.review("2026-11-16")).status == "finished"


async def test_finished_once_by_two_people_and_double_clicks(floor: Floor):
    await opened(floor)
    prompt = await floor.prompt()
    click = floor.office.slack.client.click
    who = ["wangfang", "wangfang", "robin", "zhangmin"]
    await asyncio.gather(*(click(user, ids.REVIEW_FINISH, on=prompt) for user in who))
    await floor.office.settle()
    await floor.at("2026-11-20T16:05")
    assert len(await floor.minutes()) == 1
    assert [event for _, event, _ in await floor.history()] == ["opened", "finished"]
    assert await floor.deliveries("minutes") == [("2026-11-16", "posted", None)]
    by = (await floor.review("2026-11-16")).finished_by
    others = {"wangfang": "U01WANG", "robin": "U01ADMIN", "zhangmin": "U01ZHANG"}
    loser = next(name for name, user_id in others.items() if user_id != by)
    assert f"<@{by}>" in await floor.whispered(loser)


async def test_a_form_sent_after_the_end_keeps_its_text_and_says_so(floor: Floor):
    await opened(floor)
    form = await floor.press("liwei", await floor.prompt(), ids.REVIEW_DECIDE)
    await floor.finish("wangfang")
    done = await floor.submit("liwei", form, decision="太晚了")
    assert "没有记录下来" in done["errors"]["decision"]
    assert [event for _, event, _ in await floor.history()] == ["opened", "finished"]
    assert "太晚了" not in str((await floor.minutes())[0]["blocks"])


async def test_buttons_of_a_card_that_was_not_redrawn(floor: Floor):
    await opened(floor)
    prompt = await floor.prompt()
    kept = floor.office.slack.workspace.message(prompt["channel"], prompt["ts"])
    old = list(kept.blocks)
    await floor.finish("wangfang")
    kept.blocks = old
    assert await floor.press("liwei", prompt, ids.REVIEW_DECIDE) is None
    assert "已由 <@U01WANG> 于" in await floor.whispered("liwei")
    assert not has(await floor.prompt(), ids.REVIEW_DECIDE)


async def test_a_measure_from_an_old_form_is_kept_as_an_action(floor: Floor):
    await opened(floor)
    form = await floor.press("liwei", await floor.prompt(), ids.ACTION_MAKE)
    await floor.finish("wangfang")
    await floor.submit("liwei", form, measure="补一条", due="2026-11-27")
    (action,) = await floor.actions()
    assert (action.origin, action.origin_ref) == ("review", "2026-11-16")
    await floor.at("2026-11-27T16:00")
    assert "补一条" in part(await floor.prompt(), "promised")


async def test_decisions_of_members_only(floor: Floor):
    await opened(floor)
    await floor.office.slack.client.join("emma", ROOM)
    prompt = await floor.prompt()
    assert await floor.press("emma", prompt, ids.REVIEW_DECIDE) is None
    assert "are recorded by its members" in await floor.whispered("emma")
    await floor.finish("emma")
    assert "Only a lead" in await floor.whispered("emma")
    assert (await floor.review("2026-11-16")).status == "open"


async def test_decisions_long_and_empty(floor: Floor):
    await opened(floor)
    await floor.decide("liwei", "同一句")
    assert [event for _, event, _ in await floor.history()] == ["opened", "decided"]
    done = await floor.decide("liwei", "\u200b ")
    assert "请写下" in done["errors"]["decision"]
    await floor.decide("zhangmin", "<@U01LIWEI> & " * 200)
    await floor.decide("zhangmin", "长" * 3_000)
    for at in range(14):
        await floor.decide("zhangmin", f"第 {at} 条 " + "&" * 2_900)
    said = part(await floor.prompt(), "decisions")
    assert "更早的还有 5 条" in said
    await floor.finish("zhangmin")
    (minutes,) = await floor.minutes()
    assert "17 条决定" in minutes["text"]
    assert "<@U01LIWEI>" not in words_of(minutes).replace("<@U01LIWEI> 于", "")


async def test_minutes_in_an_archived_channel_are_said_to_be_missing(floor: Floor):
    await opened(floor)
    prompt = await floor.prompt()
    await floor.office.slack.client.leave("U01FRTBOT", ROOM)
    await floor.finish("wangfang", prompt)
    assert "/invite" in await floor.whispered("wangfang")
    assert await floor.deliveries("minutes") == [("2026-11-16", "planned", "not_in_channel")]
    assert (await floor.review("2026-11-16")).status == "finished"


async def test_the_words_say_when_it_opens_and_a_lead_opens_it_early_once(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-18T10:00")
    told = await floor.office.type("liwei", "周复盘", ROOM)
    assert "11月20日周五 16:00" in words_of(told)
    assert element(told, ids.REVIEW_OPEN) is None
    told = await floor.office.type("wangfang", "复盘", ROOM)
    click = floor.office.slack.client.click
    await asyncio.gather(*(click("wangfang", ids.REVIEW_OPEN, on=told) for _ in range(3)))
    await floor.office.settle()
    (prompt,) = await floor.prompts()
    assert "11月16日至18日" in words_of(prompt)
    told = await floor.office.seen("wangfang", told)
    assert "正在进行" in words_of(told)
    assert prompt["ts"].replace(".", "") in words_of(told)
    await floor.at("2026-11-20T16:00")
    assert len(await floor.prompts()) == 1
    await floor.finish("wangfang")
    told = await floor.office.type("liwei", "review", ROOM)
    assert "查看会议纪要" in words_of(told)


async def test_an_agent_can_t_open_it_by_a_forged_button(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    told = await floor.office.type("wangfang", "周复盘", ROOM)
    stored = floor.office.slack.workspace.message(told["channel"], told["ts"])
    stored.only_for = "U01LIWEI"
    await floor.office.click("liwei", told, ids.REVIEW_OPEN)
    assert "可以提前开始复盘" in await floor.whispered("liwei")
    assert await floor.prompts() == []


async def test_a_button_of_last_week_opens_nothing(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    told = await floor.office.type("wangfang", "周复盘", ROOM)
    await floor.at("2026-11-20T16:00")
    await floor.at("2026-11-23T10:00")
    await floor.office.click("wangfang", told, ids.REVIEW_OPEN)
    assert "那一周已经过去" in await floor.whispered("wangfang")
    assert len(await floor.prompts()) == 1


async def test_a_week_off_and_an_unfinished_review_before_it(floor: Floor):
    await floor.begin("2026-02-09T08:00")
    await floor.at("2026-02-13T16:00")
    await floor.at("2026-02-18T10:00")
    said = words_of(await floor.office.type("wangfang", "周复盘", ROOM))
    assert "本周没有工作日" in said
    assert "2月9日当周的复盘正在进行" in said


async def test_choosing_a_team_and_naming_one(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    told = await floor.office.type("bo", "weekly review", "general")
    (option,) = [
        one for one in element(told, ids.TEAM_CHOOSE)["options"] if "客服" in one["text"]["text"]
    ]
    await floor.office.click("bo", told, ids.TEAM_CHOOSE, value=option["value"])
    assert "客服一组" in words_of(await floor.office.seen("bo", told))
    told = await floor.office.type("bo", 'review team "Global support"', "general")
    assert "Weekly review of Global support" in words_of(told)
    told = await floor.office.type("noah", "review team 客服一组", "general")
    assert "are for its members" in words_of(told)


async def test_a_channel_that_changed_and_one_that_is_archived(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    await floor.office.slack.client.archive(ROOM)
    await floor.at("2026-11-20T16:00")
    assert await floor.deliveries("weekly") == [("2026-11-16", "planned", "is_archived")]
    await floor.office.slack.client.unarchive(ROOM)
    told = await floor.office.type("wangfang", "周复盘", ROOM)
    assert "没有发到频道" in words_of(told)
    await floor.office.click("wangfang", told, ids.REVIEW_OPEN)
    assert len(await floor.prompts()) == 1
    assert "打开复盘消息" in words_of(await floor.office.seen("wangfang", told))
    async with floor.office.database.write() as session:
        (await session.get_one(Team, 2)).channel_id = None
    told = await floor.office.type("wangfang", "周复盘 团队 客服一组", "general")
    assert words_of(told)


async def test_minutes_that_a_stopped_process_left_planned_are_posted_later(floor: Floor):
    await opened(floor)
    database, now = floor.office.database, floor.office.clock.now
    step = await steps.finish(database, 2, date(2026, 11, 16), "U01WANG", now)
    assert step.reason == "finished"
    assert await floor.minutes() == []
    await floor.at("2026-11-20T16:01")
    assert len(await floor.minutes()) == 1


async def test_by_hand_in_the_shell_once(floor: Floor):
    await floor.begin("2026-11-18T10:00")
    deps, clock = floor.office.bot.deps, floor.office.clock
    made = [await post_by_hand(deps.settings, deps.database, "客服一组", clock) for _ in range(2)]
    assert [(one.week, one.ended.status, one.ended.reason) for one in made] == [
        (date(2026, 11, 16), "posted", None),
        (date(2026, 11, 16), "skipped", "already_planned"),
    ]
    assert len(await floor.prompts()) == 1
    with pytest.raises(BotError, match=r"setup\.unknown"):
        await post_by_hand(deps.settings, deps.database, "nobody", clock)


async def test_the_shell_says_what_became_of_it(floor: Floor, frt: Frt):  # noqa: F811
    await floor.begin("2026-11-18T10:00")
    settings = floor.office.bot.deps.settings
    assert settings.slack_bot_token is not None

    async def run(team: str) -> Ended:
        return await frt(
            *("post", "weekly", "--team", team),
            FRT_DATABASE_URL=settings.database_url,
            FRT_SLACK_API_URL=settings.slack_api_url,
            FRT_SLACK_BOT_TOKEN=settings.slack_bot_token.get_secret_value(),
            FRT_CLOCK=f"fixed:{floor.office.clock.now.isoformat()}",
        )

    ended = await run("客服一组")
    said = "Posted: the review of 客服一组 of the week of Mon 16 Nov.\n"
    assert (ended.code, ended.out) == (0, said)
    assert (await run("客服一组")).out.startswith("Nothing to do:")
    assert len(await floor.prompts()) == 1
    await floor.office.slack.client.archive("support-global")
    refused = await run("Global support")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "is_archived" in refused.err


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("server_error", {}, "没有说明消息是否已发出"),
        ("error", {"code": "restricted_action"}, "按这个频道的规则"),
        ("error", {"code": "token_revoked"}, "不再接受我的令牌"),
    ],
)
async def test_minutes_say_what_slack_made_of_them(
    floor: Floor, kind: str, options: dict[str, str], says: str
):
    await opened(floor)
    prompt = await floor.prompt()
    await floor.office.slack.client.fault("chat.postMessage", kind, **options)
    await floor.finish("wangfang", prompt)
    assert says in await floor.whispered("wangfang")


@pytest.mark.parametrize(
    ("code", "says"),
    [("restricted_action", "按这个频道的规则"), ("missing_scope", "缺少权限")],
)
async def test_opening_a_review_says_what_slack_made_of_it(floor: Floor, code: str, says: str):
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-18T10:00")
    told = await floor.office.type("wangfang", "周复盘", ROOM)
    await floor.office.slack.client.fault("chat.postMessage", "error", code=code)
    await floor.press("wangfang", told, ids.REVIEW_OPEN)
    assert says in await floor.whispered("wangfang")
