"""Files that are being taken in for somebody in Slack."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.base import Instant


class Upload(SQLModel, table=True):
    """A file that is being taken in; it goes once the one who brought it was told what came of it.

    So a file whose process ended is gone on with by another.
    """

    __tablename__ = "uploads"

    team_id: int = Field(primary_key=True, foreign_key="teams.id")
    view_id: str = Field(primary_key=True, description="the modal in which it was asked for")
    who: str = Field(description="Slack user ID of the one who brought it")
    value: str = Field(description="JSON: the file and how it is read, as the modal held it")
    asked_at: datetime = Field(sa_type=Instant)
    heard_at: datetime = Field(sa_type=Instant, description="when its process was last at it")
