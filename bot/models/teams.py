"""Teams, their hours and standards, and the people in them."""

from datetime import date, datetime, time

from sqlalchemy import false, true
from sqlmodel import Field, SQLModel

from bot.models.base import Instant


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
    quick_seconds: int = Field(
        default=60,
        sa_column_kwargs={"server_default": "60"},
        description="within which a ticket is answered quickly",
    )
    days_off: str = Field(
        default="",
        sa_column_kwargs={"server_default": ""},
        description="own days off beside the country's, a day or FIRST..LAST a line",
    )
    not_replies: str = Field(
        default="",
        sa_column_kwargs={"server_default": ""},
        description="phrases that are no reply when messages are imported, a line each",
    )
    ticket_address: str = Field(
        default="",
        sa_column_kwargs={"server_default": ""},
        description="web address of a ticket with {id} for its number; empty: none",
    )
    desk_addresses: str = Field(
        default="",
        sa_column_kwargs={"server_default": ""},
        description="JSON: the same for each source whose connected helpdesk knows it by itself",
    )
    report_mentions: str = Field(
        default="lead",
        sa_column_kwargs={"server_default": "lead"},
        description="roles mentioned in a daily report of days that were not good, by comma",
    )
    report_direct: bool = Field(
        default=False,
        sa_column_kwargs={"server_default": false()},
        description="whether leads get such a report by direct message too",
    )
    report_at: time = Field(default=time(9), description="local time of the daily report")
    review_weekday: int = Field(default=4, description="weekly review, Monday is 0")
    review_at: time = Field(default=time(16), description="local time of the weekly review")
    planned_until: datetime | None = Field(
        default=None, sa_type=Instant, description="posts due up to here have been planned"
    )
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
    valid_until: datetime | None = Field(
        default=None, sa_type=Instant, description="taken away at this instant; none: in force"
    )


class SlackUser(SQLModel, table=True):
    """What Slack says of a person, kept so that an answer needs no call to Slack."""

    __tablename__ = "slack_users"

    id: str = Field(primary_key=True, description="Slack user ID")
    name: str = ""
    email: str | None = None
    locale: str = "en-US"
    language: str | None = Field(
        default=None, description="language they chose, en or zh; none: the one of their Slack"
    )
    zone: str = "UTC"
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    is_stranger: bool = Field(default=False, description="of another workspace or organisation")
    is_admin: bool = Field(default=False, description="admin of the bot, for every team")
    reminders: bool = Field(
        default=True,
        sa_column_kwargs={"server_default": true()},
        description="reminded of what is due",
    )
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


class PhraseCount(SQLModel, table=True):
    """How many replies one of a team's phrases was, of what was read since it was set."""

    __tablename__ = "phrase_counts"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    phrase: str = Field(primary_key=True, description="as the team wrote it")
    met: int = Field(description="replies that were this phrase; their texts are not kept")
    since: datetime = Field(sa_type=Instant, description="when the first of them was read")
