"""Complaints about delay: since when each is known, and what people said of it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.base import Instant


class Complaint(SQLModel, table=True):
    """A complaint about delay, by its ticket's key; there is one for each clock."""

    __tablename__ = "complaints"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    source: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    opened_at: datetime = Field(sa_type=Instant, description="the ticket's, when it was noticed")
    noticed_at: datetime = Field(sa_type=Instant, description="when it was known to be one")
    half_at: datetime | None = Field(
        default=None, sa_type=Instant, description="when 12 h are told of; none: when reached"
    )
    late_at: datetime | None = Field(default=None, sa_type=Instant, description="the same of 22 h")
    breach_at: datetime | None = Field(
        default=None, sa_type=Instant, description="the same of 24 h"
    )
    reason: str = Field(description="said, category, answered_late or still_waiting")
    said_by: str | None = Field(default=None, description="who said that it is about delay")
    started_by: str | None = Field(default=None, description="who started its analysis by a click")
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    problem: int | None = Field(default=None, description="the problem it was started in")
    set_aside_by: str | None = Field(default=None, description="who said it is not about delay")
    set_aside_at: datetime | None = Field(default=None, sa_type=Instant)
    set_aside_why: str | None = None
