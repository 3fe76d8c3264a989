"""Reading an earlier review, and what became of what it promised."""

from sqlmodel import select

from bot import ids
from bot.models import Action
from tests.review.floor import Floor, part
from tests.scenarios.office import words_of


async def two_weeks(floor: Floor) -> None:
    await floor.begin("2026-11-09T08:00")
    await floor.at("2026-11-13T16:00")
    for measure in ("甲", "乙", "丙", "丁", "戊"):
        await floor.promise("wangfang", measure, "U01LIWEI", "2026-11-18")
    await floor.decide("liwei", "先看夜班")
    await floor.write("liwei", "周一缺人")
    await floor.finish("wangfang")


async def settled(floor: Floor) -> None:
    """甲 is verified, 乙 reopened, 丙 dropped, 丁 open, 戊 not effective by the data."""
    async with floor.office.database.write() as session:
        rows = {row.measure: row for row in (await session.exec(select(Action))).all()}
        rows["甲"].status = "verified"
        rows["乙"].settled_at, rows["乙"].settled_why = floor.office.clock.now, "只有夜间有效果"
        rows["丙"].status, rows["丙"].settled_why = "dropped", "供应商负责"
        rows["戊"].status, rows["戊"].verdict = "done", "not_met"


async def test_what_became_of_each_promise(floor: Floor):
    await two_weeks(floor)
    await floor.at("2026-11-16T10:00")
    card = next(
        one
        for one in await floor.said()
        if "丁" in words_of(one) and ids.ACTION_NEW_DATE in str(one)
    )
    for due in ("2026-11-17", "2026-11-19"):
        form = await floor.press("liwei", card, ids.ACTION_NEW_DATE)
        await floor.submit("liwei", form, due=due, why="忙不过来")
        card = next(one for one in await floor.said() if one["ts"] == card["ts"])
    await settled(floor)
    await floor.at("2026-11-20T16:00")
    first = part(await floor.prompt(), "promised").replace("\n", "")
    assert "已逾期" in first, "what is not settled comes first"
    assert "✓ 已验证" not in first
    said = part(await floor.details(), "promised")
    for expected in (
        "已验证 1 项 · 无效 1 项 · 逾期 2 项 · 取消 1 项 · 延期 1 项",
        "✓ 已验证",
        "上次无效 · 只有夜间有效果",
        "已取消 · 供应商负责",
        "改期 2 次",
        "数据显示无效",
    ):
        assert expected in said.replace("\n", ""), expected


async def test_the_record_of_an_earlier_week(floor: Floor):
    await two_weeks(floor)
    await floor.at("2026-11-20T16:00")
    for words in ("周复盘 上次", "review last", "review 2026-11-11", "复盘 2026/11/15"):
        told = await floor.office.type("liwei", words, "客服一组")
        said = words_of(told)
        assert told["ephemeral"]
        assert "周复盘会议纪要" in said
        assert "先看夜班" in said
        assert "周一缺人" in said
        assert "查看会议纪要" in said
    present = words_of(await floor.office.type("liwei", "review 2026-11-18", "客服一组"))
    assert "正在进行" in present


async def test_a_week_without_one_and_what_is_no_date(floor: Floor):
    await floor.begin("2026-11-16T08:00")
    told = words_of(await floor.office.type("liwei", "周复盘 上次", "客服一组"))
    assert "还没有更早的复盘" in told
    told = words_of(await floor.office.type("liwei", "review 2026-10-01", "客服一组"))
    assert "9月28日当周客服一组没有复盘" in told
    told = words_of(await floor.office.type("liwei", "review 2026-13-01", "客服一组"))
    assert "不是日期" in told
    told = words_of(await floor.office.type("noah", "review last team 客服一组", "general"))
    assert "are for its members" in told


async def test_a_team_is_chosen_for_an_earlier_review(floor: Floor):
    await two_weeks(floor)
    await floor.at("2026-11-20T16:00")
    told = await floor.office.type("bo", "review last", "general")
    menu = next(
        one
        for block in told["blocks"]
        for one in [block.get("accessory"), *block.get("elements", [])]
        if one and one.get("action_id") == ids.TEAM_CHOOSE
    )
    (option,) = [one for one in menu["options"] if "客服" in one["text"]["text"]]
    await floor.office.click("bo", told, ids.TEAM_CHOOSE, value=option["value"])
    assert "Minutes of the weekly review" in words_of(await floor.office.seen("bo", told))
