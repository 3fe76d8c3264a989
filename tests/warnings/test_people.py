"""Who acknowledges a warning, and what `/frt warnings` says to whom."""

from datetime import date, time

import pytest

from bot import ids
from bot.services.warnings.rules import RuleValues, set_rule
from tests.home.conftest import home_of
from tests.scenarios.office import element
from tests.warnings.desk import desk, words_of

MON, THU = date(2026, 11, 2), date(2026, 11, 5)
NEAR = ((800,), (800,), (800,))


@pytest.mark.parametrize(
    ("user", "who"), [("emma", "U01EMMA"), ("sofia", "U01SOFIA"), ("robin", "U01ADMIN")]
)
async def test_lead_operations_and_admin_acknowledge_once(database_url, user, who):
    async with desk(database_url, MON) as here:
        (warning,) = await here.days(MON, *NEAR)
        here.set(THU, time(9, 30))
        await here.office.click(user, warning, ids.WARNING_ACKNOWLEDGE)
        shown = await here.office.seen("emma", warning)
        assert f"✓ Acknowledged by <@{who}> · 5 Nov, 09:30" in words_of(shown)
        assert element(shown, ids.WARNING_ACKNOWLEDGE) is None
        assert element(shown, ids.ACTION_MAKE) is not None
        assert shown["text"].startswith("Warning, acknowledged")
        assert (await here.changes())[-1] == ("acknowledged", who)
        assert await here.days(THU, (800,)) == []
        assert [row.phase for row in await here.judged()][-1] == "acknowledged"


async def test_an_agent_and_an_outsider_get_a_polite_no(database_url):
    async with desk(database_url, MON) as here:
        (warning,) = await here.days(MON, *NEAR)
        for user in ("noah", "olga"):
            await here.office.click(user, warning, ids.WARNING_ACKNOWLEDGE)
            told = await here.office.newest(user)
            assert told["ephemeral"]
            assert "acknowledged by its lead or its operations specialist" in words_of(told)
        assert element(await here.office.seen("emma", warning), ids.WARNING_ACKNOWLEDGE)
        assert "acknowledged" not in [event for event, _ in await here.changes()]


async def test_a_warning_is_taken_on_from_home_and_leaves_it(database_url):
    async with desk(database_url, MON) as here:
        await here.days(MON, *NEAR)
        here.set(THU, time(9, 30))
        home = await home_of(here.office, "noah")
        assert element(home, ids.WARNING_ACKNOWLEDGE) is None
        old = await home_of(here.office, "sofia")
        home = await home_of(here.office, "emma")
        assert "One thing waits for you" in words_of(home)
        await here.office.click("emma", home, ids.WARNING_ACKNOWLEDGE)
        assert (await here.changes())[-1] == ("acknowledged", "U01EMMA")
        for user in ("emma", "sofia"):
            shown = await here.office.slack.client.home(user) or {}
            assert "Nothing waits for you" in words_of(shown)
        await here.office.slack.client.post(
            "click",
            user="sofia",
            action_id=ids.WARNING_ACKNOWLEDGE,
            view_id=old["id"],
            value=element(old, ids.WARNING_ACKNOWLEDGE)["value"],
        )
        await here.office.settle()
        assert "has already acknowledged" in words_of(await here.office.modal("sofia"))


async def test_the_second_to_click_learns_who_was_first(database_url):
    async with desk(database_url, MON) as here:
        (warning,) = await here.days(MON, *NEAR)
        here.set(THU, time(9, 30))
        await here.office.click("emma", warning, ids.WARNING_ACKNOWLEDGE)
        count = len(await here.office.slack.client.messages("emma", here.channel))
        button = element(warning, ids.WARNING_ACKNOWLEDGE)
        assert button is not None
        for user in ("emma", "sofia"):
            await press_again(here, user, warning, button)
        assert len(await here.office.slack.client.messages("emma", here.channel)) == count
        told = await here.office.newest("sofia")
        assert "<@U01EMMA> has already acknowledged this warning, on 5 Nov, 01:30" in words_of(told)
        assert [event for event, _ in await here.changes()].count("acknowledged") == 1


async def press_again(here, user, warning, button):
    """Click what is gone by now, as somebody with an old screen does."""
    await here.office.bot.deps.slack.redraw(warning["channel"], warning["ts"], warning)
    await here.office.click(user, warning, button["action_id"])
    shown = await here.office.seen("emma", warning)
    assert "✓ Acknowledged by <@U01EMMA>" in words_of(shown)


