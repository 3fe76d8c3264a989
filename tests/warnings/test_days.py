"""Which days are judged, when, and by what."""

from datetime import UTC, date, datetime, time, timedelta

from bot.services.warnings.rules import RuleValues, remove_rule, set_rule
from tests.warnings.desk import LONDON, MINUTE, desk, words_of

MON = date(2026, 11, 2)
NAME = "Global support"


async def test_holidays_are_not_judged_and_make_up_days_are(database_url):
    """Mid-Autumn on Friday 25 September 2026; Sunday 20 September is worked instead."""
    async with desk(database_url, date(2026, 9, 18)) as here:
        for day in (18, 20, 21):
            await here.answer(date(2026, 9, day), 13 * MINUTE)
        assert await here.at(date(2026, 9, 18), time(18)) == []
        assert await here.at(date(2026, 9, 19), time(23)) == []
        assert await here.at(date(2026, 9, 20), time(18)) == []
        (warning,) = await here.at(date(2026, 9, 21), time(18))
        said = words_of(warning)
        assert "Sun 20 Sept: *13 min*" in said
        assert "19 Sept" not in said
        for day in (22, 25, 28):
            await here.answer(date(2026, 9, day), 60)
        assert await here.at(date(2026, 9, 22), time(18)) == []
        await here.answer(date(2026, 9, 23), 60)
        assert len(await here.at(date(2026, 9, 23), time(18))) == 1
        await here.at(date(2026, 9, 28), time(18))
        assert [row.day.day for row in await here.judged()] == [18, 20, 21, 22, 23, 24, 28]


async def test_a_team_without_hours_is_judged_at_midnight_every_day(database_url):
    async with desk(
        database_url, MON - timedelta(days=2), hours="", country=None, zone="Europe/London"
    ) as here:
        assert here.zone == LONDON
        for back in (2, 1, 0):
            await here.answer(MON - timedelta(days=back), 13 * MINUTE, at=time(23, 30))
        assert await here.at(MON, time(23, 59, 59)) == []
        (warning,) = await here.at(MON + timedelta(days=1), time(0))
        said = words_of(warning)
        assert "Sat 31 Oct: *13 min*" in said
        assert "calendar clock" in said
        assert "3 Nov, 00:00 (Europe/London)" in said


async def test_small_hours_belong_to_the_night_that_they_end(database_url):
    async with desk(database_url, MON, hours="Mon-Fri 21:00-08:00", country=None) as here:
        friday, saturday = date(2026, 11, 6), date(2026, 11, 7)
        await here.answer(saturday, 13 * MINUTE, at=time(3))
        await here.answer(friday, 13 * MINUTE, at=time(3))
        await here.at(saturday, time(8))
        judged = {row.day: row for row in await here.judged()}
        assert judged[friday].samples == 1
        assert judged[date(2026, 11, 5)].samples == 1
        assert judged[date(2026, 11, 4)].kind == "no_data"


async def test_a_day_is_judged_as_it_stood_at_its_end_and_not_revised(database_url):
    async with desk(database_url, MON) as here:
        await here.answer(MON, 60, at=time(9))
        await here.answer(MON, 3 * 3600, 3 * 3600, at=time(17, 30))
        await here.close(MON)
        await here.answer(MON, 3 * 3600, 3 * 3600, at=time(11))
        await here.at(MON, time(20))
        (row,) = await here.judged()
        assert (row.kind, row.value, row.samples) == ("good", 60.0, 1)


async def test_an_unanswered_queue_is_near_and_a_fresh_one_is_not(database_url):
    async with desk(database_url, MON) as here:
        await here.answer(MON, None, at=time(17, 47))
        await here.close(MON)
        await here.answer(MON + timedelta(days=1), None, at=time(17, 50))
        await here.close(MON + timedelta(days=1))
        kinds = [(row.kind, row.reason) for row in await here.judged()]
        assert kinds == [("near", "waited_past_warning"), ("good", "nothing_late")]


async def test_two_days_without_data_raise_one_notice_for_each_run(database_url):
    async with desk(database_url, MON) as here:
        posted = await here.days(MON, (), (), (), (60,), ())
        (notice,) = posted
        said = words_of(notice)
        assert "<@U01EMMA> <@U01SOFIA>" in said
        assert "Mon 2 Nov: no data, no feed or import has covered the day" in said
        assert "before the day ends at 18:00" in said
        await here.cover(datetime(2026, 11, 9, 10, 5, tzinfo=here.zone))
        (again,) = await here.days(date(2026, 11, 9), ())
        assert "Mon 9 Nov: no data, no feed" in words_of(again)
        assert await here.days(date(2026, 11, 10), (), ()) == []


async def test_an_import_that_reaches_past_the_day_says_that_nothing_was_opened(database_url):
    async with desk(database_url, MON) as here:
        await here.cover(datetime(2026, 11, 5, 1, tzinfo=here.zone))
        (notice,) = await here.days(MON, (), ())
        assert "Tue 3 Nov: no data, no tickets were opened" in words_of(notice)
        await here.answer(date(2026, 11, 4), 60, excluded="spam")
        await here.close(date(2026, 11, 4))
        assert [row.reason for row in await here.judged()][-1] == "nothing_opened"


