"""App Home, a team's settings and its members."""

from typing import Literal

from pydantic import Field

from bot.ids.values import Number, Value

HOME_OPENED = "app_home_opened"
HOME_REFRESH = "home.refresh"
HOME_LANGUAGE = "home.language"
HOME_REMINDERS = "home.reminders"
SETUP_OPEN = "setup.open"
SETUP_CHOOSE = "setup.choose"
SETUP_FORM = "setup.form"
MEMBERS_OPEN = "members.open"
MEMBERS_CHOOSE = "members.choose"
MEMBERS_LIST = "members.list"
MEMBERS_TURN = "members.turn"
MEMBERS_ROLE = "members.role"
MEMBERS_REMOVE = "members.remove"
MEMBERS_ADD = "members.add"
MEMBERS_ADD_WHO = "members.add.who"
MEMBERS_ADD_ROLE = "members.add.role"
MEMBERS_LINK = "members.link"
MEMBERS_LINK_TO = "members.link.to"
MEMBERS_UNLINK = "members.unlink"


class LanguageValue(Value):
    """The language that somebody chooses: en, zh, or slack for that of their Slack."""

    language: Literal["slack", "en", "zh"]


class RemindersValue(Value):
    """Whether somebody wants to be reminded of what is due."""

    on: bool


class ManagedTeam(Value):
    """A team to set up or whose members to show; none is a new team."""

    team_id: Number | None = None


class SettingsValue(Value):
    """A team's settings under way in a modal: digests of what it showed, and how often anew."""

    team_id: Number | None = None
    seen: dict[str, str] = Field(default_factory=dict)
    turn: Number = 0


class MembersValue(Value):
    """The pages of a team's members and of the unknown names, in buttons and the metadata."""

    team_id: Number
    page: Number = 1
    names_page: Number = 1


class RoleValue(Value):
    """A member's role, within the 150 characters of an option's value."""

    user: str
    role: str


class MemberValue(Value):
    """A member, and one of their helpdesk names by its digest."""

    user: str
    name: str | None = None
