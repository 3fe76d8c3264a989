"""What has been taken in, made or posted once already and must not be again."""

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
