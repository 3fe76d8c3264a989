"""Which hours a write concerns: those of the tickets, and those that some were in before."""

import threading
from datetime import UTC, datetime

import polars as pl
import pytest
from sqlalchemy import text

from bot.db import sync_engine
from bot.models import Team
from bot.store.tickets import ticket_writer
from tests.imports.conftest import team

TOLD = ("opened_at", "agent")
_WAITERS = text("SELECT 1 FROM pg_locks WHERE NOT granted")


def hours(*instants):
    return {instant // 3_600_000_000 for instant in instants}


def at(number, hour=12):
    return round(datetime(2026, 11, number, hour, tzinfo=UTC).timestamp() * 1_000_000)


def tickets(opened, agent="Ann", number=1):
    shared = {"team_id": 1, "source": "file", "agent": agent, "import_number": number}
    told = {"reopened": False, "response_told": True, "resolution_told": True}
    return pl.DataFrame(
        [
            {"external_id": one, "opened_at": when, "import_row": 1, **shared, **told}
            for one, when in opened.items()
        ]
    )


@pytest.fixture
def connection(engine):
    with engine.connect() as connection:
        yield connection


def write(connection, tickets, *, fresh=False, always=False):
    writer = ticket_writer(connection, TOLD, fresh=fresh)
    with connection.begin():
        return writer.write(tickets, always=always)


def counts(written):
    return written.created, written.updated, written.hours


@pytest.mark.parametrize("fresh", [True, False])
def test_the_hours_of_what_is_written_are_told(connection, fresh):
    opened = {"a": at(2, 0), "b": at(2, 23), "c": at(4), "d": -1}
    written = write(connection, tickets(opened), fresh=fresh)

    assert counts(written) == (4, 0, hours(at(2, 0), at(2, 23), at(4), -1))


@pytest.mark.parametrize("always", [True, False])
def test_a_ticket_that_was_opened_at_another_time_concerns_both(connection, always):
    write(connection, tickets({"a": at(2), "b": at(3), "c": at(4)}), fresh=True)

    moved = write(
        connection, tickets({"a": at(2), "b": at(9), "d": at(10)}, number=2), always=always
    )
    later = write(connection, tickets({"b": at(9)}, agent="Ben", number=3), always=always)

    assert counts(moved) == (1, 2 if always else 1, hours(at(2), at(3), at(9), at(10)))
    assert counts(later) == (0, 1, hours(at(9)))


def test_tickets_that_were_opened_together_may_all_move(connection):
    write(connection, tickets({"a": at(2), "b": at(2), "c": at(2)}), fresh=True)
    moved = write(connection, tickets({"a": at(3), "b": at(4), "c": at(5)}, number=2))
    assert counts(moved) == (0, 3, hours(at(2), at(3), at(4), at(5)))


def test_what_was_undone_moved_nothing(connection):
    write(connection, tickets({"a": at(2)}), fresh=True)
    writer = ticket_writer(connection, TOLD)
    with connection.begin() as transaction:
        assert writer.write(tickets({"a": at(3)})).hours == hours(at(2), at(3))
        transaction.rollback()
    with connection.begin():
        assert writer.write(tickets({"a": at(2)}, agent="Ben")).hours == hours(at(2))


def test_the_hour_is_told_that_another_import_wrote_just_now(postgresql_url):
    """It was no ticket yet when this write began: the other was not over."""
    engine = sync_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(Team.__table__.insert().values(team()))
    written = []
    with engine.connect() as first, engine.connect() as second:
        others, writer = ticket_writer(first, TOLD), ticket_writer(second, TOLD)

        def meet():
            with second.begin():
                written.append(writer.write(tickets({"a": at(3)}, number=2)))

        meeting = threading.Thread(target=meet)
        with first.begin():
            others.write(tickets({"a": at(2)}))
            meeting.start()
            while not first.execute(_WAITERS).all():
                pass
        meeting.join()
    engine.dispose()

    assert [counts(one) for one in written] == [(0, 1, hours(at(2), at(3)))]