async def test_each_metric_has_its_own_state_and_no_data_is_said_once(database_url):
    async with desk(database_url, MON) as here:
        now = here.office.clock.now
        at_night = RuleValues(limit=0.8, warning=0.9, target=0.95)
        await set_rule(here.database, NAME, "attainment", at_night, "shell", now)
        await set_rule(here.database, NAME, "frt_p90", RuleValues(900), "shell", now)
        posted = await here.days(MON, (60,) * 9 + (1000,), (60,) * 8 + (850, 1000), (60, 1000))
        (warning,) = posted
        said = words_of(warning)
        assert "Share answered in time was at or below" in said.replace("*", "")
        assert "Mon 2 Nov: *90%* (10)" in said
        assert "limit 80% · target 95%" in said
        assert [row.kind for row in await here.judged("frt_p90")] == ["good", "near", "near"]
        assert await here.judged("frt_median") == []
        assert len(await here.days(date(2026, 11, 5), (), ())) == 1


async def test_ratings_and_replies_that_are_missing_are_no_data_not_good(database_url):
    async with desk(database_url, MON) as here:
        now = here.office.clock.now
        rated = RuleValues(limit=4, warning=4.2)
        await set_rule(here.database, NAME, "csat_mean", rated, "shell", now)
        await set_rule(here.database, NAME, "art_mean", RuleValues(900), "shell", now)
        await here.answer(MON, 60, 60, csat=4.2)
        await here.close(MON)
        await here.answer(MON + timedelta(days=1), 60)
        (art,) = await here.close(MON + timedelta(days=1))
        assert "the times of single replies" in words_of(art)
        csat = [(row.kind, row.reason, row.samples) for row in await here.judged("csat_mean")]
        assert csat == [("near", "value_at_or_past_warning", 2), ("no_data", "nothing_rated", 0)]
        (rating,) = await here.days(date(2026, 11, 4), (60,))
        assert "nobody gave a rating" in words_of(rating)


async def test_what_is_not_watched_any_more_starts_afresh_when_it_is_again(database_url):
    async with desk(database_url, MON) as here:
        await here.days(MON, (800,), (800,))
        now = here.office.clock.now
        await set_rule(here.database, NAME, "frt_mean", RuleValues(900), "shell", now)
        await here.days(date(2026, 11, 4), (800,))
        rules = await remove_rule(here.database, NAME, "frt_mean", "shell", here.office.clock.now)
        assert [rule.metric for rule in rules] == ["frt_median"]
        assert await here.days(date(2026, 11, 5), (800,), (800,)) == []
        (warning,) = await here.days(date(2026, 11, 9), (800,))
        assert "Thu 5 Nov" in words_of(warning)
        assert "Tue 3 Nov" not in words_of(warning)


async def test_the_default_follows_the_default_limit_unless_a_value_is_set(database_url):
    async with desk(database_url, MON) as here:
        now = here.office.clock.now
        await set_rule(here.database, NAME, "frt_median", RuleValues(900, 600, 480), "shell", now)
        (warning,) = await here.days(MON, (600,), (601,), (610,))
        said = words_of(warning)
        assert "Warning value 10 min · limit 15 min · target 8 min · business clock" in said
        shown = await here.chart(warning)
        chart = next(one for one in shown["blocks"] if one["type"] == "data_visualization")
        names = [one["name"] for one in chart["chart"]["series"]]
        assert names == ["FRT median", "Warning 10 min", "Target 8 min", "Limit 15 min"]


async def test_what_was_solved_counts_on_the_day_of_solving(database_url):
    """Opened on Monday, solved on Wednesday after 18 working hours: it is Wednesday's."""
    async with desk(database_url, MON) as here:
        now = here.office.clock.now
        slow = RuleValues(limit=48 * 3600, warning=36 * 3600)
        await set_rule(here.database, NAME, "resolution_median", slow, "shell", now)
        solved = datetime(2026, 11, 4, 12, tzinfo=here.zone).astimezone(UTC)
        await here.cover(datetime(2026, 11, 30, tzinfo=UTC))
        await here.answer(MON, 60, 120, solved_at=solved, first_solved_at=solved, reopened=False)
        assert await here.close(MON) == []
        (notice,) = await here.close(MON + timedelta(days=1))
        assert "no data, no ticket was solved" in words_of(notice)
        assert "the time of solving is missing" in words_of(notice)
        assert await here.close(MON + timedelta(days=2)) == []
        row = (await here.judged("resolution_median"))[-1]
        assert (row.day, row.kind, row.samples) == (MON + timedelta(days=2), "good", 2)
        assert row.value == (7 + 8 + 3) * 3600 - 30


async def test_returning_customers_count_a_week_after_the_solution(database_url):
    async with desk(database_url, MON, country=None) as here:
        now = here.office.clock.now
        seldom = RuleValues(limit=0.4, warning=0.3)
        await set_rule(here.database, NAME, "repeat_rate", seldom, "shell", now)
        await here.cover(datetime(2026, 11, 30, tzinfo=UTC))
        solved = datetime(2026, 11, 2, 12, tzinfo=here.zone).astimezone(UTC)
        about = {"category": "Billing", "first_solved_at": solved, "solved_at": solved}
        for customer in ("C1", "C2"):
            await here.answer(MON, 60, customer=customer, **about)
        await here.answer(date(2026, 11, 6), 60, customer="C1", category="billing")
        for back in range(8):
            day = MON + timedelta(days=back)
            assert day.weekday() > 4 or await here.close(day) == []
        rows = {row.day.day: row for row in await here.judged("repeat_rate")}
        assert {rows[day].reason for day in (3, 4, 5, 6)} == {"nothing_settled"}
        week_later = rows[9]
        assert (week_later.kind, week_later.value, week_later.samples) == ("near", 0.5, 2)
