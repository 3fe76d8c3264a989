"""The database: engine, sessions, migrations."""

from bot.db.engines import only_process, redacted, sqlite_path, sync_engine
from bot.db.schema import Schema, migrate, schema, schema_differences
from bot.db.sessions import (
    Database,
    Kept,
    bound,
    kept_beside,
    lasting,
    later,
)
from bot.db.state import (
    COMMITS,
    FIGURES,
    NOT_COUNTED,
    OF_NO_FIGURE,
    OF_TEAM,
    SHARED,
    of_team,
    opened_in,
)

__all__ = [
    "COMMITS",
    "FIGURES",
    "NOT_COUNTED",
    "OF_NO_FIGURE",
    "OF_TEAM",
    "SHARED",
    "Database",
    "Kept",
    "Schema",
    "bound",
    "kept_beside",
    "lasting",
    "later",
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
