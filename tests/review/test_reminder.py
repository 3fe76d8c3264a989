"""A review that nobody finished: one reminder, the next working day at noon."""

from bot import ids
from bot.models import Member
from bot.text import catalogue
from tests.review.floor import ROOM, Floor, has, part
from tests.scenarios.office import element, words_of


async def test_the_lead_is_reminded_once_and_the_next_prompt_says_so(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-20T16:00")
    await floor.decide("liwei", "先看夜班")
    await floor.at("2026-11-21T12:00")
    await floor.at("2026-11-23T11:59")
    assert await floor.reminders() == []
    await floor.at("2026-11-23T12:00")
    await floor.at("2026-11-23T12:01")
    (told,) = await floor.reminders()
    assert "客服一组11月16日当周的周复盘还没有结束" in words_of(told)
    assert "1 条决定" in words_of(told)
    assert (await floor.prompt())["ts"].replace(".", "") in words_of(told)
    assert await floor.reminders("zhangmin") == []
    await floor.at("2026-11-24T12:00")
    await floor.at("2026-11-27T16:00")
    assert len(await floor.reminders()) == 1
    assert "上次复盘（11月16日当周）一直没有结束" in part(await floor.prompt(), "basis")
    assert await floor.deliveries("review_reminder") == [("2:2026-11-16", "posted", None)]
    listed = words_of(await floor.office.type("wangfang", "发布记录", ROOM))
    assert "周复盘未结束提醒" in listed


async def test_finish_in_the_reminder_posts_the_minutes_and_redraws_it(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-20T16:00")
    await floor.at("2026-11-23T12:00")
    (told,) = await floor.reminders()
    await floor.office.click("wangfang", told, ids.REVIEW_FINISH)
    assert len(await floor.minutes()) == 1
    (told,) = await floor.reminders()
    assert "周复盘已结束" in words_of(told)
    assert not has(told, ids.REVIEW_FINISH)


async def test_a_lead_who_wants_no_reminders_gets_none_and_the_list_says_why(floor: Floor):
    office = floor.office
    await floor.begin("2026-11-16T08:00")
    await office.slack.client.open_home("wangfang")
    home = await office.slack.client.wait_for_home(
        "wangfang", lambda view: element(view, ids.HOME_REMINDERS)
    )
    await office.click("wangfang", home, ids.HOME_REMINDERS)
    await floor.at("2026-11-20T16:00")
    await floor.at("2026-11-23T12:00")
    assert await floor.reminders() == []
    skipped = ("2:2026-11-16", "skipped", "reminders_off")
    assert await floor.deliveries("review_reminder") == [skipped]


async def test_a_finished_review_is_not_mentioned(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-20T16:00")
    await floor.finish("zhangmin")
    await floor.at("2026-11-23T12:00")
    assert await floor.deliveries("review_reminder") == []


async def test_holidays_after_a_holiday_friday(floor: Floor):
    """Friday 25 September 2026 is Mid-Autumn: held on Thursday, the next working day is Monday."""
    await floor.begin("2026-09-21T08:00")
    await floor.at("2026-09-24T16:00")
    assert len(await floor.prompts()) == 1
    await floor.at("2026-09-25T12:00")
    assert await floor.reminders() == []
    await floor.at("2026-09-28T12:00")
    assert len(await floor.reminders()) == 1


async def test_a_review_opened_late_gives_a_working_day(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-23T11:00")
    assert len(await floor.prompts()) == 1
    await floor.at("2026-11-23T12:00")
    assert await floor.reminders() == []
    await floor.at("2026-11-24T12:00")
    assert len(await floor.reminders()) == 1


async def test_of_two_open_reviews_the_latest_is_meant(floor: Floor):
    await floor.begin("2026-11-09T08:00")
    await floor.at("2026-11-20T10:00")
    await floor.at("2026-11-20T16:00")
    assert len(await floor.prompts()) == 2
    await floor.at("2026-11-23T12:00")
    (told,) = await floor.reminders()
    assert "11月16日当周" in words_of(told)


async def test_finished_while_the_bot_was_away_and_nobody_leads(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    async with floor.office.database.write() as session:
        await session.delete(await session.get_one(Member, (2, "U01WANG")))
    await floor.at("2026-11-20T16:00")
    await floor.at("2026-11-23T12:00")
    assert len(await floor.reminders("zhangmin")) == 1
    assert await floor.reminders() == []


async def test_every_kind_of_post_has_a_name(floor: Floor):
    kinds = floor.office.bot.planner._rhythms
    assert "review_reminder" in kinds
    for language in ("en", "zh"):
        assert [kind for kind in kinds if f"delivery.kind.{kind}" not in catalogue(language)] == []
