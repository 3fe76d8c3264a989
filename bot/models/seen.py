"""What has been taken in, made or posted once already, and who was seen where."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.base import Instant


class SeenRequest(SQLModel, table=True):
    """Something from Slack that one replica has handled; the others leave it alone."""

    __tablename__ = "seen_requests"

    key: str = Field(
        primary_key=True,
        description="event:ID, form:ID of a view, click:DIGEST, request:DIGEST of bytes",
    )
    seen_at: datetime = Field(sa_type=Instant, index=True)


class ChannelVisit(SQLModel, table=True):
    """Somebody whom Slack has shown in a team's channel without their being in the team."""

    __tablename__ = "channel_visits"

    slack_user_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=Instant, index=True, description="when last")
