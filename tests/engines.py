"""One dialect, and with it one cache of compiled statements, for all engines of a kind.

Every test opens a database of its own, and each engine would compile every statement anew: a fifth
of what a test takes. The bot itself opens one engine, so what a cache does wrong shows here sooner.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg, PGDialectAsync_psycopg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache


class _Shared:
    """A dialect that is made once, however many engines ask for one."""

    _made: Any = None
    supports_statement_cache = True

    def __new__(cls, **_more: Any) -> Any:
        if cls._made is None:
            cls._made = super().__new__(cls)
        return cls._made

    def __init__(self, **more: Any) -> None:
        asked = {name: value for name, value in more.items() if name != "dbapi"}
        if not hasattr(self, "_asked"):
            super().__init__(**more)
            self._asked = asked
            self._compiled = LRUCache(2_000)
        assert asked == self._asked, "an engine that wants another dialect than those before it"

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=engine.dialect._compiled)


class SQLite(_Shared, SQLiteDialect_aiosqlite):
    supports_statement_cache = True


class PostgreSQL(_Shared, PGDialectAsync_psycopg):
    supports_statement_cache = True


class PostgreSQLDriver(PGDialect_psycopg):
    """What is named in a URL; for threads, engines have a dialect each as ever."""

    supports_statement_cache = True

    @classmethod
    def get_async_dialect_cls(cls, url: Any) -> Any:
        return PostgreSQL


registry.register("sqlite.aiosqlite", __name__, "SQLite")
registry.register("postgresql.psycopg", __name__, "PostgreSQLDriver")
