"""What people do while a state is recorded, said shortly."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.workspace.block_rules import elements_of
from tests.scenarios.office import Json, Office

ENGLISH, CHINESE, GENERAL = "support-global", "客服一组", "general"


@dataclass
class People:
    """An office in which a story is played."""

    office: Office

    async def at(self, instant: str) -> None:
        """Move the clock and everything with it, and let the planner work."""
        self.office.clock.now = datetime.fromisoformat(instant).replace(tzinfo=UTC)
        self.office.slack.workspace.stand_at(self.office.clock.now)
        await self.office.bot.planner.tick()
        await self.office.settle()

    async def type(self, user: str, words: str, channel: str = ENGLISH) -> Json | None:
        """Type `/frt words`; return the modal that opens, else the newest message."""
        before = await self._open(user)
        await self.office.slack.client.command(user, channel, f"/frt {words}")
        await self.office.settle()
        return await self._opened(user, before) or (await self.said(user, channel))[-1]

    async def press(self, user: str, shown: Json, action_id: str, **more: Any) -> Json | None:
        """Click and return the modal that opens or changes, None when there is none."""
        before = await self._open(user)
        await self.office.click(user, shown, action_id, **more)
        return await self._opened(user, before)

    async def choose(self, user: str, shown: Json, action_id: str, words: str) -> Json | None:
        """Choose the first option whose value contains some words."""
        for block in shown["blocks"]:
            for one in elements_of(block):
                values = [each["value"] for each in one.get("options", [])]
                value = next((each for each in values if words in each), None)
                if one["action_id"] == action_id and value:
                    more = {"value": value, "block_id": block["block_id"]}
                    return await self.press(user, shown, action_id, **more)
        raise AssertionError((action_id, words))

    async def send(self, user: str, form: Json | None, **values: Any) -> None:
        """Send a form and close whatever stays open."""
        assert form is not None
        done = await self.office.slack.client.submit(user, form, values)
        await self.office.settle()
        assert not done["errors"], done["errors"]
        await self.close(user)

    async def change(self, user: str, shown: Json, action_id: str, **values: Any) -> Json:
        """Click, fill in and send; return what was clicked as it stands then."""
        await self.send(user, await self.press(user, shown, action_id), **values)
        return await self.office.seen(user, shown)

    async def make(self, user: str, words: str, channel: str = ENGLISH, **values: Any) -> Json:
        """Type words that open a form and send it; return the newest message."""
        await self.send(user, await self.type(user, words, channel), **values)
        return (await self.said(user, channel))[-1]

    async def close(self, user: str) -> None:
        for view in (await self.office.slack.client.views(user))[-1:]:
            await self.office.slack.client.close(user, view, whole_stack=True)

    async def said(self, user: str, channel: str = ENGLISH) -> list[Json]:
        return await self.office.slack.client.messages(user, channel)

    async def with_text(self, user: str, channel: str, words: str) -> Json:
        """Return the newest message that says some words."""
        found = await self.said(user, channel)
        return next(
            one
            for one in reversed(found)
            if words in json.dumps(one["blocks"], ensure_ascii=False) + one["text"]
        )

    async def _open(self, user: str) -> set[tuple[str, str]]:
        return {(one["id"], one["hash"]) for one in await self.office.slack.client.views(user)}

    async def _opened(self, user: str, before: set[tuple[str, str]]) -> Json | None:
        stack = await self.office.slack.client.views(user)
        opened = [one for one in stack if (one["id"], one["hash"]) not in before]
        return opened[-1] if opened else None
