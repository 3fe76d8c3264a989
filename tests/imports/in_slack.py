"""Bringing files in as people do in Slack, short to say."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot import ids
from bot.services.imports import beside, child
from tests.scenarios.office import Json, Office, words_of

NAME = "October export.csv"
FILE = """\
Ticket ID,Created,First reply,Channel,Agent
A-1,2026-11-16 09:00:00,2026-11-16 09:04:00,email,Noah
A-2,2026-11-16 10:00:00,2026-11-16 10:20:00,chat,Noah
A-3,2026-11-16 11:00:00,,email,
"""


@dataclass
class Desk:
    """Somebody with a file."""

    office: Office
    user: str = "emma"

    async def settle(self) -> None:
        await self.office.bot.deps.background.drain(60)

    async def form(self, words: str = "import", channel: str = "support-global") -> Json:
        await self.office.slack.client.command(self.user, channel, f"/frt {words}")
        await self.settle()
        return await self.office.modal(self.user)

    async def send(
        self, content: bytes | str = FILE, name: str = NAME, form: Json | None = None, **more: Any
    ) -> Json:
        """Send a file with the form; return the modal that then stands."""
        content = content.encode() if isinstance(content, str) else content
        file = await self.office.slack.client.upload(self.user, name, content, **more)
        form = form or await self.form()
        return await self.submit(form, file=[file])

    async def submit(self, form: Json, **values: Any) -> Json:
        filled = {name: {"value": value} for name, value in values.items()}
        done = await self.office.slack.client.submit(self.user, form, filled)
        assert not done.get("errors"), done
        await self.settle()
        shown = await self.office.slack.client.views(self.user)
        return shown[-1] if shown else {}

    async def change(self, modal: Json) -> Json:
        """Open the form of columns."""
        await self.office.slack.client.click(self.user, ids.IMPORT_COLUMNS, on=modal)
        await self.settle()
        return await self.office.modal(self.user)

    async def told(self) -> list[str]:
        """Return what the bot wrote to them, the newest last."""
        direct = await self.office.slack.client.messages(self.user, "app")
        return [words_of(one) for one in direct]


async def here(task: beside.Task, tell: beside.Tell) -> object:
    """Do in this process what a process of its own does."""
    return await asyncio.to_thread(child.done, task, tell)
