"""Where a team's tickets come from by themselves."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from bot.models.base import Instant


class Feed(SQLModel, table=True):
    """A helpdesk that a team is connected with, and how far its tickets have come in.

    One that was taken away stays, without its secret: tickets and the history name it.
    """

    __tablename__ = "feeds"

    team_id: int = Field(primary_key=True, foreign_key="teams.id")
    number: int = Field(primary_key=True, description="counts up within the team")
    kind: str = Field(description="pull: it is asked; hook: it sends; channel: of Slack")
    product: str = Field(description="freshdesk, zendesk, chatwoot, address, hook or slack")
    name: str = Field(description="as people see it")
    source: str = Field(description="the helpdesk that its ticket numbers belong to")
    address: str = Field(default="", description="where it is asked, or the channel's ID")
    account: str = Field(default="", description="which account there, where there are several")
    secret: str | None = Field(default=None, description="credentials, sealed")
    state: str = Field(description="new: not confirmed yet; on; paused; removed")
    asked_since: datetime = Field(
        sa_type=Instant, description="tickets that did not change since are not asked for"
    )
    cursor: str | None = Field(
        default=None, description="JSON: where to go on, as its product says"
    )
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    live_since: datetime | None = Field(
        default=None, sa_type=Instant, description="since when it was heard without a gap"
    )
    heard_at: datetime | None = Field(
        default=None, sa_type=Instant, description="up to when all that it has came in"
    )
    brought_at: datetime | None = Field(
        default=None, sa_type=Instant, description="when it changed tickets last"
    )
    next_at: datetime | None = Field(
        default=None, sa_type=Instant, description="when it is asked next"
    )
    failure: str | None = Field(default=None, description="why it could not be asked last")
    failed_since: datetime | None = Field(default=None, sa_type=Instant)
    failures: int = Field(default=0, description="how often in a row")
    told_at: datetime | None = Field(
        default=None, sa_type=Instant, description="when somebody was told of that failure"
    )
    held_until: datetime | None = Field(
        default=None, sa_type=Instant, description="until when a process has it"
    )
    fence: int = Field(default=0, description="counts who has had it")
    quiet_seconds: int | None = Field(
        default=None,
        description="working time after which one that sends is silent; none: it is asked",
    )


_NEW = text("outcome = 'new'")
_FEED = ("team_id", "number")


class FeedEvent(SQLModel, table=True):
    """What happened to a ticket, as a helpdesk sent it; no text of a message is kept."""

    __tablename__ = "feed_events"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "feed_number"], [f"feeds.{name}" for name in _FEED]),
        Index("ix_feed_events_ticket", "team_id", "feed_number", "ticket"),
        Index(
            "ix_feed_events_new",
            "team_id",
            "feed_number",
            "received_at",
            sqlite_where=_NEW,
            postgresql_where=_NEW,
        ),
    )

    team_id: int = Field(primary_key=True)
    feed_number: int = Field(primary_key=True)
    event_id: str = Field(primary_key=True, description="as its sender names it")
    received_at: datetime = Field(sa_type=Instant)
    occurred_at: datetime = Field(sa_type=Instant)
    ticket: str = Field(description="the ticket's number at its helpdesk")
    type: str = Field(description="opened, customer_message, …: bot.metrics.feeds.folding")
    body: str = Field(description="JSON: what else was said of it")
    outcome: str = Field(description="new; applied; held until its ticket is opened; ignored")
    reason: str | None = Field(default=None, description="why it is held or ignored")
