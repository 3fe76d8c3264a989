"""What one person sees, gathered for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.workspace import messages
from bot.workspace.entities import Channel, Json, Message, User, View
from bot.workspace.page.blocks import blocks
from bot.workspace.page.elements import Place
from bot.workspace.page.look import Look
from bot.workspace.page.mrkdwn import mrkdwn, text_object
from bot.workspace.people.desk import Desk
from bot.workspace.tour import Tour

COLOURS = 8


@dataclass(frozen=True)
class Scene:
    """The page for one viewer in one place: a channel, ``app`` (its messages) or ``home``."""

    desk: Desk
    viewer: User
    place: str

    @property
    def look(self) -> Look:
        """Names, language and zone of the viewer."""
        return Look(self.desk.workspace, self.viewer)

    @property
    def channel(self) -> Channel:
        """The conversation that is shown; behind the Home tab the one with the app."""
        where = "app" if self.place == "home" else self.place
        return self.desk.place(self.viewer, where)

    @property
    def rooms(self) -> list[Channel]:
        """The channels in the side bar."""
        workspace = self.desk.workspace
        return [
            one
            for one in workspace.channels.values()
            if one.kind == "channel" or (one.kind == "private" and self.viewer.id in one.members)
        ]

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
        fallback = User(message.user, message.user, message.user)
        return self.desk.workspace.users.get(message.user, fallback)

    def threads(self) -> list[tuple[Message, list[Message]]]:
        """Return what the viewer sees here: each message with the replies under it."""
        seen = messages.visible(self.desk.workspace, self.channel.id, self.viewer.id)
        known = {one.ts for one in seen}
        top = [one for one in seen if one.thread_ts in {None, one.ts} or one.thread_ts not in known]
        return [
            (one, [reply for reply in seen if reply.thread_ts == one.ts and reply.ts != one.ts])
            for one in top
        ]

    def body(self, message: Message) -> Markup:
        """Return what a message says."""
        if not message.blocks:
            return mrkdwn(self.look, message.text)
        values = message.states.get(self.viewer.id, {})
        return blocks(Place(self.look, f"m{message.ts}", values), message.blocks)

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
