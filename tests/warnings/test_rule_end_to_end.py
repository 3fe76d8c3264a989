"""Worked example 10 of the rule, from tickets to Slack, on both databases."""

from datetime import date, time, timedelta

from bot import ids
from bot.metrics.warnings.report import WarningCard
from bot.models import Team
from bot.services.deliveries import ledger
from bot.services.warnings import judging as warnings
from bot.services.warnings.judging import Told, judge
from bot.views.warnings.card import posted
from tests.scenarios.office import element
from tests.warnings.desk import MINUTE, Desk, desk, words_of

MON, TUE, WED, THU, FRI = (date(2026, 11, 2) + timedelta(days=at) for at in range(5))
NEXT_MON = date(2026, 11, 9)


async def week_to_thursday(here: Desk) -> list:
    await here.answer(MON, 700, 750, 800)
    posted = await here.close(MON)
    await here.answer(TUE, 13 * MINUTE)
    posted += await here.close(TUE)
    posted += await here.close(WED)
    await here.answer(THU, 12 * MINUTE, 600, 840)
    posted += await here.at(THU, time(17, 59, 59))
    assert posted == []
    return await here.close(THU)


async def test_the_worked_example(database_url):
    async with desk(database_url, MON) as here:
        (warning,) = await week_to_thursday(here)
        said = words_of(warning)
        assert "<@U01EMMA> <@U01SOFIA>" in said
        assert "U01NOAH" not in said
        assert "Mon 2 Nov: *12 min 30 s* (3)" in said
        assert "Tue 3 Nov: *13 min* (1)" in said
        assert "Thu 5 Nov: *12 min* (3)" in said
        assert "not counted, no data: 4 Nov" in said
        assert "3 working days in a row" in said
        assert "Warning value 12 min · limit 15 min · business clock" in said
        assert warning.get("thread_ts") is None

        await here.answer(FRI, 9 * MINUTE)
        assert await here.close(FRI) == []
        assert await here.at(date(2026, 11, 7), time(20)) == []
        await here.answer(NEXT_MON, 8 * MINUTE + 30)
        (cleared,) = await here.close(NEXT_MON)
        assert cleared["thread_ts"] == warning["ts"]
        assert "Fri 6 Nov: *9 min* (1)" in words_of(cleared)
        assert "Mon 9 Nov: *8 min 30 s* (1)" in words_of(cleared)
        assert await here.at(date(2026, 11, 10), time(18)) == []

        states = [(day.kind, day.phase, day.change) for day in await here.judged()]
        assert states == [
            ("near", "near", "near_started"),
            ("near", "near", None),
            ("no_data", "near", None),
            ("near", "warning", "warning_raised"),
            ("good", "recovering", "recovering"),
            ("good", "normal", "cleared"),
            ("no_data", "normal", None),
        ]
        assert [value.value for value in await here.judged()][:4] == [750, 780, None, 720]
        assert [event for event, _ in await here.changes()] == [
            "near_started",
            "warning_raised",
            "recovering",
            "cleared",
        ]
        redrawn = await here.office.seen("emma", warning)
        assert "✓ Cleared at the end of Mon 9 Nov" in words_of(redrawn)
        assert element(redrawn, ids.WARNING_ACKNOWLEDGE) is None


async def test_posted_at_night_it_mentions_nobody(database_url):
    async with desk(database_url, MON) as here:
        await here.days(MON, (800,), (800,))
        await here.answer(WED, 800)
        (warning,) = await here.at(THU, time(3))
        assert "<@" not in words_of(warning)
        assert "outside working hours, so nobody was notified" in words_of(warning)
        here.set(THU, time(10))
        await here.office.click("emma", warning, ids.WARNING_ACKNOWLEDGE)
        redrawn = words_of(await here.office.seen("emma", warning))
        assert "<@U01SOFIA>" not in redrawn
        assert "outside working hours, so nobody was notified" in redrawn


async def test_a_team_that_works_nights_is_mentioned_at_night(database_url):
    nights = {"hours": "Mon-Sun 21:00-08:00", "country": None}
    async with desk(database_url, MON, **nights) as here:
        for day in (MON, TUE, WED):
            await here.answer(day, 800, at=time(22))
        await here.at(THU, time(8))
        (warning,) = [one for one in await here.seen() if "Mon 2 Nov" in words_of(one)]
        assert "<@U01EMMA> <@U01SOFIA>" in words_of(warning)


async def test_the_chart_has_target_and_warning_value_and_names_missing_days(database_url):
    async with desk(database_url, MON) as here:
        await here.answer(date(2026, 10, 30), 5 * MINUTE)
        (warning,) = await week_to_thursday(here)
        shown = await here.chart(warning)
        (chart,) = [one for one in shown["blocks"] if one["type"] == "data_visualization"]
        series = {one["name"]: one["data"] for one in chart["chart"]["series"]}
        drawn = [(point["label"], point["value"]) for point in series["FRT median"]]
        assert drawn == [("30 Oct", 5), ("2 Nov", 12.5), ("3 Nov", 13), ("5 Nov", 12)]
        assert [point["value"] for point in series["Warning 12 min"]] == [12] * 4
        assert [point["value"] for point in series["Limit 15 min"]] == [15] * 4
        assert "Not drawn, no value: 19–23 Oct, 26–29 Oct, 4 Nov" in words_of(shown)


async def test_a_near_day_while_recovering_restores_it_without_a_post(database_url):
    async with desk(database_url, MON) as here:
        posted = await here.days(MON, (800,), (800,), (800,), (60,), (750,), (60,), (60,))
        assert len(posted) == 2
        assert posted[1]["thread_ts"] == posted[0]["ts"]
        phases = [day.phase for day in await here.judged()]
        assert phases[2:] == ["warning", "recovering", "warning", "recovering", "normal"]


