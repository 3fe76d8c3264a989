"""The workspace in memory: who and what there is, found by id, and new ids and times."""

from __future__ import annotations

import secrets
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from bot.workspace import limits
from bot.workspace.app_clock import AppClock, Move
from bot.workspace.entities import (
    App,
    Channel,
    File,
    Json,
    Message,
    ResponseUrl,
    Scheduled,
    Team,
    Trigger,
    User,
    View,
)
from bot.workspace.errors import SlackError
from bot.workspace.faults import Faults
from bot.workspace.journal import Journal
from bot.workspace.rates import Rates
from bot.workspace.seed import read_seed
from bot.workspace.tour import Tour, read_tour

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
SLACKBOT = "USLACKBOT"
_FORMER = 5


@dataclass
class Timings:
    """How long things last, in seconds; tests may shorten them.

    ``event_retries`` are the pauses before each further try of an event; ``socket`` how long a
    Socket Mode connection lives (``socket_debug`` when the app asked for frequent reconnects) and
    ``socket_warning`` how long before its end the app is warned.
    """

    ack: float = limits.ACK_SECONDS
    trigger: float = limits.TRIGGER_SECONDS
    response_url: float = limits.RESPONSE_URL_SECONDS
    event_retries: tuple[float, ...] = limits.EVENT_RETRY_SECONDS
    socket: float = limits.SOCKET_SECONDS
    socket_debug: float = limits.SOCKET_DEBUG_SECONDS
    socket_warning: float = limits.SOCKET_WARNING_SECONDS

    @classmethod
    def patient(cls, times: int) -> Timings:
        """Return timings that give the app this many times as long as Slack to ack and to open."""
        return cls(ack=times * limits.ACK_SECONDS, trigger=times * limits.TRIGGER_SECONDS)


class Workspace:
    """Everything that the local workspace knows; one app is installed in it.

    ``rates`` is what goes before the seed's rate limits (see ``bot.workspace.rates``).
    """

    def __init__(
        self,
        seed: Json | None = None,
        timings: Timings | None = None,
        rates: Json | bool | None = None,
    ) -> None:
        seeded = read_seed(seed)
        self.team: Team = seeded.team
        self.app: App = seeded.app
        self.users: dict[str, User] = {user.id: user for user in seeded.users}
        self.users.setdefault(SLACKBOT, User(SLACKBOT, "slackbot", "Slackbot", is_bot=True))
        self.channels: dict[str, Channel] = {channel.id: channel for channel in seeded.channels}
        self.messages: dict[str, list[Message]] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, File] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.notices: dict[str, list[str]] = {}
        self.former: dict[str, deque[list[Json]]] = {}
        self.read_marks: dict[str, dict[str, str]] = {}
        self.timings = timings or Timings()
        self.rates = Rates(seeded.rates if rates is None else rates)
        self.journal = Journal()
        self.faults = Faults()
        self.base_url = "http://127.0.0.1"
        self.app_clock: AppClock | None = None
        self.moving = False
        self.move: Move | None = None
        self.move_failed = ""
        self.tour: Tour | None = read_tour(seeded.tour, self.journal) if seeded.tour else None
        self._ahead = 0.0
        self._last_ts = 0
        if seeded.now is not None:
            self.stand_at(seeded.now)
        self.started = int(self.now())
        for channel in self.channels.values():
            channel.created = channel.created or self.started

    def now(self) -> float:
        """Return the present by the workspace's clock, in seconds since 1970.

        It is what messages are dated by; how long triggers and answers last is real time.
        """
        return time.time() + self._ahead

    def stand_at(self, instant: datetime) -> None:
        """Set the workspace's clock, as when the app's clock is moved; it runs on from there."""
        self._ahead = instant.timestamp() - time.time()

    def new_id(self, prefix: str, length: int = 9) -> str:
        """Return a fresh id such as ``V0AB12CD3``."""
        return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))

    def new_ts(self) -> str:
        """Return the present as a message timestamp that no other message has."""
        self._last_ts = max(int(self.now() * 1_000_000), self._last_ts + 1)
        seconds, rest = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{rest:06d}"

    def user(self, user_id: str) -> User:
        """Return the user; raises SlackError ``user_not_found``."""
        found = self.users.get(user_id)
        if found is None:
            raise SlackError("user_not_found")
        return found

    def channel(self, channel_id: str) -> Channel:
        """Return the channel; raises SlackError ``channel_not_found``."""
        found = self.channels.get(channel_id)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def channel_named(self, given: str) -> Channel | None:
        """Return the channel with this id or name, private ones too, or None."""
        for channel in self.channels.values():
            named = channel.kind in {"channel", "private"}
            if given == channel.id or (named and given.removeprefix("#") == channel.name):
                return channel
        return None

    def direct(self, *users: str) -> Channel:
        """Return the direct conversation of exactly these users, opened if need be."""
        wanted = sorted(set(users))
        for channel in self.channels.values():
            if channel.kind in {"im", "mpim"} and sorted(channel.members) == wanted:
                return channel
        kind = "im" if len(wanted) <= 2 else "mpim"
        channel = Channel(
            id=self.new_id("D" if kind == "im" else "G"),
            name="directmessage" if kind == "im" else "mpdm-" + "--".join(wanted).lower(),
            members=list(users),
            kind="im" if kind == "im" else "mpim",
            created=int(self.now()),
        )
        self.channels[channel.id] = channel
        self.journal.changed("channel", channel=channel.id)
        return channel

    def app_direct(self, user_id: str) -> Channel:
        """Return the direct conversation of a user with the app."""
        return self.direct(user_id, self.app.bot_user)

    def message(self, channel_id: str, ts: str) -> Message | None:
        """Return the message with this timestamp, ephemeral ones included, or None."""
        found = (one for one in self.messages.get(channel_id, []) if one.ts == ts)
        return next(found, None)

    def keep_former(self, ident: str, blocks: list[Json]) -> None:
        """Keep what a message (by its ``ts``) or a view (by its id) has shown until now.

        Somebody may still have it before them, and click on it.
        """
        self.former.setdefault(ident, deque(maxlen=_FORMER)).appendleft(blocks)

    def view(self, view_id: str) -> View | None:
        """Return an open modal or a published Home tab by id, or None."""
        for stack in self.modals.values():
            for view in stack:
                if view.id == view_id:
                    return view
        return next((home for home in self.homes.values() if home.id == view_id), None)

    def new_trigger(self, user_id: str, view_id: str | None = None) -> str:
        """Return a new ``trigger_id`` for what this user just did."""
        until = time.monotonic() + self.timings.trigger
        trigger = Trigger(f"{secrets.randbelow(10**12)}.{secrets.token_hex(8)}", user_id, until)
        trigger.view = view_id
        self.triggers[trigger.id] = trigger
        return trigger.id

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Return the trigger and use it up; raises SlackError when invalid, used or too old."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(
        self, user_id: str, channel_id: str, message: Message | None = None
    ) -> str:
        """Return a new ``response_url`` for what this user just did in a channel."""
        until = time.monotonic() + self.timings.response_url
        record = ResponseUrl(secrets.token_urlsafe(18), user_id, channel_id, until)
        if message is not None:
            record.message_ts, record.thread_ts = message.ts, message.thread_ts
        self.response_urls[record.token] = record
        return f"{self.base_url}/response/{self.team.id}/{record.token}"

    def notify(self, user_id: str, text: str) -> None:
        """Show a passing notice to one user, such as that the app did not respond."""
        self.notices.setdefault(user_id, []).append(text)
        self.journal.changed("notice", user=user_id)
