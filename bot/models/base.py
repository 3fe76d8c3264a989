"""What every table shares: how an instant is stored, how constraints are named."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.model_config["defer_build"] = True
"""Rows are made of values that were checked before: no table needs a validator of its own."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as a 64-bit count of microseconds since 1970-01-01T00:00Z."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | int | None, dialect: Dialect) -> int | None:
        """Return the count of microseconds; raises ValueError for a naive datetime."""
        if value is None or isinstance(value, int):
            return value
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return int((value - _EPOCH) // _MICROSECOND)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)
