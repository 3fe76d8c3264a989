"""What the bot posts by itself, and where its cards stand."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.models.base import Instant


class Delivery(SQLModel, table=True):
    """One post that is due once: planned → sending → posted, skipped or ambiguous.

    In between it may be `unsure`: sent, and nobody knows yet whether it stands in the channel.
    """

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("kind", "channel_id", "slot"),)

    id: str = Field(primary_key=True, description="travels in the message's metadata")
    team_id: int = Field(foreign_key="teams.id", index=True)
    kind: str = Field(
        description="daily, weekly, warning, cleared, no_data, reminder, complaint, …"
    )
    channel_id: str = Field(description="channel, or the user whose direct message it is")
    slot: str = Field(description="what makes it due once, such as a local date")
    due_at: datetime = Field(sa_type=Instant)
    status: str = Field(default="planned", index=True)
    reason: str | None = Field(default=None, description="why it is skipped or ambiguous")
    message_ts: str | None = None
    thread_ts: str | None = None
    attempts: int = Field(default=0, description="tries that failed")
    fence: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="counts who took it on; only the latest may settle it",
    )
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(
        default=None, sa_type=Instant, description="just before Slack was last asked to post it"
    )
    not_before: datetime | None = Field(
        default=None, sa_type=Instant, description="when to try or to look again"
    )
    planned_at: datetime = Field(sa_type=Instant)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)


class Hold(SQLModel, table=True):
    """A channel that nothing is posted to for now; channel `*` is the whole workspace."""

    __tablename__ = "holds"

    channel_id: str = Field(primary_key=True)
    reason: str = Field(description="Slack's own word: ratelimited, is_archived, token_revoked, …")
    since: datetime = Field(sa_type=Instant)
    until: datetime = Field(sa_type=Instant, description="when one post is tried again")


class Card(SQLModel, table=True):
    """A posted message that shows something which may change, so that it can be redrawn."""

    __tablename__ = "cards"
    __table_args__ = (
        Index(
            "ix_cards_behind",
            "team_id",
            sqlite_where=text("wanted > drawn OR busy_until IS NOT NULL"),
            postgresql_where=text("wanted > drawn OR busy_until IS NOT NULL"),
        ),
        Index("ix_cards_message", "channel_id", "message_ts"),
    )

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    subject: str = Field(primary_key=True, description="what it shows: action, review, warning")
    subject_key: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    message_ts: str = Field(primary_key=True)
    view: str = Field(description="how it is drawn: card, reminder, review, …")
    wanted: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="counts the changes of what it shows",
    )
    drawn: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="the last change that stands in the message, or that somebody is drawing",
    )
    busy_until: datetime | None = Field(
        default=None, sa_type=Instant, description="who draws the message has it until then"
    )
    not_before: datetime | None = Field(
        default=None, sa_type=Instant, description="when to try again what failed"
    )


class NewCard(SQLModel, table=True):
    """A card that is to stand in a channel and of which nobody knows yet that it does."""

    __tablename__ = "new_cards"

    id: str = Field(primary_key=True, description="travels in the message's metadata")
    team_id: int = Field(foreign_key="teams.id", index=True)
    subject: str
    subject_key: str
    channel_id: str
    view: str
    made_at: datetime = Field(sa_type=Instant)
    busy_until: datetime = Field(sa_type=Instant, description="who posts it has it until then")


class History(SQLModel, table=True):
    """One change: who, when, before, after. Only ever added to."""

    __tablename__ = "history"

    team_id: int = Field(primary_key=True, description="0: what belongs to no team, such as admins")
    number: int = Field(primary_key=True, description="counts up within the team")
    subject: str = Field(description="action, case, warning, review, team, member or admin")
    subject_key: str
    event: str = Field(description="such as created, done, reassigned, due_moved, acknowledged")
    who: str = Field(description="Slack user ID, or a name in the shell")
    at: datetime = Field(sa_type=Instant)
    before: str | None = Field(default=None, description="JSON of what changed")
    after: str | None = Field(default=None, description="JSON of what it changed to")
    why: str | None = None
