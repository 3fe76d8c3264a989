"""Who is looking: names, language and zone for everything that is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time

from bot.workspace.entities import User
from bot.workspace.state import Workspace
from bot.workspace.words import words


@dataclass(frozen=True)
class Look:
    """The view of one person on the workspace."""

    workspace: Workspace
    viewer: User

    @cached_property
    def words(self) -> dict[str, str]:
        """The sentences of the page in the viewer's language."""
        return words(self.viewer.locale)

    @cached_property
    def locale(self) -> Locale:
        """The viewer's locale, English when it is unknown."""
        try:
            return Locale.parse(self.viewer.locale, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale("en")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The viewer's time zone."""
        return ZoneInfo(self.viewer.tz)

    def moment(self, ts: str) -> datetime:
        """Return a message timestamp as the viewer's wall clock."""
        return datetime.fromtimestamp(float(ts), self.zone)

    @property
    def now(self) -> datetime:
        """The present by the workspace's clock, as the viewer's wall clock."""
        return self.moment(str(self.workspace.now()))

    def time(self, ts: str) -> str:
        """Return the time of day of a message."""
        return format_time(self.moment(ts), "short", locale=self.locale)

    def day(self, ts: str) -> str:
        """Return the day of a message, such as ``Friday, November 20`` or ``today``."""
        there, here = self.moment(ts).date(), self.now.date()
        if there == here:
            return self.words["today"]
        return format_date(there, "full", locale=self.locale)

    def full(self, ts: str) -> str:
        """Return date and time of a message in full."""
        return format_datetime(self.moment(ts), "long", locale=self.locale)

    def language(self, locale: str) -> str:
        """Return the name of a locale's language in the viewer's own, such as ``Chinese``."""
        try:
            found = Locale.parse(locale, sep="-")
        except (UnknownLocaleError, ValueError):
            return locale
        return Locale(found.language).get_display_name(self.locale) or locale

    def name(self, user_id: str) -> str:
        """Return a user's name, or the id of somebody unknown."""
        user = self.workspace.users.get(user_id)
        return user.real_name or user.name if user else user_id

    def channel_name(self, channel_id: str) -> str:
        """Return a channel's name, or its id when it is unknown."""
        channel = self.workspace.channels.get(channel_id)
        return channel.name if channel else channel_id
