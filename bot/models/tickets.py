"""Tickets, their messages, and the files they came from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text, true
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from bot.models.base import Instant


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
    feed_number: int | None = Field(default=None, description="the feed that brought it, no file")


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


_WAITING = text("first_response_at IS NULL AND solved_at IS NULL AND ended_at IS NULL")


class Ticket(SQLModel, table=True):
    """A helpdesk ticket as last told by its source; impossible values are kept as they came."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_opened", "team_id", "opened_at"),
        Index("ix_tickets_solved", "team_id", "solved_at"),
        Index(
            "ix_tickets_waiting",
            "team_id",
            "opened_at",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        CheckConstraint("excluded IN ('merged', 'spam', 'test', 'deleted')", name="excluded"),
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
    bot_first_response_at: datetime | None = Field(default=None, sa_type=Instant)
    handed_off_at: datetime | None = Field(
        default=None,
        sa_type=Instant,
        description="when a bot left it to people, as its source tells",
    )
    after_bot_at: datetime | None = Field(
        default=None,
        sa_type=Instant,
        description="what a person answered first after a bot, as its messages show",
    )
    first_response_at: datetime | None = Field(default=None, sa_type=Instant)
    first_solved_at: datetime | None = Field(default=None, sa_type=Instant)
    solved_at: datetime | None = Field(
        default=None, sa_type=Instant, description="last resolution; none when not solved now"
    )
    ended_at: datetime | None = Field(
        default=None,
        sa_type=Instant,
        description="over by its status, not known when solved: its closing, or what is known last",
    )
    ended_as: str | None = Field(default=None, description="solved or cancelled, with ended_at")
    response_told: bool = Field(
        default=True,
        sa_column_kwargs={"server_default": true()},
        description="whether its source tells of first responses at all",
    )
    resolution_told: bool = Field(
        default=True,
        sa_column_kwargs={"server_default": true()},
        description="whether its source tells what is solved at all",
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


class OfTicket(SQLModel):
    """What is kept of a ticket in a table of its own: whose key begins with the ticket's."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[ForeignKeyConstraint]:  # noqa: N805  of each table
        """Have the ticket be there."""
        key = ("team_id", "source", "external_id")
        return (ForeignKeyConstraint(key, [f"tickets.{name}" for name in key]),)

    team_id: int = Field(primary_key=True)
    source: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)


class TicketMessage(OfTicket, table=True):
    """A message of a ticket: who of which kind, and when; its text is not kept."""

    __tablename__ = "ticket_messages"

    position: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    kind: str = Field(description="customer, agent, bot, auto, note or handoff")
    author: str | None = None


class TicketRevision(OfTicket, table=True):
    """What was known of a ticket until a later file said something else: only ever added to."""

    __tablename__ = "ticket_revisions"

    import_number: int = Field(primary_key=True, description="the file that changed it")
    field: str = Field(primary_key=True, description="the column of tickets")
    at: datetime = Field(sa_type=Instant, index=True)
    row: int | None = Field(default=None, description="line in the file, the header is 1")
    before: str = Field(description="as text, instants in ISO format and UTC")
    after: str | None = Field(default=None, description="as text; none: not known any more")
