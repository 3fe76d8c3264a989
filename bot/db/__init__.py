"""The database: engine, sessions, migrations."""

from bot.db.engines import only_process, redacted, sqlite_path, sync_engine
from bot.db.schema import Schema, migrate, schema, schema_differences
from bot.db.sessions import (
    Database,
    bound,
    lasting,
    later,
    memory,
    memory_of_figures,
    memory_of_team,
)
from bot.db.state import FIGURES, NOT_COUNTED, OF_NO_FIGURE, OF_TEAM, of_team, opened_in

__all__ = [
    "FIGURES",
    "NOT_COUNTED",
    "OF_NO_FIGURE",
    "OF_TEAM",
    "Database",
    "Schema",
    "bound",
    "lasting",
    "later",
    "memory",
    "memory_of_figures",
    "memory_of_team",
    "migrate",
    "of_team",
    "only_process",
    "opened_in",
    "redacted",
    "schema",
    "schema_differences",
    "sqlite_path",
    "sync_engine",
]
