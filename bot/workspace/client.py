"""A small client of the control API: do what people do, read what they see, wait for it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import TypeVar

import aiohttp

from bot.workspace.client_switches import Switches
from bot.workspace.entities import Json

T = TypeVar("T")
PAUSE = 0.01
"""Seconds before something is read again: reading it may itself be a change."""
PATIENCE = 60.0
"""Seconds that something is waited for: on a busy machine it takes its time."""


class ControlError(Exception):
    """The control API refused; ``code`` says why, such as ``no_such_element``."""

    def __init__(self, code: str, answer: Json) -> None:
        super().__init__(f"{code}: {answer}")
        self.code = code
        self.answer = answer


class Client(Switches):
    """Acts and reads as any user; users and channels by id or by name.

    ``channel="app"`` is the user's direct conversation with the app. Deeds that reach the app
    return after it answered or 3 s passed, with ``{"ack": {"status", "code", "body"}}`` where
    status is ``ok``, ``timeout``, ``unreachable`` or ``refused``.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Client:
        """Open the connection; the page gives the cookie by which one may control."""
        jar = aiohttp.CookieJar(unsafe=True)
        self._session = aiohttp.ClientSession(self._url, cookie_jar=jar)
        async with self._session.get("/") as page:
            page.raise_for_status()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        if self._session is not None:
            await self._session.close()

    async def command(self, user: str, channel: str, text: str) -> Json:
        """Type a slash command such as ``/frt today``."""
        return await self.post("command", user=user, channel=channel, text=text)

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        files: Sequence[Json] = (),
    ) -> Json:
        """Write a message, with ``files`` as ``upload`` returned them; it is under ``message``."""
        given = {"user": user, "channel": channel, "text": text, "thread_ts": thread_ts}
        return await self.post("say", **given, files=list(files))

    async def click(
        self,
        user: str,
        action_id: str,
        *,
        on: Json,
        value: object = None,
        block_id: str | None = None,
        values: Json | None = None,
    ) -> Json:
        """Use an element; ``on`` is a message or view as this client returned it.

        ``value`` is what is chosen: an option's value, a user or channel id, a date, a list.
        ``values`` is what has been typed into inputs there, as in ``submit``.
        """
        chosen = {"action_id": action_id, "block_id": block_id, "value": value, "values": values}
        return await self.post("click", user=user, **_place(on), **chosen)

    async def options(
        self, user: str, action_id: str, typed: str, *, on: Json, block_id: str | None = None
    ) -> Json:
        """Ask the app what an external menu offers for what is typed so far.

        Returns ``options`` or ``option_groups``; any of them can then be clicked by its value.
        """
        asked = {"action_id": action_id, "block_id": block_id, "value": typed}
        return await self.post("options", user=user, **_place(on), **asked)

    async def upload(self, user: str, name: str, content: bytes, size: int = 0) -> Json:
        """Upload a file; returns what goes, in a list, into the value of a file input.

        With ``size`` it is said to be so long, whatever it holds.
        """
        given = {"user": user, "name": name, "content": base64.b64encode(content).decode()}
        file: Json = (await self.post("upload", **given, size=size))["file"]
        return file

    async def submit(self, user: str, view: Json, values: Json | None = None) -> Json:
        """Submit a modal with values by block id; returns validation ``errors``."""
        return await self.post("submit", user=user, view_id=view["id"], values=values or {})

    async def close(self, user: str, view: Json, *, whole_stack: bool = False) -> Json:
        """Close a modal, or the whole stack."""
        return await self.post("close", user=user, view_id=view["id"], all=whole_stack)

    async def shortcut(self, user: str, callback_id: str, *, on: Json | None = None) -> Json:
        """Use a global shortcut or, with a message, a message shortcut."""
        place = {"ts": on["ts"], "channel": on["channel"]} if on else {}
        return await self.post("shortcut", user=user, callback_id=callback_id, **place)

    async def open_home(self, user: str, tab: str = "home") -> Json:
        """Open the app's Home tab, or its tab ``messages``."""
        return await self.post("open_home", user=user, tab=tab)

    async def join(self, user: str, channel: str) -> Json:
        """Add a person or the bot to a channel."""
        return await self.post("join", user=user, channel=channel)

    async def leave(self, user: str, channel: str) -> Json:
        """Take a person or the bot out of a channel."""
        return await self.post("leave", user=user, channel=channel)

    async def rename(self, channel: str, name: str) -> Json:
        """Rename a channel."""
        return await self.post("rename", channel=channel, name=name)

    async def move_clock(self, user: str, to: str) -> Json:
        """Move the app's clock ahead to an instant or a preset, as ``user`` sees them."""
        return await self.post("move_clock", user=user, to=to)

    async def messages(self, user: str, channel: str) -> list[Json]:
        """Return what a user sees in a channel, oldest first."""
        found: list[Json] = (await self.get("messages", user=user, channel=channel))["messages"]
        return found

    async def views(self, user: str) -> list[Json]:
        """Return the modals that a user has open, the top one last."""
        found: list[Json] = (await self.get("views", user=user))["views"]
        return found

    async def notices(self, user: str) -> list[str]:
        """Return the passing notices that a user was shown."""
        found: list[str] = (await self.get("views", user=user))["notices"]
        return found

    async def home(self, user: str) -> Json | None:
        """Return the Home tab published for a user."""
        found: Json | None = (await self.get("home", user=user))["view"]
        return found

    async def log(self, after: int = 0) -> list[Json]:
        """Return each request and answer between app and workspace."""
        found: list[Json] = (await self.get("log", after=after))["log"]
        return found

    async def state(self) -> Json:
        """Return who and what there is, and ``connections``, the open websockets."""
        return await self.get("state")

    async def wait_for(
        self, read: Callable[[], Awaitable[T | None]], seconds: float = PATIENCE
    ) -> T:
        """Return what ``read`` gives once it gives something; reads again after each change.

        Raises TimeoutError after ``seconds``.
        """
        async with asyncio.timeout(seconds):
            while True:
                seq = (await self.get("state"))["seq"]
                found = await read()
                if found:
                    return found
                await self.get("wait", after=seq, timeout=seconds)
                await asyncio.sleep(PAUSE)

    async def wait_for_message(
        self,
        user: str,
        channel: str,
        matches: Callable[[Json], bool] = lambda _: True,
        seconds: float = PATIENCE,
    ) -> Json:
        """Return the newest message that the user sees and that matches, waiting for it."""

        async def read() -> Json | None:
            found = [one for one in await self.messages(user, channel) if matches(one)]
            return found[-1] if found else None

        return await self.wait_for(read, seconds)

    async def wait_for_view(
        self,
        user: str,
        matches: Callable[[Json], bool] = lambda _: True,
        seconds: float = PATIENCE,
    ) -> Json:
        """Return the user's top modal once it matches."""

        async def read() -> Json | None:
            stack = await self.views(user)
            return stack[-1] if stack and matches(stack[-1]) else None

        return await self.wait_for(read, seconds)

    async def wait_for_home(
        self,
        user: str,
        matches: Callable[[Json], bool] = lambda _: True,
        seconds: float = PATIENCE,
    ) -> Json:
        """Return the user's Home tab once it matches."""

        async def read() -> Json | None:
            view = await self.home(user)
            return view if view is not None and matches(view) else None

        return await self.wait_for(read, seconds)

    async def wait_for_connections(self, count: int = 1, seconds: float = PATIENCE) -> None:
        """Return once the app holds this many websocket connections."""

        async def read() -> bool:
            return bool((await self.state())["connections"] >= count)

        await self.wait_for(read, seconds)

    async def post(self, deed: str, **given: object) -> Json:
        """Do any deed of the control API; raises ControlError."""
        async with self._open().post(f"/control/{deed}", json=given) as response:
            return checked(await response.json())

    async def get(self, what: str, **query: str | float) -> Json:
        """Read anything of the control API; raises ControlError."""
        async with self._open().get(f"/control/{what}", params=query) as response:
            return checked(await response.json())

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("use the client with `async with`")
        return self._session


def _place(on: Json) -> Json:
    return {"ts": on["ts"], "channel": on["channel"]} if "ts" in on else {"view_id": on["id"]}


def checked(answer: Json) -> Json:
    """Return an answer of the control API; raises ControlError when it is a refusal."""
    if not answer.get("ok"):
        raise ControlError(str(answer.get("error")), answer)
    return answer
