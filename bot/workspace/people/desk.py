"""What every deed needs: the workspace, the way to the app, and names resolved."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workspace.delivery.courier import Courier
from bot.workspace.delivery.envelope import Answer
from bot.workspace.entities import Channel, Json, Message, User
from bot.workspace.errors import SlackError
from bot.workspace.state import Workspace


@dataclass(frozen=True)
class Desk:
    """Where people's deeds are handled."""

    workspace: Workspace
    courier: Courier

    def person(self, given: object) -> User:
        """Return the user with this id or handle; raises SlackError ``user_not_found``."""
        for user in self.workspace.users.values():
            if given in {user.id, user.name, f"@{user.name}"}:
                return user
        raise SlackError("user_not_found")

    def place(self, user: User, given: object) -> Channel:
        """Return a conversation by id, name, or ``app`` for the user's messages with the app.

        Raises SlackError ``channel_not_found``, also for other people's conversations.
        """
        if given == "app":
            return self.workspace.app_direct(user.id)
        channel = self.channel(given)
        if channel.kind == "channel" or user.id in channel.members:
            return channel
        raise SlackError("channel_not_found")

    def channel(self, given: object) -> Channel:
        """Return any conversation by id or name; raises SlackError ``channel_not_found``."""
        found = self.workspace.channel_named(str(given))
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def writing_place(self, user: User, given: object) -> Channel:
        """Return a conversation that the user may write in.

        Raises SlackError ``not_in_channel`` or ``is_archived``.
        """
        channel = self.place(user, given)
        if user.id not in channel.members:
            raise SlackError("not_in_channel")
        if channel.is_archived:
            raise SlackError("is_archived")
        return channel

    def message_of(self, user: User, channel: Channel, ts: object) -> Message:
        """Return a message that the user can see; raises SlackError ``message_not_found``."""
        found = self.workspace.message(channel.id, str(ts))
        if found is None or found.only_for not in {None, user.id}:
            raise SlackError("message_not_found")
        return found


def ack(answer: Answer) -> Json:
    """Return how the app answered, for whoever did the deed."""
    return {"ack": {"status": answer.status, "code": answer.code, "body": answer.body}}
