"""Which tables there are: where a database stands, and how it gets to where this program is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from bot.db.engines import sync_engine
from bot.db.state import NOT_COUNTED
from bot.models import Team
from bot.registers import REGISTERS  # noqa: F401  their tables belong to the schema

_MIGRATIONS = Path(__file__).parents[2] / "migrations"
_MIGRATING = 6_678_001
"""The advisory lock of PostgreSQL that lets one replica at a time bring the tables up to date."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Which migration a database is at (`current`), and the newest that this program knows.

    `current` is None for a database without tables. `known` is False when a newer program made it.
    """

    current: str | None
    head: str
    known: bool

    @property
    def at_head(self) -> bool:
        """Whether the tables are those of this program."""
        return self.current == self.head


def schema(database_url: str) -> Schema:
    """Return where the tables of a database stand; raises what the driver raises.

    Reads the names of the migrations' files, which begin with their revision: every process asks
    this when it starts, and Alembic, which loads them all, is for those that migrate.
    """
    files = (_MIGRATIONS / "versions").glob("[0-9]*_*.py")
    known = sorted(file.name.partition("_")[0] for file in files)
    engine = sync_engine(database_url)
    try:
        with engine.connect().execution_options(writes=False) as connection:
            current = _revision(connection)
    finally:
        engine.dispose()
    return Schema(current, known[-1], current is None or current in known)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def schema_differences(database_url: str) -> list[str]:
    """Return what differs between the tables and the models of this program; empty: nothing."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    metadata = Team.metadata
    engine = sync_engine(database_url)
    try:
        with engine.connect().execution_options(writes=False) as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return [str(difference) for difference in compare_metadata(context, metadata)]
    finally:
        engine.dispose()


def migrate(database_url: str, revision: str = "head") -> None:
    """Bring the schema to `revision`, up or down as needed to reach an older one."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    engine = sync_engine(database_url)
    try:
        opened = engine.connect().execution_options(**NOT_COUNTED)
        with opened as connection, _rebuilding(connection), connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
            config.attributes["connection"] = connection
            is_older = revision.isdigit() and revision < (_revision(connection) or "")
            if is_older or revision == "base" or revision.startswith("-"):
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)
            _check_references(connection)
    finally:
        engine.dispose()


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """Let SQLite put a table anew in place of one that others refer to.

    https://sqlite.org/lang_altertable.html#otheralter: outside of the transaction only.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    """Refuse what a migration left behind that refers to nothing."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise RuntimeError(f"the migration would leave a row without what it refers to: {lost}")
