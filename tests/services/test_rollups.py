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
from bot.metrics.clocks import to_micros
from bot.metrics.figures import Reach
from bot.metrics.figures.report import Ask
from bot.models import DatabaseState, HelpdeskName, Rollup, ServiceStandard, Team, TeamState, Ticket
from bot.services.figures import rollups as service
from bot.services.imports import importing
from bot.store.tickets import rollups as store
from tests.metrics.random_tickets import some_ticket
from tests.scenarios.tickets import NOW, seed
from tests.services.summing import ASKED, HOUR, SOME, asked, both, filled
from tests.services.test_columns import FIRST, row


@pytest.fixture
async def database(database):
    return await filled(database)


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


async def test_a_file_lets_go_what_it_changes(database, many, database_url, tmp_path):
    await both(database, many, ASKED[4])
    engine = sync_engine(database_url)
    path = tmp_path / "tickets.csv"

    def load(agent, subject):
        path.write_text(
            "id,created,first reply,agent,subject\n"
            f"F1,2026-11-16 10:00,2026-11-16 10:05,{agent},{subject}\n"
        )
        return importing.run(engine, importing.ImportRequest(1, "UTC", path, "lead"), NOW)

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
