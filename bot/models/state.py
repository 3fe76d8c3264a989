"""Whether anything has changed."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class DatabaseState(SQLModel, table=True):
    """The one row that every writer changes last: whoever reads the same as before keeps the rest.

    The numbers are drawn, not counted: they name a state, also after a backup is put back.
    """

    __tablename__ = "database_state"

    id: int = Field(primary_key=True, description="always 1")
    anything: int = Field(sa_type=BigInteger, description="another with every change")
    figures: int = Field(
        sa_type=BigInteger, description="another with each of the tables that figures come from"
    )
    shared: int = Field(
        sa_type=BigInteger, description="another with those, but for one team's tickets alone"
    )
    rolled: int = Field(
        default=0, sa_type=BigInteger, description="`shared`, if whoever drew it keeps rollups"
    )


class TeamState(SQLModel, table=True):
    """The same of one team's tickets and imports, once a file was taken in for it."""

    __tablename__ = "team_states"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    tickets: int = Field(sa_type=BigInteger, description="another with each change of them")
    rolled: int = Field(
        default=0, sa_type=BigInteger, description="`tickets`, if whoever drew it keeps rollups"
    )


class Rollup(SQLModel, table=True):
    """What the settled tickets of a team's local date come to, by one breakdown.

    Whoever changes tickets deletes those of the days that they were opened on.
    """

    __tablename__ = "rollups"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    day: int = Field(primary_key=True, description="local date, days since 1970-01-01")
    breakdown: str = Field(primary_key=True, description="key of one; empty: all together")
    rules: str = Field(primary_key=True, description="clock, and a hash of how tickets are judged")
    first_instant: int = Field(sa_type=BigInteger, description="µs; when the day begins")
    next_instant: int = Field(sa_type=BigInteger, description="µs; when the next day begins")
    number: int = Field(sa_type=BigInteger, description="a hash of the tickets, as they were")
    last: int = Field(sa_type=BigInteger, description="µs; judged later, its figures are these")
    told: int = Field(sa_type=BigInteger, description="µs; so are those of first responses")
    body: bytes = Field(description="groups, numbers and samples, see bot/metrics/figures")
