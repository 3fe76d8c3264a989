"""Who sees an entry where: lists, numbers, Home, reminders, history; in both languages."""

from datetime import UTC, datetime, timedelta

from bot import ids
from bot.views.blocks import actions, history_button, message
from tests.home.conftest import home_of
from tests.registers.desk import COURSE
from tests.scenarios.office import words_of

OPEN = ids.REGISTER_OPEN


async def test_others_see_only_what_is_theirs(desk):
    await desk.add()
    await desk.add(course="Parcels", person_id="U01SOFIA", kind="process")
    lead = words_of(await desk.office.type("emma", "training"))
    assert "Calm answers" in lead
    assert "Parcels" in lead
    assert "Mine (0)" in lead
    noah = words_of(await desk.office.type("noah", "training all"))
    assert "Calm answers" in noah
    assert "Parcels" not in noah
    assert "All (1)" in noah
    assert "Add a training" not in noah
    assert "only what is yours" in noah
    assert "for its owner" in words_of(await desk.show("noah", 2))
    assert "for its owner" in words_of(await desk.show("olga", 1))
    channel = [one for one in await desk.said("sofia") if not one["ephemeral"]]
    assert not any("Calm answers" in words_of(one) for one in channel)


async def test_history_is_for_who_sees_the_entry(desk):
    await desk.add()
    for who in ("emma", "noah"):
        history = await desk.press(who, await desk.show(who), ids.HISTORY_OPEN)
        assert "Add a training" in words_of(history)
    for key, said in (
        ("1", "for its owner"),
        (None, "out of date"),
        ("9" * 20, "out of date"),
        ("99", "not here any more"),
    ):
        button = history_button("en", 1, "training", key)
        ts = await desk.office.bot.deps.slack.post(
            "C01SUPPORT", message("History", [actions([button], "buttons")])
        )
        posted = next(one for one in await desk.said("sofia") if one["ts"] == ts)
        assert await desk.press("sofia", posted, ids.HISTORY_OPEN) is None
        assert said in await desk.whispered("sofia"), key


async def test_home_shows_what_is_one_s_own_and_opens_it(desk):
    await desk.add(**COURSE, due_on="2026-11-30")
    home = await home_of(desk.office, "noah")
    assert "One thing waits for you" in words_of(home)
    assert "Training 1 · Global support · Calm answers" in words_of(home)
    modal = await desk.press("noah", home, OPEN)
    assert "○ planned" in words_of(modal)
    done = await desk.step("noah", modal, "note", remark="Looking forward to it")
    assert not done["errors"]
    assert "Looking forward to it" in words_of(await desk.office.modal("noah"))
    assert "My entries" not in words_of(await home_of(desk.office, "sofia"))


async def test_who_takes_it_is_reminded_until_it_is_over(desk):
    await desk.add(**COURSE, due_on="2026-11-23")
    desk.office.clock.now = datetime(2026, 11, 20, 7, tzinfo=UTC)
    await desk.planner.tick()
    desk.office.clock.now += timedelta(hours=3)
    await desk.planner.tick()
    told = (await desk.direct("noah"))[-1]
    assert "1 entry of yours in Global support is due." in words_of(told)
    assert "Calm answers" in words_of(told)
    await desk.step("emma", await desk.show("emma"), "withdraw", why="Cancelled")
    left = words_of(await desk.office.seen("noah", told))
    assert "All of these entries" in left
    assert "withdrawn" in left


async def test_a_chinese_team_reads_chinese(desk):
    page = await desk.office.type("wangfang", "培训", "客服一组")
    assert "培训记录 · 客服一组" in words_of(page)
    assert "还没有培训记录" in words_of(page)
    form = await desk.press("wangfang", page, ids.register_step("training", "make"))
    done = await desk.fill(
        "wangfang", form, course="语气训练", person_id="U01LIWEI", kind="skill", hours="3"
    )
    assert not done["errors"]
    card = (await desk.direct("liwei"))[-1]
    for words in ("培训 1 · 客服一组", "○ 计划中", "<@U01WANG> 为您登记了这条记录", "技能"):
        assert words in words_of(card)
    assert "逾期（0）" in words_of(await desk.office.type("wangfang", "培训我的", "客服一组"))


async def test_words_that_nothing_answers_say_what_would(desk):
    assert "Try *open*" in words_of(await desk.office.type("emma", "training banana"))
    assert "is not here any more" in words_of(await desk.office.type("emma", "training 99"))
    assert (await desk.form("emma", "training new"))["title"]["text"] == "Add a training"


async def test_what_who_left_has_open_is_offered_to_the_lead(desk):
    await desk.add(**COURSE, due_on="2026-12-18")
    await desk.planner.tick()
    desk.office.slack.workspace.user("U01NOAH").deleted = True
    desk.office.clock.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    await desk.planner.tick()
    [offer] = [one for one in await desk.direct("emma") if "has left" in one["text"]]
    assert "1 open entry of theirs" in offer["text"]
    assert "Training 1 · Global support · Calm answers" in words_of(offer)
    await desk.office.click("emma", offer, OPEN)
    opened = (await desk.direct("emma"))[-1]
    await desk.step("emma", opened, "change", person_id="U01SOFIA")
    assert (await desk.row()).person_id == "U01SOFIA"
    assert "handed over" in words_of(await desk.office.seen("emma", offer))