async def test_a_second_tick_at_the_same_instant_posts_nothing(database_url):
    async with desk(database_url, MON) as here:
        assert len(await week_to_thursday(here)) == 1
        assert await here.close(THU) == []
        assert await here.at(THU, time(18, 0, 15)) == []
        assert len(await here.judged()) == 4


async def test_a_restart_in_between_forgets_nothing_and_repeats_nothing(database_url):
    async with desk(database_url, MON) as here:
        await here.days(MON, (800,), (800,))
        await here.restart()
        await here.answer(WED, 800)
        (warning,) = await here.close(WED)
        await here.restart()
        assert await here.at(WED, time(18, 0, 20)) == []
        await here.answer(THU, 60)
        assert await here.close(THU) == []
        await here.restart()
        await here.answer(FRI, 60)
        (cleared,) = await here.close(FRI)
        assert cleared["thread_ts"] == warning["ts"]
        redrawn = await here.office.seen("emma", warning)
        assert "✓ Cleared at the end of Fri 6 Nov" in words_of(redrawn)


async def test_down_when_the_day_ended_it_is_said_on_return(database_url):
    async with desk(database_url, MON) as here:
        for day in (MON, TUE, WED):
            await here.answer(day, 800)
        (warning,) = await here.at(THU, time(8))
        assert "3 working days in a row" in words_of(warning)
        reasons = [reason for _, _, reason in await here.ends()]
        assert reasons == ["near_started", "value_at_or_past_warning", None]


async def test_after_two_weeks_down_only_what_is_still_true_is_said(database_url):
    async with desk(database_url, MON) as here:
        day = MON
        for seconds in (800, 800, 800, 60, 60, 800, 800, 800, 800):
            await here.answer(day, seconds)
            day += timedelta(days=3 if day.weekday() == 4 else 1)
        (warning,) = await here.at(date(2026, 11, 12), time(20))
        assert "Wed 11 Nov" in words_of(warning)
        assert len(await here.judged()) == 9
        ends = {slot: reason for slot, _, reason in await here.ends()}
        assert ends["2026-11-04:frt_median"] == "judged_late"
        assert ends["2026-11-06:frt_median"] == "judged_late"
        assert ends["2026-11-11:frt_median"] == "judged_late"
        assert ends["2026-11-12:frt_median"] is None


async def test_a_warning_raised_and_cleared_while_down_is_never_posted(database_url):
    async with desk(database_url, MON) as here:
        for day, seconds in zip((MON, TUE, WED, THU, FRI), (800, 800, 800, 60, 60), strict=True):
            await here.answer(day, seconds)
        assert await here.at(FRI, time(18)) == []
        assert [event for event, _ in await here.changes()][-1] == "cleared"


async def test_a_warning_that_slack_refused_is_posted_when_it_can_be(database_url):
    async with desk(database_url, MON) as here:
        await here.days(MON, (800,), (800,))
        await here.office.slack.client.archive(here.channel)
        assert await here.days(WED, (800,)) == []
        await here.office.slack.client.unarchive(here.channel)
        (warning,) = await here.days(THU, (800,))
        assert "Wed 4 Nov" in words_of(warning)
        assert await here.days(FRI, (800,)) == []


async def test_cleared_is_told_after_a_refusal_too(database_url):
    async with desk(database_url, MON) as here:
        (warning,) = await here.days(MON, (800,), (800,), (800,), (60,))
        await here.office.slack.client.archive(here.channel)
        assert await here.days(FRI, (60,)) == []
        await here.office.slack.client.unarchive(here.channel)
        (cleared,) = await here.days(NEXT_MON, (60,))
        assert cleared["thread_ts"] == warning["ts"]
        assert "Fri 6 Nov" in words_of(cleared)


async def test_building_again_after_a_failed_post_judges_nothing_anew(database_url):
    async with desk(database_url, MON) as here:
        await here.days(MON, (800,), (800,))
        await here.answer(WED, 800)
        here.set(WED, time(18))
        for _ in range(2):
            told = await judge(here.database, 1, "frt_median", WED, here.office.clock.now)
            assert isinstance(told, Told)
            assert isinstance(told.note, WarningCard)
        assert len(await here.judged()) == 3
        assert [event for event, _ in await here.changes()].count("warning_raised") == 1


async def test_a_crash_after_posting_is_not_repeated_and_clearing_answers_the_message(database_url):
    async with desk(database_url, MON) as here:
        await here.days(MON, (800,), (800,))
        await here.answer(WED, 800)
        here.set(WED, time(18))
        async with here.database.read() as session:
            team = await session.get_one(Team, 1)
        (due,) = await warnings.due(here.database, team, team.planned_until, here.office.clock.now)
        row = await ledger.claim_by_hand(here.database, 1, due, here.office.clock.now)
        assert row is not None
        now = here.office.clock.now
        await ledger.begin(here.database, row, now)
        told = await judge(here.database, 1, "frt_median", WED, now)
        assert isinstance(told, Told)
        await ledger.sending(here.database, row, now)
        slack = here.office.bot.deps.slack
        stands = await slack.post(row.channel_id, posted(told.note), delivery_id=row.id)
        await here.restart()
        assert await here.days(THU, (800,)) == []
        ends = {slot: (status, reason) for slot, status, reason in await here.ends()}
        assert ends[row.slot] == ("posted", None)
        (cleared,) = await here.days(FRI, (60,), (60,))
        assert cleared["thread_ts"] == stands
        assert "the warning of Wed 4 Nov is over" in words_of(cleared)
