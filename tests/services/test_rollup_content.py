"""What names the tickets of a day: what was found of them stays until they are others."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from bot.metrics.clocks import from_micros
from bot.metrics.figures.report import Ask
from bot.models import Rollup, Team, Ticket
from bot.services.figures import comparing
from bot.services.figures import rollups as service
from tests.metrics.random_tickets import some_ticket
from tests.scenarios.tickets import NOW
from tests.services.summing import ASKED, HOUR, asked, both, filled
from tests.services.test_columns import FIRST, row


@pytest.fixture
async def database(database):
    return await filled(database)


async def numbers(database):
    async with database.read() as session:
        connection = await session.connection()
        rows = await connection.execute(select(Rollup.day, Rollup.breakdown, Rollup.number))
        return {tuple(one[:2]): one[2] for one in rows.all()}


async def test_a_day_has_another_name_when_a_fact_is_another(database, many):
    async with database.write() as session:
        ticket = some_ticket(Random(1), "waits", FIRST + 15 * 24 * HOUR, 1)  # noqa: S311
        facts = row(ticket).model_dump()
        nothing = ("first_response_at", "solved_at", "ended_at", "ended_as", "tier")
        session.add(Ticket(**facts | dict.fromkeys(nothing)))
    await both(database, many, ASKED[4])
    before = await numbers(database)
    for tier, differ in (("silver", {"", "agent"}), ("silver", set())):
        async with database.write() as session:
            (await session.get(Ticket, (1, "test", "waits"))).tier = tier
            (await session.get(Ticket, (1, "test", "waits"))).subject = f"{len(differ)} differ"
        await both(database, many, ASKED[4])
        after = await numbers(database)
        other = {key for key in before if before[key] != after[key]}
        assert {breakdown for _, breakdown in other} == differ
        assert len({day for day, _ in other}) == bool(differ)
        before = after


async def test_a_day_has_another_name_when_its_sums_are_the_same_at_other_times(database, many):
    def answered(number, opened):
        times = {"opened_at": opened, "waits_from": opened}
        return Ticket(
            team_id=1,
            source="test",
            external_id=number,
            first_response_at=opened + timedelta(minutes=5),
            **times,
        )

    early, late = (NOW - timedelta(days=5, hours=hours) for hours in (4, 2))
    async with database.write() as session:
        session.add_all([answered("early", early), answered("late", late)])
    await both(database, many, ASKED[3])
    before = await numbers(database)
    async with database.write() as session:
        await session.merge(answered("early", early + timedelta(minutes=1)))
    await both(database, many, ASKED[3])
    after = await numbers(database)
    day = (early.date() - date(1970, 1, 1)).days
    assert [key for key in before if before[key] != after[key]] == [(day, "")]


async def test_a_change_is_told_anew_where_days_or_hours_are_others(database, many, monkeypatch):
    told = []
    real = comparing._told
    monkeypatch.setattr(comparing, "_told", lambda *asked: told.append(1) or real(*asked))
    ask = Ask("last 10 days", clock="calendar")
    await both(database, many, ask)
    made = len(told)
    await asked(database, ask)
    assert len(told) == made
    async with database.write() as session:
        (await session.get(Team, 1)).country = "CN"
    await asked(database, ask)
    assert len(told) == made + 1


def answered(number, opened, minutes, **more):
    response = opened + timedelta(minutes=minutes)
    times = {"opened_at": opened, "waits_from": opened, "first_response_at": response}
    return Ticket(team_id=1, source="test", external_id=number, **times, **more)


async def merged(database, *rows):
    async with database.write() as session:
        for one in rows:
            await session.merge(one)


async def test_a_change_is_found_anew_where_first_responses_are_others(database, many, monkeypatch):
    told = []
    real = comparing._told
    monkeypatch.setattr(comparing, "_told", lambda *asked: told.append(1) or real(*asked))
    opened = NOW - timedelta(days=4, hours=3)
    await merged(database, answered("one", opened, 5))
    ask = Ask("last 10 days", clock="calendar")
    await both(database, many, ask)
    solved = {"solved_at": opened + timedelta(hours=30)}
    nobody = Ticket(
        team_id=1, source="test", external_id="two", opened_at=opened, waits_from=opened
    )
    changes = (
        (answered("one", opened, 5, **solved), 0),
        (answered("one", opened, 6, **solved), 1),
        (Ticket(**nobody.model_dump() | solved), 1),
    )
    for change, anew in changes:
        await merged(database, change)
        await asked(database, ask)
        made = len(told)
        await asked(database, ask)
        assert len(told) == made + anew


async def test_a_change_is_found_anew_where_they_were_others_when_it_is_judged(
    database, many, monkeypatch
):
    """Yesterday's first responses come to the same, but one was there before midnight."""
    told = []
    real = comparing._told
    monkeypatch.setattr(comparing, "_told", lambda *asked: told.append(1) or real(*asked))
    now = NOW + timedelta(days=12)
    midnight = now.replace(hour=0, minute=0)
    late, early = midnight - timedelta(minutes=70), midnight - timedelta(hours=12)
    other = answered("other", midnight - timedelta(minutes=30), 60)
    await merged(database, other, answered("one", late, 80))
    ask = Ask("last 10 days", clock="calendar")
    await both(database, many, ask, now)
    await merged(database, answered("one", early, 80))
    await asked(database, ask, now)
    made = len(told)
    await asked(database, ask, now)
    assert len(told) == made + 1


async def test_the_tickets_of_a_day_that_is_cut_are_read_once(database, many, monkeypatch):
    read = []
    real = service.cohort_between

    async def noted(session, team_id, *span):
        read.append(tuple(from_micros(at).date() for at in span))
        return await real(session, team_id, *span)

    monkeypatch.setattr(service, "cohort_between", noted)
    ask, today = Ask("last 10 days", clock="calendar"), NOW.date()
    cut = today - timedelta(days=10)
    await both(database, many, ask)
    read.clear()
    await asked(database, ask)
    assert (cut, cut + timedelta(days=1)) not in read
    assert read
    await merged(database, answered("one", NOW - timedelta(days=10, hours=2), 5))
    read.clear()
    # All sums are let go and made anew beside the first answer, which may come before them.
    await asked(database, ask)
    await asked(database, ask)
    assert (cut, cut + timedelta(days=1)) in read
