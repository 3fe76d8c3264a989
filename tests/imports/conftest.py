"""A team in a fresh database, and a way to import text into it."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.db import sync_engine
from bot.models import Import, QuarantinedRow, Team, Ticket, TicketMessage
from bot.services.imports.importing import ImportOptions, ImportRequest, preview, run

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TABLES = [each.__table__ for each in (Ticket, TicketMessage, QuarantinedRow, Import)]


@pytest.fixture
def engine(database_url):
    engine = sync_engine(database_url)
    with engine.begin() as connection:
        connection.execute(Team.__table__.insert().values(team()))
    yield engine
    engine.dispose()


def team(**values):
    return Team(id=1, name="Desk", created_at=NOW, **values).model_dump()


class Desk:
    """Team 1 of a database, and what is in its tables."""

    def __init__(self, engine, folder):
        self.engine = engine
        self._folder = folder

    def request(self, content, name="tickets.csv", team_zone="UTC", **options):
        path = self._folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ImportRequest(1, team_zone, path, "lead", ImportOptions(**options))

    def load(self, content, name="tickets.csv", team_zone="UTC", now=NOW, **options):
        return run(self.engine, self.request(content, name, team_zone, **options), now)

    def lines(self, *tickets, name="tickets.jsonl", **options):
        return self.load("\n".join(map(json.dumps, tickets)), name, **options)

    def preview(self, content, **options):
        return preview(self.engine, self.request(content, **options))

    def rows(self, table):
        with self.engine.begin() as connection:
            keys = list(table.__table__.primary_key)
            query = table.__table__.select().order_by(*keys)
            return [dict(row) for row in connection.execute(query).mappings()]

    @property
    def tickets(self):
        return {row["external_id"]: row for row in self.rows(Ticket)}

    def rows_of(self, source):
        return [row for row in self.rows(Ticket) if row["source"] == source]

    @property
    def bad(self):
        names = ("row", "column", "value", "reason")
        return [tuple(row[name] for name in names) for row in self.rows(QuarantinedRow)]

    def everything(self):
        return [self.rows(each) for each in (Ticket, TicketMessage, QuarantinedRow, Import)]

    def count(self, table):
        with self.engine.begin() as connection:
            return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608


@pytest.fixture
def desk(engine, tmp_path):
    return Desk(engine, tmp_path)
