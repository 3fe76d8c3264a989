"""What one person sees, gathered for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from bot.workspace.entities import Channel, Json, Message, User, View
from bot.workspace.page.attachments import attachment
from bot.workspace.page.blocks import blocks
from bot.workspace.page.conversation import Conversation
from bot.workspace.page.html import join
from bot.workspace.page.look import Look
from bot.workspace.page.mrkdwn import mrkdwn, plain, text_object
from bot.workspace.page.place import Place
from bot.workspace.page.selects import conversation_name
from bot.workspace.page.unread import Unread, unread
from bot.workspace.people.desk import Desk
from bot.workspace.tour import Tour

COLOURS = 8


@dataclass(frozen=True)
class Scene:
    """The page for one viewer in one place: a channel, ``app`` (its messages) or ``home``.

    ``thread`` is the timestamp of the thread that stands open beside it, ``since`` the moment up
    to which the place had been read when the page was opened, ``whole`` whether old messages are
    shown too, ``drawn`` the number of the last change that the page has drawn already.
    """

    desk: Desk
    viewer: User
    place: str
    thread: str = ""
    since: str = ""
    whole: bool = False
    drawn: int = 0

    @cached_property
    def look(self) -> Look:
        """Names, language and zone of the viewer."""
        return Look(self.desk.workspace, self.viewer)

    @cached_property
    def channel(self) -> Channel:
        """The conversation that is shown; behind the Home tab the one with the app."""
        where = "app" if self.place == "home" else self.place
        return self.desk.place(self.viewer, where)

    @cached_property
    def conversation(self) -> Conversation:
        """The messages and threads of the conversation that is shown."""
        return Conversation(self.look, self.channel, self.since, self.whole, self.drawn)

    @property
    def rooms(self) -> list[Channel]:
        """The channels in the side bar."""
        return [
            one
            for one in self.desk.workspace.channels.values()
            if one.kind == "channel" or (one.kind == "private" and self.viewer.id in one.members)
        ]

    @property
    def directs(self) -> list[Channel]:
        """The viewer's direct conversations with others than the app."""
        app = self.desk.workspace.app_direct(self.viewer.id)
        return [
            one
            for one in self.desk.workspace.channels.values()
            if one.kind in {"im", "mpim"} and self.viewer.id in one.members and one is not app
        ]

    def named(self, channel: Channel) -> str:
        """Return how a direct conversation is called."""
        return conversation_name(self.look, channel)

    def unread(self, channel: Channel | None = None) -> Unread:
        """Return what is new in a conversation; without one, in the messages of the app."""
        found = channel or self.desk.workspace.app_direct(self.viewer.id)
        return unread(self.look, found)

    def address(self, **change: object) -> str:
        """Return the query of this page, with something changed; empty parts are left out."""
        parts = {"as": self.viewer.id, "in": self.place, "thread": self.thread, **change}
        kept = {key: value for key, value in parts.items() if value or key in {"as", "in"}}
        return urlencode(kept)

    @property
    def here(self) -> str:
        """The query with which parts of this page are drawn again."""
        return self.address(since=self.since, whole="1" if self.whole else "")

    @property
    def people(self) -> list[User]:
        """Whom one can act as."""
        return [
            one for one in self.desk.workspace.users.values() if not one.is_bot and not one.deleted
        ]

    def place_for(self, user: User) -> str:
        """Return where somebody lands who is acted as: here, or nowhere named if not a member."""
        own = self.place in {"app", "home"} or user.id in self.channel.members
        return self.place if own else ""

    def colour(self, user: User) -> int:
        """Return the number of a user's colour, always the same."""
        return sum(user.id.encode()) % COLOURS

    def initials(self, user: User) -> str:
        """Return one or two letters for a user's picture."""
        name = user.real_name or user.name
        if not name.isascii():
            return name[-1]
        return "".join(part[0] for part in name.split()[:2]).upper()

    def author(self, message: Message) -> User:
        """Return who wrote a message."""
        return self.user(message.user)

    def user(self, user_id: str) -> User:
        """Return a user, also one who is unknown."""
        return self.desk.workspace.users.get(user_id, User(user_id, user_id, user_id))

    def body(self, message: Message, prefix: str = "m") -> Markup:
        """Return what a message says."""
        values = message.states.get(self.viewer.id, {})
        place = Place(self.look, f"{prefix}{message.ts}", values)
        said = blocks(place, message.blocks) if message.blocks else mrkdwn(self.look, message.text)
        return join([said, *(attachment(place, one) for one in message.attachments)])

    def emoji(self, name: str) -> Markup:
        """Return an emoji by its short name; the name itself when it is not known."""
        return plain(f":{name}:")

    def view_body(self, view: View) -> Markup:
        """Return the blocks of a modal or Home tab."""
        place = Place(self.look, view.id, view.values, view.errors)
        return blocks(place, view.payload["blocks"])

    def label(self, view: View, name: str) -> Markup:
        """Return the title or a button of a modal; nothing when it has none."""
        return text_object(self.look, view.payload.get(name))

    @property
    def modal(self) -> View | None:
        """The viewer's top modal."""
        stack = self.desk.workspace.modals.get(self.viewer.id)
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        """The viewer's Home tab."""
        return self.desk.workspace.homes.get(self.viewer.id)

    @property
    def tour(self) -> Tour | None:
        """The tour, if the workspace has one."""
        return self.desk.workspace.tour

    @property
    def language(self) -> str:
        """The language of the page: ``en`` or ``zh``."""
        return "zh" if self.viewer.locale.lower().startswith("zh") else "en"

    def is_at(self, at: Json | None) -> bool:
        """Return whether this is the person and the place that a step of the tour names."""
        here = {"as": self.viewer.id, "in": self.place}
        return all(here[name] == value for name, value in (at or {}).items())

    def completions(self) -> list[dict[str, Any]]:
        """Return what the composer offers after ``/``, ``@`` and ``#``."""
        workspace = self.desk.workspace
        app = workspace.app
        commands = [
            {"insert": one.command, "hint": one.hint, "note": one.description}
            for one in app.commands
        ]
        people = [
            {"insert": f"@{one.name}", "hint": one.real_name, "note": one.title}
            for one in workspace.users.values()
            if not one.deleted and one.id != "USLACKBOT"
        ]
        rooms = [{"insert": f"#{one.name}", "hint": "", "note": one.topic} for one in self.rooms]
        return [*commands, *people, *rooms]
