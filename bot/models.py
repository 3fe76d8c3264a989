"""Tables. An instant is stored as whole microseconds since 1970 in UTC, on every database."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

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


class Team(SQLModel, table=True):
    """A team: its channel, its language and the choices its figures follow."""

    __tablename__ = "teams"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    channel_id: str | None = Field(default=None, unique=True, description="Slack channel ID")
    zone: str = Field(default="UTC", description="IANA zone that periods are cut in")
    locale: str = Field(default="en", description="language of posts to the channel: en or zh")
    country: str | None = Field(default=None, description="calendar of holidays, such as CN, US-NY")
    clock: str = Field(default="business", description="headline clock: business or calendar")
    frt_start: str = Field(default="opened", description="FRT counts from: opened, handoff")
    statistic: str = Field(default="median", description="headline FRT: median, mean or p90")
    attainment_target: float = Field(default=0.9, description="share of 1")
    report_at: time = Field(default=time(9), description="local time of the daily report")
    leaderboard_open: bool = Field(default=False, description="individual figures may be shared")
    created_at: datetime = Field(sa_type=Instant)


class TeamHours(SQLModel, table=True):
    """Working hours of a team from a local date on."""

    __tablename__ = "team_hours"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    valid_from: date = Field(default=date(1970, 1, 1), primary_key=True)
    hours: str = Field(description="such as Mon-Fri 09:00-12:00,13:00-18:00; empty: none")


class ServiceStandard(SQLModel, table=True):
    """A first-response limit from an instant on; without any condition it is the team's default."""

    __tablename__ = "service_standards"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the team")
    valid_from: datetime = Field(sa_type=Instant)
    tier: str | None = None
    channel: str | None = None
    category: str | None = None
    priority: str | None = None
    limit_seconds: int


class SlackUser(SQLModel, table=True):
    """What Slack says of a person, kept so that an answer needs no call to Slack."""

    __tablename__ = "slack_users"

    id: str = Field(primary_key=True, description="Slack user ID")
    name: str = ""
    email: str | None = None
    locale: str = "en-US"
    zone: str = "UTC"
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    is_admin: bool = Field(default=False, description="admin of the bot, for every team")
    refreshed_at: datetime = Field(sa_type=Instant)


class Member(SQLModel, table=True):
    """A person's role in a team: agent, lead, operations, it or quality."""

    __tablename__ = "members"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    slack_user_id: str = Field(primary_key=True, index=True)
    role: str = "agent"


class HelpdeskName(SQLModel, table=True):
    """A name that the helpdesk's tickets use for a member."""

    __tablename__ = "helpdesk_names"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    name: str = Field(primary_key=True)
    slack_user_id: str


class Import(SQLModel, table=True):
    """One file taken in, and how far: `applied_rows` moves with the tickets it stands for."""

    __tablename__ = "imports"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    number: int = Field(primary_key=True, description="counts up within the team")
    source: str
    file_name: str
    file_size: int
    sha256: str
    reading: str = Field(description="JSON: mapping, date order and zone the file was read with")
    imported_by: str
    status: str = Field(description="applying or done")
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    first_opened_at: datetime | None = Field(default=None, sa_type=Instant)
    last_opened_at: datetime | None = Field(default=None, sa_type=Instant)
    applied_rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    superseded: int = Field(default=0, description="rows with an id that a later row has again")
    quarantined: int = 0
    flagged: int = 0


class QuarantinedRow(SQLModel, table=True):
    """A row that could not be read as a ticket, and why."""

    __tablename__ = "quarantined_rows"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "import_number"], ["imports.team_id", "imports.number"]),
    )

    team_id: int = Field(primary_key=True)
    import_number: int = Field(primary_key=True)
    row: int = Field(primary_key=True, description="line in the file, the header is 1")
    column: str = ""
    value: str = Field(default="", description="the offending text, cut to 200 characters")
    reason: str = Field(description="a code such as no_id, unparsable_time, wrong_width")


class RememberedMapping(SQLModel, table=True):
    """How a file with this header was read last."""

    __tablename__ = "remembered_mappings"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    header_sha256: str = Field(primary_key=True)
    reading: str = Field(description="JSON: mapping, date order and zone")
    remembered_at: datetime = Field(sa_type=Instant)


class Ticket(SQLModel, table=True):
    """A helpdesk ticket as last told by its source; impossible values are kept as they came."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_opened", "team_id", "opened_at"),
        Index(
            "ix_tickets_unanswered",
            "team_id",
            "opened_at",
            sqlite_where=text("first_response_at IS NULL"),
            postgresql_where=text("first_response_at IS NULL"),
        ),
        CheckConstraint("excluded IN ('merged', 'spam', 'test')", name="excluded"),
    )

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    source: str = Field(primary_key=True, description="helpdesk or file family the id belongs to")
    external_id: str = Field(primary_key=True)
    opened_at: datetime = Field(sa_type=Instant)
    waits_from: datetime | None = Field(
        default=None,
        sa_type=Instant,
        description="start of the FRT clock; none: opened by an agent, customer silent",
    )
    handed_off_at: datetime | None = Field(default=None, sa_type=Instant)
    first_response_at: datetime | None = Field(default=None, sa_type=Instant)
    first_solved_at: datetime | None = Field(default=None, sa_type=Instant)
    solved_at: datetime | None = Field(
        default=None, sa_type=Instant, description="last resolution; none when not solved now"
    )
    reopened: bool = False
    replies: int | None = Field(default=None, description="public human replies")
    turns: str | None = Field(
        default=None, description="JSON: [[first unanswered customer message, reply], …] in µs"
    )
    turn_authors: str | None = Field(
        default=None, description="JSON: the sender of each reply in turns, in the same order"
    )
    status: str | None = None
    excluded: str | None = None
    kind: str | None = Field(default=None, description="enquiry, after-sales or complaint")
    channel: str | None = None
    agent: str | None = Field(default=None, description="assignee, as the helpdesk names them")
    responder: str | None = Field(default=None, description="sender of the first response")
    resolver: str | None = None
    group_name: str | None = None
    priority: str | None = None
    tier: str | None = None
    category: str | None = None
    complexity: str | None = None
    customer: str | None = None
    subject: str | None = None
    csat: float | None = Field(default=None, description="rating, 1 to 5")
    import_number: int | None = None
    import_row: int | None = Field(default=None, description="line in the file, the header is 1")


class TicketMessage(SQLModel, table=True):
    """A message of a ticket: who of which kind, and when; its text is not kept."""

    __tablename__ = "ticket_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["team_id", "source", "external_id"],
            ["tickets.team_id", "tickets.source", "tickets.external_id"],
        ),
    )

    team_id: int = Field(primary_key=True)
    source: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    kind: str = Field(description="customer, agent, bot or note")
    author: str | None = None
