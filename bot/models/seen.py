"""What has been taken in once already and must not be taken in again."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.base import Instant


class SeenRequest(SQLModel, table=True):
    """Something from Slack that one replica has begun to handle; the others leave it alone."""

    __tablename__ = "seen_requests"

    key: str = Field(primary_key=True, description="event:ID, or request:DIGEST of signed bytes")
    seen_at: datetime = Field(sa_type=Instant, index=True)
