"""The database: engine, sessions, migrations."""

from bot.db.engines import only_process, redacted, sqlite_path, sync_engine
from bot.db.schema import Schema, migrate, schema, schema_differences
from bot.db.sessions import Database, memory, memory_of_figures
from bot.db.state import FIGURES, NOT_COUNTED

__all__ = [
    "FIGURES",
    "NOT_COUNTED",
    "Database",
    "Schema",
    "memory",
    "memory_of_figures",
    "migrate",
    "only_process",
    "redacted",
    "schema",
    "schema_differences",
    "sqlite_path",
    "sync_engine",
]
