"""The control client of the program that runs the workspace: it needs no requests."""

from __future__ import annotations

import asyncio
import json

from bot.workspace.client import Client, checked
from bot.workspace.control import Control
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError


class Inside(Client):
    """Does and reads at once, in the present event loop, what `Client` asks for over HTTP.

    What goes in and out is JSON all the same: nobody holds a part of the workspace itself. Each
    lets others have a turn first, so that who asks over and over waits for them.
    """

    def __init__(self, control: Control) -> None:
        self._control = control

    async def post(self, deed: str, **given: object) -> Json:
        """Do any deed of the control API; raises ControlError."""
        await asyncio.sleep(0)
        try:
            return _plain(await self._control.do(deed, json.dumps(given)))
        except SlackError as error:
            return checked(error.body())

    async def get(self, what: str, **query: str | float) -> Json:
        """Read anything of the control API; raises ControlError."""
        await asyncio.sleep(0)
        try:
            texts = {name: str(value) for name, value in query.items()}
            return _plain(await self._control.read(what, texts))
        except SlackError as error:
            return checked(error.body())


def _plain(done: Json) -> Json:
    copied: Json = json.loads(json.dumps({"ok": True, **done}))
    return copied
