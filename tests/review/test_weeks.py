"""Reviews over several weeks: when they come, what they say, what became of promises.

Limit 15 min, on the business clock (09:00-12:00, 13:00-18:00). Week of 14 Sept 2026:
  A1 300 s met · A2 1200 s missed · A3 1800 s missed → median 1200 s, attainment 1/3 = 33 %.
After the review of Friday 18 Sept 16:00: A4 opened 17:00, answered 17:40, missed.
Week of 21 Sept (Friday 25 is Mid-Autumn): B1 60 s met, B2 120 s met → median 90 s.
"""

from datetime import timedelta

from bot import ids
from tests.review.floor import Floor, has, part
from tests.scenarios.office import words_of


async def september(floor: Floor) -> None:
    await floor.begin("2026-09-14T08:00")
    await floor.ticket("A1", "2026-09-14T10:00", "2026-09-14T10:05")
    await floor.ticket("A2", "2026-09-15T10:00", "2026-09-15T10:20")
    await floor.ticket("A3", "2026-09-16T14:00", "2026-09-16T14:30")


async def first_week(floor: Floor) -> None:
    await september(floor)
    await floor.at("2026-09-18T16:00")
    await floor.promise("wangfang", "夜班加一个人", "U01LIWEI", "2026-09-23")
    await floor.decide("liwei", "先看 <!channel> & 夜班")
    await floor.finish("wangfang")


async def second_week(floor: Floor) -> None:
    await first_week(floor)
    await floor.ticket("A4", "2026-09-18T17:00", "2026-09-18T17:40")
    await floor.ticket("B1", "2026-09-21T10:00", "2026-09-21T10:01")
    await floor.ticket("B2", "2026-09-22T10:00", "2026-09-22T10:02")
    await floor.at("2026-09-24T16:00")


async def test_the_first_prompt(floor: Floor):
    await september(floor)
    await floor.at("2026-09-18T15:59")
    assert await floor.prompts() == []
    await floor.at("2026-09-18T16:00")
    await floor.at("2026-09-18T16:01")
    (first,) = await floor.prompts()
    said = words_of(first)
    assert "9月14日至18日" in said
    assert "这是第一次复盘" in said
    assert "20分钟" in part(first, "headline")
    assert "3 个中 1 个" in part(first, "headline")
    assert "本周未达标工单 2 个" in part(first, "cases")
    assert "填写原因（2）" in said
    assert "李伟" not in said


async def test_what_is_recorded_shows_and_the_minutes_hold_it(floor: Floor):
    await first_week(floor)
    first = await floor.prompt()
    assert "夜班加一个人" in part(first, "measures")
    assert "\u2039!channel> & 夜班" in part(first, "decisions")
    assert "结束了复盘" in part(first, "finished")
    assert "2 个未填原因" in part(first, "cases")
    for action_id in (ids.ACTION_MAKE, ids.REVIEW_DECIDE, ids.REVIEW_FINISH, ids.CASES_OPEN):
        assert not has(first, action_id)
    (minutes,) = await floor.minutes()
    assert minutes["thread_ts"] == first["ts"]
    for expected in ("夜班加一个人", "U01LIWEI", "9月23日", "\u2039!channel> & 夜班"):
        assert expected in str(minutes["blocks"])
    read = await floor.office.bot.deps.slack.client.conversations_history(channel=first["channel"])
    assert minutes["ts"] in [one["ts"] for one in read["messages"]]


async def test_a_holiday_friday_moves_it_to_thursday_and_it_opens_with_promises(floor: Floor):
    await first_week(floor)
    await floor.at("2026-09-24T15:59")
    assert len(await floor.prompts()) == 1
    await floor.at("2026-09-24T16:00")
    await floor.at("2026-09-25T16:00")
    second = await floor.prompt()
    assert len(await floor.prompts()) == 2
    assert "9月21日至24日" in words_of(second)
    opening = part(second, "promised")
    for expected in ("逾期 1 项", "夜班加一个人", "已逾期 1 天"):
        assert expected in opening
    assert "夜班" in part(await floor.details(), "last_decisions")
    assert "一直没有结束" not in words_of(second)


async def test_figures_against_the_weeks_before_and_cases_since_the_last_review(floor: Floor):
    await second_week(floor)
    second = await floor.prompt()
    assert "上次复盘（9月18日 16:00）以来未达标工单 1 个" in part(second, "cases")
    assert "1分钟30秒" in part(second, "headline")
    shown = await floor.details()
    chart = next(one for one in shown["blocks"] if one["type"] == "data_visualization")
    points = [point["value"] for point in chart["chart"]["series"][0]["data"]]
    assert points == [20.0, 1.5]
    assert "8/24" in part(shown, "chart_note")
    modal = await floor.press("wangfang", second, ids.CASES_OPEN)
    assert modal is not None
    assert "A4" in words_of(modal)
    assert "A2" not in words_of(modal)


