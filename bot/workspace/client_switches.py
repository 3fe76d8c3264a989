"""The part of the control client that makes things go wrong, and right again."""

from __future__ import annotations

from abc import ABC, abstractmethod

from bot.workspace.entities import Json


class Switches(ABC):
    """Fault switches and what else happens to an app in a real workspace."""

    @abstractmethod
    async def post(self, deed: str, **given: object) -> Json:
        """Do any deed of the control API."""

    @abstractmethod
    async def get(self, what: str, **query: str | float) -> Json:
        """Read anything of the control API."""

    async def fault(
        self,
        method: str,
        kind: str,
        *,
        times: int = 1,
        after: int = 0,
        channel: str | None = None,
        **options: object,
    ) -> Json:
        """Let calls of a method go wrong and return the rule; see ``bot.workspace.faults``.

        ``method`` may also be ``response_url``, ``upload``, ``download``, ``to_app``, ``*``. First
        ``after`` calls pass, then ``times`` meet the fault (0: until it is cleared)::

            await client.fault("chat.postMessage", "drop_reply", channel="general")
            await client.fault("*", "rate_limited", retry_after="soon")
        """
        rule = {"method": method, "kind": kind, "times": times, "after": after}
        given = {**rule, "channel": channel, "options": options}
        fault: Json = (await self.post("fault_set", **given))["fault"]
        return fault

    async def faults(self) -> Json:
        """Return ``faults`` that are on, ``kinds``, ``token_error`` and ``removed_scopes``."""
        return await self.get("faults")

    async def clear_faults(self, number: int | None = None) -> Json:
        """Switch one fault off by its id, or all."""
        return await self.post("fault_clear", id=number)

    async def drop_sockets(self, reason: str | None = None) -> Json:
        """End the websockets without a word, or with the reason of a disconnect message."""
        return await self.post("drop_sockets", reason=reason)

    async def refuse_sockets(self, *, times: int = 0, code: str = "internal_error") -> Json:
        """Refuse new websockets until the fault that this returns is cleared."""
        fault: Json = (await self.post("refuse_sockets", times=times, code=code))["fault"]
        return fault

    async def revoke_token(self, code: str | None = None, *, uninstall: bool = False) -> Json:
        """Refuse the bot's token; with ``uninstall`` the app is removed."""
        return await self.post("revoke_token", code=code, uninstall=uninstall)

    async def restore_token(self) -> Json:
        """Accept the bot's token again."""
        return await self.post("restore_token")

    async def remove_scope(self, scope: str) -> Json:
        """Take a scope from the bot."""
        return await self.post("remove_scope", scope=scope)

    async def restore_scope(self, scope: str | None = None) -> Json:
        """Give a scope back to the bot, or every one that was taken."""
        return await self.post("restore_scope", scope=scope)

    async def archive(self, channel: str) -> Json:
        """Archive a channel."""
        return await self.post("archive", channel=channel)

    async def unarchive(self, channel: str) -> Json:
        """Bring an archived channel back."""
        return await self.post("unarchive", channel=channel)

    async def invite_bot(self, channel: str) -> Json:
        """Add the bot to a channel, also a private one."""
        return await self.post("invite_bot", channel=channel)

    async def remove_bot(self, channel: str) -> Json:
        """Take the bot out of a channel."""
        return await self.post("remove_bot", channel=channel)

    async def redeliver(self, seq: int) -> Json:
        """Send an event, click or command again, by the number it has in ``log``."""
        return await self.post("redeliver", seq=seq)
