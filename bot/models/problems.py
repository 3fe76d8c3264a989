"""Problems: what was seen, which tickets show it, why it came to it, and the reports on it."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from bot.models.base import Instant


class Problem(SQLModel, table=True):
    """Something that went wrong and why; `version` goes up with every change."""

    __tablename__ = "problems"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the team")
    kind: str = Field(description="delay, ability, attitude, system, process or other")
    seen: str = Field(description="what was seen, in somebody's words")
    metric: str | None = Field(default=None, description="watched metric that it hit")
    cause: str | None = Field(
        default=None, description="class of the root cause: staffing, system, process, skill, other"
    )
    root_cause: str | None = None
    direction: str | None = Field(default=None, description="where the solution lies")
    owner_id: str | None = Field(default=None, index=True, description="who solves it, Slack ID")
    due_on: date | None = Field(default=None, description="local date of the team")
    verification: str | None = Field(default=None, description="how it shows that it is solved")
    origin: str = Field(description="case, warning, message, command or complaint")
    origin_ref: str | None = Field(default=None, description="what it was made from")
    status: str = Field(default="open", description="open, analysed, closed or reopened")
    analysis_started_by: str | None = None
    analysis_started_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_why: str | None = None
    created_by: str
    created_at: datetime = Field(sa_type=Instant)
    version: int = 1


class ProblemTicket(SQLModel, table=True):
    """A ticket that shows a problem, by its key, which stays when the ticket is deleted."""

    __tablename__ = "problem_tickets"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "problem"], ["problems.team_id", "problems.number"]),
        Index("ix_problem_tickets_ticket", "team_id", "source", "external_id"),
    )

    team_id: int = Field(primary_key=True)
    problem: int = Field(primary_key=True)
    source: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)


class ProblemWhy(SQLModel, table=True):
    """One of up to five answers to *why*, each to the one before."""

    __tablename__ = "problem_whys"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "problem"], ["problems.team_id", "problems.number"]),
    )

    team_id: int = Field(primary_key=True)
    problem: int = Field(primary_key=True)
    position: int = Field(primary_key=True, description="1 to 5")
    why: str


class ProblemReport(SQLModel, table=True):
    """A report as it was when it was posted; its deliveries say where it stands."""

    __tablename__ = "problem_reports"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "problem"], ["problems.team_id", "problems.number"]),
    )

    team_id: int = Field(primary_key=True)
    problem: int = Field(primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the problem")
    content: str = Field(description="JSON of everything that it says")
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