async def test_an_old_card_of_a_cleared_warning_says_so(database_url):
    async with desk(database_url, MON) as here:
        warning, _ = await here.days(MON, *NEAR, (60,), (60,))
        await here.office.bot.deps.slack.redraw(warning["channel"], warning["ts"], warning)
        await here.office.click("emma", warning, ids.WARNING_ACKNOWLEDGE)
        assert "This warning is over" in words_of(await here.office.newest("emma"))
        assert "✓ Cleared at the end of Fri 6 Nov" in words_of(
            await here.office.seen("emma", warning)
        )


async def test_acknowledged_outlives_a_recovery_that_does_not_hold(database_url):
    async with desk(database_url, MON) as here:
        (warning,) = await here.days(MON, *NEAR, (60,))
        await here.office.click("emma", warning, ids.WARNING_ACKNOWLEDGE)
        assert await here.days(date(2026, 11, 6), (800,)) == []
        assert [row.phase for row in await here.judged()][-2:] == ["recovering", "acknowledged"]


async def test_the_action_made_from_a_warning_remembers_it(database_url):
    async with desk(database_url, MON) as here:
        (warning,) = await here.days(MON, *NEAR)
        await here.office.click("noah", warning, ids.ACTION_MAKE)
        form = await here.office.modal("noah")
        assert '"origin":"warning"' in form["private_metadata"]
        assert "frt_median:2026-11-04" in form["private_metadata"]


async def test_frt_warnings_says_the_value_the_limit_the_clock_and_what_changed(database_url):
    async with desk(database_url, MON) as here:
        here.set(MON, time(10))
        fresh = await here.office.type("noah", "warnings")
        assert "Median first response: – not judged yet" in words_of(fresh).replace("*", "")
        assert "– not judged yet\nwarning value 12 min · limit 15 min" in words_of(fresh)
        (warning,) = await here.days(MON, *NEAR)
        await here.office.click("emma", warning, ids.WARNING_ACKNOWLEDGE)
        shown = await here.office.type("noah", "warnings")
        said = words_of(shown).replace("*", "")
        assert shown["ephemeral"]
        assert "▲ warning since Wed 4 Nov, acknowledged by <@U01EMMA>" in said
        assert (
            "Wed 4 Nov: 13 min 20 s (1) · warning value 12 min · limit 15 min · business clock"
        ) in said
        assert "• Wed 4 Nov: warning raised (13 min 20 s)" in said
        assert "Next: Thu 18:00 (Asia/Shanghai)" in said
        assert [one["type"] for one in shown["blocks"]].count("data_visualization") == 1


async def test_another_metric_is_a_choice_away_and_the_worst_comes_first(database_url):
    async with desk(database_url, MON) as here:
        now = here.office.clock.now
        await set_rule(here.database, "Global support", "frt_p90", RuleValues(900), "shell", now)
        share = RuleValues(0.8, 0.9)
        await set_rule(here.database, "Global support", "attainment", share, "shell", now)
        await here.days(MON, (60,) * 8 + (1000, 1000))
        shown = await here.office.type("emma", "warnings")
        assert "Last changes of P90 first response" in words_of(shown)
        value = ids.WarningShowValue(team_id=1, metric="attainment").dump()
        await here.office.click("emma", shown, ids.WARNING_SHOW, value=value)
        renewed = await here.office.newest("emma")
        assert "Last changes of share answered in time" in words_of(renewed)
        named = await here.office.type("emma", "warnings attainment")
        assert words_of(named) == words_of(renewed)
        odd = await here.office.type("emma", "warnings speed")
        assert "There is no metric “speed”" in words_of(odd)


async def test_all_of_it_in_chinese(database_url):
    async with desk(database_url, MON, language="zh") as here:
        (warning,) = await here.days(MON, *NEAR)
        said = words_of(warning)
        assert "<@U01WANG> <@U01ZHANG>" in said
        assert "连续 *3 个工作日* 达到或超过预警值 12分钟" in said
        assert "预警值 12分钟 · 限值 15分钟 · 按工作时间" in said
        await here.office.click("liwei", warning, ids.WARNING_ACKNOWLEDGE)
        assert "由组长或运营专员确认" in words_of(await here.office.newest("liwei", here.channel))
        await here.office.click("zhangmin", warning, ids.WARNING_ACKNOWLEDGE)
        shown = await here.office.type("liwei", "预警", here.channel)
        assert "预警中（11月4日周三起），<@U01ZHANG> 已确认" in words_of(shown)
        named = await here.office.type("liwei", "预警 首次响应时长", here.channel)
        assert words_of(named) == words_of(shown)


async def test_without_lead_or_operations_the_warning_says_that_nobody_was_told(database_url):
    async with desk(database_url, MON, members=(("U01NOAH", "agent"),)) as here:
        (warning,) = await here.days(MON, *NEAR)
        assert "Nobody leads this team in the bot yet" in words_of(warning)
        assert "<@" not in words_of(warning)
