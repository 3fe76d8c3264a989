"""What every button value is: versioned JSON of types that every database takes."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

Number = Annotated[int, Field(ge=0, lt=1 << 31)]
"""What every database takes as an integer."""
Day = Annotated[date, Field(ge=date(1990, 1, 1), lt=date(2100, 1, 1))]
Instant = Annotated[
    AwareDatetime,
    Field(ge=datetime(1990, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC)),
]

Former = Annotated[str, Field(exclude=True)]
"""What buttons posted before still carry: nobody reads it, and no button is given it any more."""


class Value(BaseModel):
    """Base of what a button's `value` holds: JSON of at most 2,000 characters with its version."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    v: Literal[1] = 1

    @field_validator("*")
    @classmethod
    def _storable(cls, value: object) -> object:
        """Leave out what PostgreSQL does not take."""
        return value.replace("\0", "") if isinstance(value, str) else value

    def dump(self) -> str:
        """Return the JSON that goes into a button."""
        return self.model_dump_json(exclude_none=True)
