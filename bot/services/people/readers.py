"""Who is reading: language, zone, and whether the bot may talk to them at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.db import Database
from bot.metrics.clocks import from_micros
from bot.metrics.team import Reader
from bot.models import SlackUser
from bot.store import history
from bot.store.people import people
from bot.text import language_of

PERSON = "person"
"""What somebody's own settings are called in the history, in no team."""
Chosen = str | bool | None
FRESH = timedelta(hours=24)
_TRUSTED = timedelta(seconds=60)
_MOST_REMEMBERED = 10_000
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The workspace that the bot is installed in, and its organisation where it has one."""

    team_id: str
    enterprise_id: str | None = None
    bot_user_id: str | None = None

    def owns(self, user: Mapping[str, Any]) -> bool:
        """Return whether somebody, as `users.info` tells of them, belongs to it."""
        enterprise = (user.get("enterprise_user") or {}).get("enterprise_id")
        return not user.get("is_stranger") and (
            user.get("team_id") == self.team_id
            or (enterprise is not None and enterprise == self.enterprise_id)
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """A Slack user.

    `refused` is None, or why the bot does not answer: guest, bot, deactivated, stranger (of
    another workspace), unidentified (Slack does not say who it is).

    `chosen` is the language they chose for themselves, None when they follow their Slack;
    `reminders` whether they want to be reminded of what is due.
    """

    user_id: str
    name: str
    language: str
    zone: ZoneInfo
    refused: str | None
    refreshed_at: datetime
    chosen: str | None = None
    reminders: bool = True

    def reader(self, role: str | None = None) -> Reader:
        """Return them as the reader of an answer, in a role."""
        return Reader(self.user_id, self.language, self.zone, role)

    def is_stale(self, now: datetime) -> bool:
        """Return whether Slack should be asked again."""
        return now - self.refreshed_at > FRESH


class Readers:
    """The profiles of those who ask, from the database, remembered for a minute."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered: dict[str, tuple[datetime, Profile]] = {}

    async def known(self, user_id: str, now: datetime) -> Profile | None:
        """Return a profile, or None for somebody Slack was never asked about."""
        read_at, profile = self._remembered.get(user_id, (None, None))
        if read_at is not None and timedelta(0) <= now - read_at < _TRUSTED:
            return profile
        async with self._database.read() as session:
            row = await people.person(session, user_id)
        if row is None or row.refreshed_at == 0:
            return None
        return self._remember(_profile(row), now)

    async def learn(self, user: Mapping[str, Any], workspace: Workspace, now: datetime) -> Profile:
        """Save Slack's `user` object and return the profile."""
        told = slack_user(user, workspace, now)
        async with self._database.write() as session:
            await people.save_person(session, told)
            row = await people.person(session, told.id)
        if row is None:
            raise LookupError(told.id)
        return self._remember(_profile(row), now)

    async def choose(
        self, user_id: str, name: Literal["language", "reminders"], value: Chosen, now: datetime
    ) -> Profile:
        """Save what somebody chose for themselves, with its history, and return the profile.

        A language of None is the one of their Slack.
        """
        async with self._database.write() as session:
            before = await people.person(session, user_id)
            if before is None:
                raise LookupError(user_id)
            was: Chosen = getattr(before, name)
            if was != value:
                await people.choose(session, user_id, name, value)
                place = (session, history.NO_TEAM, PERSON, user_id, name)
                await history.add(*place, user_id, now, {name: _told(was)}, {name: _told(value)})
            row = await people.person(session, user_id) or before
        return self._remember(_profile(row), now)

    def _remember(self, profile: Profile, now: datetime) -> Profile:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[profile.user_id] = (now, profile)
        return profile


def _told(value: Chosen) -> str | bool:
    return "slack" if value is None else value


def unidentified(user_id: str, now: datetime) -> Profile:
    """Return what to go by when Slack would not say who somebody is: nothing is answered."""
    return Profile(user_id, user_id, "en", ZoneInfo("UTC"), "unidentified", now)


def slack_user(user: Mapping[str, Any], workspace: Workspace, now: datetime) -> SlackUser:
    """Return the row for Slack's `user` object, asked for with its locale."""
    told = user.get("profile") or {}
    name = told.get("display_name") or told.get("real_name") or user.get("real_name")
    return SlackUser(
        id=user["id"],
        name=name or user.get("name") or user["id"],
        email=told.get("email"),
        locale=user.get("locale") or "en-US",
        zone=_zone(user.get("tz")).key,
        is_bot=bool(user.get("is_bot") or user["id"] == _SLACKBOT),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        deleted=bool(user.get("deleted")),
        is_stranger=not workspace.owns(user),
        refreshed_at=now,
    )


def language_for(row: people.PersonRow | None) -> str:
    """Return the language a person chose, else the one of their Slack; English for nobody known."""
    return (row.language or language_of(row.locale)) if row else "en"


def _profile(row: people.PersonRow) -> Profile:
    reasons = (
        ("stranger", row.is_stranger),
        ("deactivated", row.deleted),
        ("bot", row.is_bot),
        ("guest", row.is_guest),
    )
    return Profile(
        user_id=row.id,
        name=row.name,
        language=language_for(row),
        chosen=row.language,
        reminders=row.reminders,
        zone=_zone(row.zone),
        refused=next((reason for reason, applies in reasons if applies), None),
        refreshed_at=from_micros(row.refreshed_at),
    )


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
