"""What whole days come to is kept: an answer from it is what it is of the tickets themselves."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

import psycopg
import pytest
import sqlmodel
from sqlalchemy import select, update

from bot.db import Database, of_team, opened_in, sync_engine
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.figures import Reach
from bot.metrics.figures.report import Ask
from bot.models import DatabaseState, HelpdeskName, Rollup, ServiceStandard, Team, TeamState, Ticket
from bot.services.figures import comparing
from bot.services.figures import rollups as service
from bot.services.figures.answering import report
from bot.services.imports import ImportRequest, importing
from bot.services.team.standing import Request
from bot.store.tickets import columns
from bot.store.tickets import rollups as store
from tests.metrics.random_tickets import some_ticket
from tests.scenarios.tickets import NOW, seed
from tests.services.test_columns import EMMA, FIRST, add_tickets, row

ASKED = [
    Ask(),
    Ask("week"),
    Ask("yesterday", by="channel"),
    Ask("last 7 days", clock="calendar"),
    Ask("last 10 days", by="agent"),
    Ask("last 20 days", by="hour"),
    Ask("last 20 days", by="day"),
    Ask("2026-11-04..2026-11-10", by="tier"),
    Ask("last 14 days", person="U01SOFIA"),
]
HOUR = 3_600_000_000
SOME = [ASKED[0], ASKED[4]]


@pytest.fixture
async def database(database):
    await add_tickets(database, 160, days=21)
    async with database.write() as session:
        session.add(HelpdeskName(team_id=1, name="Bo", slack_user_id="U01SOFIA"))
    return database


@pytest.fixture
def many(monkeypatch):
    """Return what sets from how many tickets on they are many."""

    def put(number):
        monkeypatch.setattr(columns, "MANY", number)

    put(1)
    return put


async def asked(database, ask, now=NOW):
    """Return an answer, made anew, with nothing in it of what has been changed to have it so."""
    async with database.write() as session:
        (await session.get(Team, 1)).attainment_target += 1
    made = (await report(database, Request(EMMA, "C01SUPPORT", ask, now), now=now)).report
    await database.settled()
    return replace(made, team=replace(made.team, attainment_target=0))


async def both(database, many, ask, now=NOW):
    """Return an answer of the tickets themselves, and the one of what their days come to."""
    many(10**6)
    of_tickets = await asked(database, ask, now)
    many(1)
    await asked(database, ask, now)
    return of_tickets, await asked(database, ask, now)


async def kept(database):
    async with database.read() as session:
        connection = await session.connection()
        rows = await connection.execute(select(Rollup.day, Rollup.breakdown, Rollup.rules))
        return {tuple(one) for one in rows.all()}


@pytest.mark.parametrize("ask", ASKED, ids=str)
async def test_an_answer_is_the_same(database, ask, many, monkeypatch):
    used = []
    real = store.days
    monkeypatch.setattr(store, "days", lambda *asked: used.append(asked[-1]) or real(*asked))
    of_tickets, of_days = await both(database, many, ask)
    assert of_days == of_tickets
    assert of_tickets.figures.tickets
    assert bool(used) == (ask.person is None)


async def test_what_was_read_once_is_read_no_more(database, many, monkeypatch):
    await both(database, many, ASKED[4])
    read = []
    monkeypatch.setattr(store, "days", lambda *asked: read.append(asked))
    await asked(database, ASKED[4])
    assert not read


async def test_an_answer_is_the_same_at_every_instant(database, many):
    for hours in (0, 9, 31):
        now = NOW + timedelta(hours=hours)
        for ask in SOME:
            of_tickets, of_days = await both(database, many, ask, now)
            assert of_days == of_tickets


async def _insert(session, random):
    session.add(row(some_ticket(random, f"new {random.random()}", FIRST, 21)))


async def _change(session, random):
    ticket = await _some(session, random)
    other = row(some_ticket(random, ticket.external_id, FIRST, 21))
    for name, value in other.model_dump().items():
        setattr(ticket, name, value)


async def _delete(session, random):
    await session.delete(await _some(session, random))


async def _rename(session, random):
    connection = await session.connection()
    await connection.execute(
        update(Ticket).where(Ticket.agent == "Ann").values(agent=random.choice(["Ann", "Di"]))
    )


async def _hours(session, random):
    (await session.get(Team, 1)).country = random.choice([None, "US", "CN"])


async def _standard(session, random):
    for standard in (await session.exec(sqlmodel.select(ServiceStandard))).all():
        standard.limit_seconds = 1


async def _start(session, random):
    (await session.get(Team, 1)).frt_start = random.choice(["opened", "handoff"])


async def _alias(session, random):
    rows = (await session.exec(sqlmodel.select(HelpdeskName))).all()
    random.choice(rows).slack_user_id = random.choice(["U01SOFIA", "U01NOAH"])


async def _some(session, random):
    found = sqlmodel.select(Ticket).where(Ticket.source == "test").order_by(Ticket.external_id)
    return random.choice((await session.exec(found)).all())


CHANGES = [_insert, _change, _change, _delete, _rename, _hours, _standard, _start, _alias]


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_changes_an_answer_is_the_same(database, many, seed):
    random = Random(seed)  # noqa: S311  no secret
    for ask in SOME:
        await both(database, many, ask)
    for change in random.sample(CHANGES, k=len(CHANGES)):
        async with database.write() as session:
            await change(session, random)
        of_tickets, of_days = await both(database, many, SOME[1])
        assert of_days == of_tickets, change


async def _in_team(database, hours, number="told"):
    """Add a ticket as a file does that tells within which hours its tickets were opened."""
    ticket = row(some_ticket(Random(7), number, FIRST + 15 * 24 * HOUR, 1))  # noqa: S311  no secret
    async with database.write() as session:
        connection = await session.connection(execution_options=of_team(1))
        if hours is not None:
            await connection.run_sync(lambda plain: opened_in(plain, hours))
        session.add(ticket)
    return to_micros(ticket.opened_at) // HOUR


async def test_a_file_lets_the_days_of_its_tickets_go_alone(database, many):
    await both(database, many, ASKED[4])
    before = await kept(database)
    hour = await _in_team(database, None, "which hour")
    assert not await kept(database)
    await both(database, many, ASKED[4])
    assert await kept(database) == before
    await _in_team(database, [hour])
    after = await kept(database)
    assert {one[0] for one in before - after} == {hour // 24}
    of_tickets, of_days = await both(database, many, ASKED[4])
    assert of_days == of_tickets


async def test_what_a_program_without_rollups_changed_is_seen(database, many):
    await both(database, many, ASKED[4])
    for table, drawn in ((DatabaseState, "shared"), (TeamState, "tickets")):
        await _in_team(database, None, f"{drawn} before")
        await both(database, many, ASKED[4])
        ticket = row(some_ticket(Random(9), f"old program, {drawn}", FIRST, 20))  # noqa: S311
        async with database.write() as session:
            session.add(ticket)
            connection = await session.connection(execution_options={"counts": False})
            await session.flush()
            await connection.execute(
                update(table).values({drawn: getattr(table, drawn) + 1, **_figures(table)})
            )
        of_tickets, of_days = await both(database, many, ASKED[4])
        assert of_days == of_tickets
        async with database.read() as session:
            _, is_told = await store.version(session, 1)
        assert is_told
        assert await kept(database)


def _figures(table):
    return {"figures": table.figures + 1} if table is DatabaseState else {}


async def test_what_changed_meanwhile_is_not_kept(database, many, monkeypatch):
    real, numbers = store.keep, count()

    async def late(database, *asked):
        await _in_team(database, [0], f"meanwhile {next(numbers)}")
        return await real(database, *asked)

    monkeypatch.setattr(service.rollups, "keep", late)
    await asked(database, ASKED[4])
    assert not await kept(database)


async def test_days_are_kept_though_files_come_while_many_are_read(database, many, monkeypatch):
    real, numbers = store.keep, count()

    async def late(database, team_id, rules, version, made):
        if len({one.on for one in made}) > 2:
            await _in_team(database, [0], f"meanwhile {next(numbers)}")
        return await real(database, team_id, rules, version, made)

    await asked(database, ASKED[4])
    of_all = await kept(database)
    await service.forget_rollups(database, None)
    monkeypatch.setattr(service.rollups, "keep", late)
    await asked(database, ASKED[4])
    assert {one[:2] for one in await kept(database)} == {one[:2] for one in of_all}


async def test_other_rules_take_the_place_of_the_former_and_clocks_stand_side_by_side(
    database, many
):
    await both(database, many, ASKED[3])
    await both(database, many, replace(ASKED[3], clock=None))
    one = await kept(database)
    assert {rules.partition(":")[0] for *_, rules in one} == {"business", "calendar"}
    async with database.write() as session:
        (await session.get(Team, 1)).quick_seconds += 60
    await both(database, many, ASKED[3])
    await both(database, many, replace(ASKED[3], clock=None))
    other = await kept(database)
    assert len(other) == len(one)
    assert not one & other


async def test_a_day_that_is_cut_is_counted_from_its_tickets(database, many):
    """Nothing was opened on it after the cut, so nothing of it became known too late."""
    now = NOW + timedelta(days=10)
    opened = now - timedelta(days=1, hours=3)
    async with database.write() as session:
        for number in range(3):
            ticket = some_ticket(Random(1), f"early {number}", to_micros(opened), 1)  # noqa: S311
            facts = row(ticket).model_dump() | {"opened_at": opened, "waits_from": opened}
            nothing = ("solved_at", "first_solved_at", "ended_at", "ended_as", "excluded", "turns")
            answered = {"first_response_at": opened + timedelta(minutes=5), "response_told": True}
            session.add(Ticket(**facts | dict.fromkeys(nothing) | answered))
    of_tickets, of_days = await both(database, many, Ask(), now)
    assert of_days == of_tickets
    assert of_tickets.before.answered == 3


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
    await asked(database, ask)
    read.clear()
    await asked(database, ask)
    assert (cut, cut + timedelta(days=1)) in read


async def test_a_file_lets_go_what_it_changes(database, many, database_url, tmp_path):
    await both(database, many, ASKED[4])
    engine = sync_engine(database_url)
    path = tmp_path / "tickets.csv"

    def load(agent, subject):
        path.write_text(
            "id,created,first reply,agent,subject\n"
            f"F1,2026-11-16 10:00,2026-11-16 10:05,{agent},{subject}\n"
        )
        return importing.run(engine, ImportRequest(1, "UTC", path, "lead"), NOW)

    gone = []
    for told in (("Ann", "first"), ("Bo", "first"), ("Bo", "first ")):
        before = await kept(database)
        await asyncio.to_thread(load, *told)
        gone.append({day for day, *_ in before - await kept(database)})
        of_tickets, of_days = await both(database, many, ASKED[4])
        assert of_days == of_tickets
    engine.dispose()
    day = (date(2026, 11, 16) - date(1970, 1, 1)).days
    assert gone == [{day}, {day}, set()]


async def test_who_has_locked_the_team_is_not_waited_for_with_the_state_in_hand(postgresql_url):
    database = Database(postgresql_url)
    await seed(database)
    async with database.read() as session:
        version, _ = await store.version(session, 1)
    made = store.Made(NOW.date(), (0, 1), "", Reach(0, 0), {}, b"", 1)
    async with await psycopg.AsyncConnection.connect(postgresql_url) as other:
        await other.execute("SELECT 1 FROM teams WHERE id = 1 FOR UPDATE")
        keeping = asyncio.create_task(store.keep(database, 1, "calendar:1", version, [made]))
        waits = "SELECT 1 FROM pg_locks WHERE NOT granted"
        while not await (await other.execute(waits)).fetchone():  # noqa: ASYNC110  another process
            await asyncio.sleep(0)
        await other.execute("UPDATE database_state SET anything = anything + 1")
    await keeping
    assert await kept(database)
    await database.close()


async def test_days_are_forgotten_by_team(database, many):
    await both(database, many, ASKED[4])
    async with database.write() as session:
        assert await store.forget(session, 2) == 0
        assert await store.forget(session, 1) == len(await kept(database)) > 0
    async with database.write() as session:
        assert await store.forget(session) == 0
