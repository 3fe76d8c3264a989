"""A row is taken from a worker whose lease is over, but not while that worker renews it."""

import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, update

from bot.db import sync_engine
from bot.models import Delivery
from bot.services.deliveries.ledger import recover
from tests.delivery.floor import Floor

LEASE = timedelta(seconds=60)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_lease_renewed_at_the_last_moment_is_not_taken(floor: Floor, database_url: str):
    now = floor.office.clock.now
    row = await floor.add(status="sending", fence=1, lease_until=now - timedelta(seconds=1))
    other = sync_engine(database_url)
    renewing = [True]

    def renew(connection: Connection) -> None:
        if renewing and connection.get_execution_options().get("writes", True):
            renewing.clear()
            with Session(other) as session:
                later = {"lease_until": now + LEASE, "sent_at": now}
                session.exec(update(Delivery).where(col(Delivery.id) == row.id).values(**later))
                session.commit()

    engine = floor.office.database._engine.sync_engine
    event.listen(engine, "begin", renew, insert=True)
    assert await recover(floor.office.database, 1, now, LEASE) == 0
    event.remove(engine, "begin", renew)
    other.dispose()
    assert not renewing
    assert await floor.stands() == ("sending", None)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_lease_is_not_renewed_while_it_is_taken(floor: Floor, database_url: str):
    now = floor.office.clock.now
    row = await floor.add(status="sending", fence=1, lease_until=now - timedelta(seconds=1))
    other = sync_engine(database_url)
    renewed: list[bool] = []

    def renew(*seen: object) -> None:
        if not renewed and "FROM deliveries" in str(seen[2]):
            renewed.append(False)
            with Session(other) as session, contextlib.suppress(OperationalError):
                session.exec(text("SET LOCAL lock_timeout = '200ms'"))
                later = {"lease_until": now + LEASE, "sent_at": now}
                session.exec(update(Delivery).where(col(Delivery.id) == row.id).values(**later))
                session.commit()
                renewed.append(True)

    engine = floor.office.database._engine.sync_engine
    event.listen(engine, "after_cursor_execute", renew)
    assert await recover(floor.office.database, 1, now, LEASE) == 1
    event.remove(engine, "after_cursor_execute", renew)
    other.dispose()
    assert renewed == [False]