async def test_a_review_that_was_never_finished_is_said_to_be(floor: Floor):
    await second_week(floor)
    await floor.at("2026-09-30T16:00")
    third = await floor.prompt()
    assert len(await floor.prompts()) == 3
    assert "上次复盘（9月21日当周）一直没有结束" in part(third, "basis")
    assert await floor.deliveries("weekly") == [
        ("2026-09-14", "posted", None),
        ("2026-09-21", "posted", None),
        ("2026-09-28", "posted", None),
    ]
    assert await floor.history() == [
        ("2026-09-14", "opened", "frt"),
        ("2026-09-14", "decided", "U01LIWEI"),
        ("2026-09-14", "finished", "U01WANG"),
        ("2026-09-21", "opened", "frt"),
        ("2026-09-28", "opened", "frt"),
    ]


async def test_a_week_off_has_no_review_and_is_named_not_drawn(floor: Floor):
    await floor.begin("2026-02-02T08:00")
    await floor.ticket("C1", "2026-02-03T10:00", "2026-02-03T10:10")
    await floor.ticket("C2", "2026-02-10T10:00", "2026-02-10T10:20")
    await floor.ticket("C3", "2026-02-24T10:00", "2026-02-24T10:05")
    for moment in ("2026-02-06T16:00", "2026-02-13T16:00", "2026-02-20T16:00", "2026-02-22T16:00"):
        await floor.at(moment)
    assert len(await floor.prompts()) == 2
    await floor.at("2026-02-27T16:00")
    last = await floor.details()
    chart = next(one for one in last["blocks"] if one["type"] == "data_visualization")
    series = chart["chart"]["series"][0]["data"]
    assert [(point["label"], point["value"]) for point in series] == [
        ("2/2", 10.0),
        ("2/9", 20.0),
        ("2/23", 5.0),
    ]
    assert "1/26、2/16当周没有数据" in part(last, "chart_note")
    assert "之前 2 周的平均：首次响应 15分钟" in part(last, "chart_note")
    slots = [slot for slot, *_ in await floor.deliveries("weekly")]
    assert slots == ["2026-02-02", "2026-02-09", "2026-02-23"]


async def test_a_process_that_was_down_posts_the_latest_review_of_its_whole_week(floor: Floor):
    await september(floor)
    await floor.ticket("A4", "2026-09-18T17:00", "2026-09-18T17:40")
    await floor.at("2026-09-28T08:00")
    assert await floor.prompts() == []
    await floor.at("2026-09-28T09:00")
    (only,) = await floor.prompts()
    assert "9月21日至27日" in words_of(only)
    assert await floor.deliveries("weekly") == [
        ("2026-09-14", "skipped", "overtaken:not_running"),
        ("2026-09-21", "posted", None),
    ]
    assert (await floor.history())[0][0] == "2026-09-21"


async def test_what_was_opened_between_a_late_review_s_week_and_its_opening_is_told(floor: Floor):
    await september(floor)
    await floor.ticket("A5", "2026-09-28T09:30", "2026-09-28T10:30")
    await floor.at("2026-09-28T11:00")
    assert "A5" not in str((await floor.prompt())["blocks"])
    await floor.at("2026-09-30T16:00")
    second = await floor.prompt()
    assert "9月28日至30日" in words_of(second)
    modal = await floor.press("wangfang", second, ids.CASES_OPEN)
    assert modal is not None
    assert "A5" in words_of(modal)
    assert "A5" in part(await floor.details(), "learn_waited")


async def test_causes_named_during_the_review_show_in_it(floor: Floor):
    await september(floor)
    await floor.at("2026-09-18T16:00")
    prompt = await floor.prompt()
    modal = await floor.press("liwei", prompt, ids.CASES_OPEN)
    assert modal is not None
    assert "A2" in words_of(modal)
    row = next(one for one in modal["blocks"] if '"A3"' in one["block_id"])
    option = row["elements"][0]["options"][1]["value"]
    await floor.office.click(
        "liwei", modal, ids.CASES_CAUSE, value=option, block_id=row["block_id"]
    )
    floor.office.clock.now = floor.office.clock.now + timedelta(minutes=1)
    await floor.office.slack.client.close("liwei", modal)
    modal = await floor.press("liwei", prompt, ids.CASES_OPEN)
    assert modal is not None
    rows = [one["block_id"] for one in modal["blocks"] if "elements" in one]
    ordered = [name for row in rows for name in ("A2", "A3") if f'"{name}"' in row]
    assert ordered == ["A2", "A3"]
    cases = part(await floor.prompt(), "cases")
    assert "1 个未填原因" in cases
    assert "系统 1" in cases


async def test_an_action_that_is_done_redraws_the_open_review(floor: Floor):
    await september(floor)
    await floor.at("2026-09-18T16:00")
    await floor.promise("wangfang", "夜班加一个人", "U01LIWEI", "2026-09-21")
    card = next(one for one in await floor.said() if has(one, ids.ACTION_DONE))
    form = await floor.press("liwei", card, ids.ACTION_DONE)
    await floor.submit("liwei", form, result="加了")
    assert "✓ 已完成" in part(await floor.prompt(), "measures")
    assert "完成 1 项" in part(await floor.details(), "actions")
