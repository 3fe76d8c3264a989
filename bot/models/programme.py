"""The improvement programme: actions, causes, warnings, reviews."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from bot.models.base import Instant
from bot.models.tickets import OfTicket


class Action(SQLModel, table=True):
    """A measure with an owner and a due date; `version` goes up with every change."""

    __tablename__ = "actions"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the team")
    measure: str
    department: str | None = None
    owner_id: str = Field(index=True, description="Slack user ID")
    due_on: date = Field(description="local date of the team")
    resources: str | None = None
    verification: str | None = Field(default=None, description="how success is measured")
    verify_metric: str | None = Field(default=None, description="metric that it should move")
    verify_comparison: str | None = Field(default=None, description="at_most or at_least")
    verify_value: float | None = Field(
        default=None, description="seconds, a share of 1 or a rating, as the metric is counted in"
    )
    verify_days: int | None = Field(default=None, description="length of the window in local dates")
    verify_hours: str | None = Field(default=None, description="night, or None for every ticket")
    verify_from: date | None = Field(default=None, description="first local date of the window")
    verdict: str | None = Field(
        default=None, description="met, met_before, unclear, …: `Verdict` of actions"
    )
    impact: str | None = Field(default=None, description="high or low")
    ease: str | None = Field(default=None, description="high or low")
    status: str = Field(default="open", description="open, done, verified, dropped")
    progress: str | None = Field(default=None, description="the latest note on how it goes")
    progress_by: str | None = None
    progress_at: datetime | None = Field(default=None, sa_type=Instant)
    result: str | None = None
    drop_why: str | None = Field(default=None, description="why its owner asks to drop it")
    origin: str = Field(description="report, warning, review, command, message or problem")
    origin_ref: str | None = Field(default=None, description="what it was made from")
    created_by: str
    created_at: datetime = Field(sa_type=Instant)
    done_by: str | None = None
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by: str | None = Field(default=None, description="who verified, dropped or reopened it")
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_why: str | None = None
    version: int = 1


class CaseCause(OfTicket, table=True):
    """The cause that a person named for a not-met ticket; the latest one counts."""

    __tablename__ = "case_causes"

    number: int = Field(primary_key=True, description="counts up within the ticket")
    cause: str = Field(description="staffing, system, process, skill or other")
    named_by: str = Field(description="Slack user ID")
    named_at: datetime = Field(sa_type=Instant)


class WarningRule(SQLModel, table=True):
    """What a team watches, with its values; durations in seconds, shares of 1, ratings 1 to 5."""

    __tablename__ = "warning_rules"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    metric: str = Field(primary_key=True, description="one of `METRICS`, such as frt_median")
    target: float | None = None
    warning_value: float
    limit_value: float


class WarningState(SQLModel, table=True):
    """Where a watched metric stands after the last judged day."""

    __tablename__ = "warning_states"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    metric: str = Field(primary_key=True)
    phase: str = "normal"
    near_days: int = 0
    good_days: int = 0
    no_data_days: int = 0
    acknowledged: bool = False
    acknowledged_by: str | None = None
    raised_on: date | None = Field(
        default=None, description="judged day that raised the latest warning"
    )
    judged_through: date | None = Field(default=None, description="last judged local date")


class WarningDay(SQLModel, table=True):
    """A working day's judgement, made once and not revised."""

    __tablename__ = "warning_days"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    metric: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    kind: str = Field(description="near, good or no_data")
    reason: str
    value: float | None = None
    samples: int = Field(default=0, description="how many tickets, replies or ratings it is of")
    clock: str = Field(description="clock it was measured on: business or calendar")
    warning_value: float
    limit_value: float
    phase: str = Field(description="state shown after the day")
    change: str | None = Field(default=None, description="named reason of a change of state")
    announced: str | None = Field(
        default=None, description="what its post says: raised, cleared or no_data"
    )
    judged_at: datetime = Field(sa_type=Instant)


class Review(SQLModel, table=True):
    """A weekly review, by the Monday of its week."""

    __tablename__ = "reviews"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    week: date = Field(primary_key=True)
    status: str = Field(default="open", description="open or finished")
    opened_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    finished_by: str | None = None


class Decision(SQLModel, table=True):
    """A decision recorded in a weekly review."""

    __tablename__ = "decisions"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "week"], ["reviews.team_id", "reviews.week"]),
    )

    team_id: int = Field(primary_key=True)
    week: date = Field(primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the review")
    decision: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=Instant)


class ReviewCase(SQLModel, table=True):
    """A ticket that a weekly review learns from; `version` goes up with every change."""

    __tablename__ = "review_cases"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "week"], ["reviews.team_id", "reviews.week"]),
    )

    team_id: int = Field(primary_key=True)
    week: date = Field(primary_key=True)
    kind: str = Field(primary_key=True, description="waited or solved")
    source: str
    external_id: str
    reason: str = Field(description="complaint, not_met, hard, rated or chosen")
    learned: str | None = Field(default=None, description="what is learned from it")
    chosen_by: str = Field(description="Slack user ID, or frt")
    learned_by: str | None = None
    version: int = 1


class ReviewNote(SQLModel, table=True):
    """What somebody wrote in the thread of a weekly review, kept when it was finished."""

    __tablename__ = "review_notes"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "week"], ["reviews.team_id", "reviews.week"]),
    )

    team_id: int = Field(primary_key=True)
    week: date = Field(primary_key=True)
    message_ts: str = Field(primary_key=True)
    said: str
    said_by: str = Field(description="Slack user ID")
    said_at: datetime = Field(sa_type=Instant)
