"""Where a team's tickets come from by themselves."""

from datetime import datetime

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
