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


class TeamState(SQLModel, table=True):
    """The same of one team's tickets and imports, once a file was taken in for it."""

    __tablename__ = "team_states"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    tickets: int = Field(sa_type=BigInteger, description="another with each change of them")
