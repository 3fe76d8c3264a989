"""What a report is made of: nothing of the future, everything of the period."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import BotError
from bot.metrics.figures.report import Ask
from bot.models import Team, Ticket
from bot.services.figures.answering import report
from bot.services.figures.behind import tickets_behind
from bot.services.figures.waits import drawn_waits
from bot.services.people.readers import Profile
from bot.services.team.standing import Choice, Request
from tests.scenarios.tickets import NOW, ticket

EMMA = Profile("U01EMMA", "emma", "en", ZoneInfo("UTC"), None, NOW)
SUPPORT = "C01SUPPORT"


async def asked(database, ask: Ask, as_of=NOW, now=NOW, who=EMMA, channel=SUPPORT, **more):
    made = await report(database, Request(who, channel, ask, as_of), now=now, **more)
    assert not isinstance(made, Choice)
    return made.report


async def trend_of(database, ask: Ask, **more):
    return (await asked(database, ask, is_charted=True, **more)).trend


async def test_today_against_yesterday_as_it_was_then(database):
    made = await asked(database, Ask())
    assert made.figures.frt_median_seconds == 600
    assert (made.figures.met, made.figures.missed, made.figures.pending) == (3, 2, 1)
    assert (made.figures.open_waits_now, made.figures.oldest_wait_seconds) == (2, 1800)
    assert made.figures.excluded_reasons == {"merged": 1}
    assert made.before_period.end == NOW - timedelta(days=1)
    assert made.before.frt_median_seconds == 1200
    assert (made.before.judged, made.before.attainment) == (2, 0)
    assert (made.clock, made.other_clock) == ("business", "calendar")
    assert made.ask.team == "Global support"
    assert made.covered_until == datetime(2026, 11, 20, 10, 55, tzinfo=UTC)


async def test_a_day_that_is_over_is_compared_as_long_after_its_end(database):
    made = await asked(database, Ask("yesterday"))
    assert made.figures.frt_median_seconds == 3300
    assert made.before_period.first_day == date(2026, 11, 18)
    assert (made.before.answered, made.before.judged) == (0, 0)


async def test_the_trend_of_a_day_looks_back_two_weeks_and_names_gaps(database):
    trend = await trend_of(database, Ask())
    assert dict(trend.values) == {
        date(2026, 11, 16): 60,
        date(2026, 11, 19): 3300,
        date(2026, 11, 20): 600,
    }
    assert trend.missing[0] == date(2026, 11, 7)
    assert len(trend.values) + len(trend.missing) == 14


async def test_days_are_read_for_a_chart_alone(database):
    assert (await asked(database, Ask())).trend is None
    assert (await asked(database, Ask("week", by="channel"), is_charted=True)).trend is None


async def test_the_chart_by_agent_of_who_sees_no_other_is_of_their_own_days(database):
    noah = replace(EMMA, user_id="U01NOAH")
    made = await asked(database, Ask("week", by="agent"), who=noah, is_charted=True)
    own = await asked(database, Ask("week", person="U01NOAH"), who=noah, is_charted=True)
    assert made == own
    assert made.trend.values
    assert (await asked(database, Ask("week", by="agent"), is_charted=True)).groups


async def test_the_trend_of_a_longer_period_is_its_days(database):
    trend = await trend_of(database, Ask("week"))
    assert [day.day for day, _ in trend.values] == [16, 19, 20]
    assert [day.day for day in trend.missing] == [17, 18]


async def test_kept_days_follow_what_changes_and_the_instant_asked_about(database):
    before = await asked(database, Ask())
    again = await asked(database, Ask())
    assert again == before
    async with database.write() as session:
        session.add(ticket(1, "Y3", "19 12:00", "19 12:01"))
    trend = await trend_of(database, Ask())
    assert dict(trend.values)[date(2026, 11, 19)] == 1200
    earlier = datetime(2026, 11, 19, 11, tzinfo=UTC)
    then = await trend_of(database, Ask(), as_of=earlier)
    assert dict(then.values)[date(2026, 11, 19)] == 1200
    assert date(2026, 11, 20) not in dict(then.values)


async def test_an_earlier_instant_knows_nothing_of_later(database):
    earlier = NOW.replace(hour=9, minute=35)
    then = await asked(database, Ask(), as_of=earlier)
    assert then.figures.tickets == 3
    assert (then.figures.answered, then.figures.open_waits_now) == (2, 1)
    async with database.write() as session:
        (await session.get(Ticket, (1, "file", "T5"))).first_response_at = NOW + timedelta(hours=1)
    later = NOW + timedelta(hours=2)
    assert (await asked(database, Ask(), now=later)).figures.open_waits_now == 2
    assert (await asked(database, Ask(), as_of=later, now=later)).figures.open_waits_now == 1


async def test_parts_of_somebodys_figures_add_up(database):
    whole = (await asked(database, Ask("week", person="U01SOFIA"))).figures
    for by in ("channel", "hour", "day", "tier"):
        groups = (await asked(database, Ask("week", by=by, person="U01SOFIA"))).groups
        for name in ("tickets", "answered", "met", "missed", "open_waits"):
            total = sum(getattr(group.figures, name) for group in groups)
            assert total == getattr(whole, name), (by, name)


async def test_groups_add_up(database):
    whole = (await asked(database, Ask("week"))).figures
    for by in ("agent", "channel", "priority", "tier", "category", "hour", "day"):
        groups = (await asked(database, Ask("week", by=by))).groups
        assert sum(group.figures.answered for group in groups) == whole.answered


async def test_the_year_whose_makeup_days_nobody_knows_is_named(database):
    who = replace(EMMA, user_id="U01WANG")
    later = datetime(2027, 6, 1, 8, tzinfo=UTC)
    made = await asked(database, Ask(), as_of=later, now=later, who=who, channel="C01KEFU")
    assert made.unknown_years == (2027,)
    assert (await asked(database, Ask())).unknown_years == ()


async def test_pages_behind_a_figure(database):
    request = Request(EMMA, SUPPORT, Ask("week"), NOW)
    seen: list[str] = []
    for page in (1, 2, 3):
        made = await tickets_behind(database, request, outcome="all", page=page)
        assert (made.tickets.page, made.tickets.pages) == (page, 3)
        seen += [line.external_id for line in made.tickets.lines]
    assert len(seen) == len(set(seen)) == 21
    late = [line for line in seen if line in {"Y1", "Y2", "T3", "T5"}]
    assert seen[:4] == late == ["Y2", "T5", "Y1", "T3"]
    assert dict(made.tickets.counts) == {"missed": 4, "pending": 1, "met": 15, "excluded": 1}
    beyond = await tickets_behind(database, request, outcome="met", page=10**9)
    assert beyond.tickets.page == beyond.tickets.pages == 2
    with pytest.raises(BotError, match=r"error\.button"):
        await tickets_behind(database, request, outcome="pretty", page=1)


async def test_counts_of_why_are_those_of_the_figures(database):
    made = await asked(database, Ask("week"))
    behind = await tickets_behind(
        database, Request(EMMA, SUPPORT, Ask("week"), NOW), outcome="all", page=-5
    )
    counts = dict(behind.tickets.counts)
    assert counts["met"] == made.figures.met
    assert counts["missed"] == made.figures.missed
    assert counts["pending"] == made.figures.pending
    assert counts["excluded"] == made.figures.excluded


async def test_waits_by_time_left(database):
    made = await drawn_waits(
        database, Request(EMMA, SUPPORT, Ask("waiting"), NOW), lambda made: made
    )
    assert {line.external_id for line in made.waiting.lines} == {"T5", "T6"}
    assert (made.waiting.total, made.waiting.over_limit) == (2, 1)


async def test_admins_choose_among_all_teams_and_nobody_else(database):
    admin = replace(EMMA, user_id="U01ADMIN")
    made = await report(database, Request(admin, "D1", Ask(), NOW), now=NOW)
    assert isinstance(made, Choice)
    assert [team.name for team in made.teams] == ["Global support", "客服一组"]
    stranger = replace(EMMA, user_id="UNKNOWN")
    with pytest.raises(BotError, match=r"error\.no_team"):
        await report(database, Request(stranger, "D1", Ask(), NOW), now=NOW)
    with pytest.raises(BotError, match=r"error\.team_forbidden"):
        await report(database, Request(stranger, "D1", Ask(), NOW), now=NOW, team_id=1)
    with pytest.raises(BotError, match=r"error\.button"):
        await report(database, Request(admin, "D1", Ask(), NOW), now=NOW, team_id=77)


async def test_statistic_of_the_team_is_drawn(database):
    async with database.write() as session:
        (await session.get(Team, 1)).statistic = "mean"
    trend = await trend_of(database, Ask())
    assert dict(trend.values)[date(2026, 11, 20)] == pytest.approx((300 + 600 + 1200 + 600) / 4)


async def test_a_day_that_is_over_still_waits_for_its_late_answers(database):
    async with database.write() as session:
        session.add(ticket(1, "Y4", "19 17:00", "20 10:30"))
    yesterday = date(2026, 11, 19)
    earlier = NOW.replace(hour=10)
    for as_of, median in ((earlier, 3300), (NOW, 5400), (earlier, 3300), (NOW, 5400)):
        trend = await trend_of(database, Ask(), as_of=as_of)
        assert dict(trend.values)[yesterday] == median
