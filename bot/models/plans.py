"""Improvement plans: their members, the items of their checklists, templates of a team's own."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.models.base import Instant


class Plan(SQLModel, table=True):
    """A plan with its goal and period; `version` goes up with every change of it."""

    __tablename__ = "plans"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the team")
    metric: str = Field(description="a watched metric, such as frt_median")
    comparison: str = Field(description="at_most or at_least")
    value: float = Field(description="seconds, share of 1, or rating from 1 to 5")
    first_on: date = Field(description="local date of the team")
    last_on: date
    lead_id: str = Field(description="Slack user ID")
    status: str = Field(default="current", description="current or closed; one is current")
    template: str | None = Field(default=None, description="the team's own; none is built in")
    created_by: str
    created_at: datetime = Field(sa_type=Instant)
    closed_by: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_why: str | None = None
    version: int = 1


class PlanMember(SQLModel, table=True):
    """Somebody who works on a plan, and their duty in it."""

    __tablename__ = "plan_members"
    __table_args__ = (ForeignKeyConstraint(["team_id", "plan"], ["plans.team_id", "plans.number"]),)

    team_id: int = Field(primary_key=True)
    plan: int = Field(primary_key=True)
    slack_user_id: str = Field(primary_key=True)
    position: int
    duty: str | None = None


class PlanItem(SQLModel, table=True):
    """An item of a checklist; `version` goes up with every change but of its place."""

    __tablename__ = "plan_items"
    __table_args__ = (ForeignKeyConstraint(["team_id", "plan"], ["plans.team_id", "plans.number"]),)

    team_id: int = Field(primary_key=True)
    plan: int = Field(primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the plan")
    phase: str = Field(description="prepare, carry_out, review, or a name of the team's own")
    key: str | None = Field(default=None, description="item of the built-in template")
    title: str | None = Field(default=None, description="none: as the template says")
    standard: str | None = Field(default=None, description="what counts as met")
    role: str | None = Field(default=None, description="whose work it is by default")
    owner_id: str | None = Field(default=None, index=True, description="Slack user ID")
    due_on: date | None = Field(default=None, description="local date of the team")
    status: str = Field(default="open", description="open, in_progress, met or not_met")
    remark: str | None = None
    evidence: str | None = Field(default=None, description="link that proves it")
    file_id: str | None = Field(default=None, description="file in Slack that proves it")
    file_name: str | None = None
    file_link: str | None = Field(default=None, description="permalink, never the contents")
    position: int = Field(description="order within the plan")
    is_retired: bool = False
    version: int = 1


class PlanTemplate(SQLModel, table=True):
    """A checklist of a team's own that plans can start from."""

    __tablename__ = "plan_templates"
    __table_args__ = (UniqueConstraint("team_id", "name"),)

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the team")
    name: str
    items: str = Field(description="JSON list of items: phase, key, title, standard, role, days")
    saved_by: str
    saved_at: datetime = Field(sa_type=Instant)
