"""The control API: doing what people do, and reading what they see, over plain JSON.

``POST /control/<deed>`` takes a JSON object, ``GET /control/<what>`` a query; both answer
``{"ok": true, …}`` or ``{"ok": false, "error": code}`` with HTTP 400.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.workspace import messages, switches, views
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.people import (
    clicking,
    modals,
    options,
    reacting,
    reading,
    rooms,
    timing,
    writing,
)
from bot.workspace.people.desk import Desk

LONGEST_WAIT = 30.0

Deed = Callable[[Desk, Json], Json | Awaitable[Json]]

DEEDS: dict[str, Deed] = {
    "command": writing.command,
    "say": writing.say,
    "click": clicking.click,
    "shortcut": clicking.shortcut,
    "options": options.options,
    "upload": options.upload,
    "submit": modals.submit,
    "close": modals.close,
    "mark": reading.mark,
    "react": reacting.react,
    "open_home": rooms.open_home,
    "join": rooms.join,
    "leave": rooms.leave,
    "invite_bot": rooms.invite_bot,
    "remove_bot": rooms.remove_bot,
    "rename": rooms.rename,
    "archive": rooms.archive,
    "unarchive": rooms.unarchive,
    "fault_set": switches.fault_set,
    "fault_clear": switches.fault_clear,
    "drop_sockets": switches.drop_sockets,
    "refuse_sockets": switches.refuse_sockets,
    "revoke_token": switches.revoke_token,
    "restore_token": switches.restore_token,
    "remove_scope": switches.remove_scope,
    "restore_scope": switches.restore_scope,
    "redeliver": switches.redeliver,
    "move_clock": timing.move_clock,
    "tour": timing.tour,
}


class Control:
    """The control API over a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._reads: dict[str, Callable[[Json], Json | Awaitable[Json]]] = {
            "state": self.state,
            "messages": self.messages,
            "views": self.views,
            "home": self.home,
            "log": self.log,
            "faults": self.faults,
            "wait": self.wait,
            "clock": lambda query: timing.clock(desk, query),
        }

    def routes(self) -> list[Route]:
        """Return the routes to mount."""
        return [
            Route("/control/{deed}", self.post, methods=["POST"]),
            Route("/control/{what}", self.get, methods=["GET"]),
        ]

    async def post(self, request: Request) -> Response:
        """Do a deed."""
        return await _answered(self.do(request.path_params["deed"], await request.body() or b"{}"))

    async def get(self, request: Request) -> Response:
        """Read something."""
        return await _answered(self.read(request.path_params["what"], dict(request.query_params)))

    async def do(self, name: str, body: bytes | str) -> Json:
        """Do a deed with a JSON object and return what came of it; raises SlackError."""
        deed = DEEDS.get(name)
        if deed is None:
            raise SlackError("unknown_deed")
        try:
            given = json.loads(body)
        except ValueError:
            given = None
        if not isinstance(given, dict):
            raise SlackError("invalid_json")
        return await _result(deed(self._desk, given))

    async def read(self, what: str, query: Json) -> Json:
        """Return what a query asks for; raises SlackError."""
        read = self._reads.get(what)
        if read is None:
            raise SlackError("unknown_read")
        return await _result(read(query))

    def state(self, _query: Json) -> Json:
        """Return who and what there is, and how the app is connected."""
        workspace = self._desk.workspace
        return {
            "seq": workspace.journal.seq,
            "team": vars(workspace.team),
            "users": [vars(user) for user in workspace.users.values()],
            "channels": [vars(channel) for channel in workspace.channels.values()],
            "app": {"name": workspace.app.name, "bot_user": workspace.app.bot_user},
            "events": list(workspace.app.events),
            "commands": [vars(command) for command in workspace.app.commands],
            "shortcuts": [vars(shortcut) for shortcut in workspace.app.shortcuts],
            "posts_too_fast": workspace.rates.too_fast,
            "connections": self._desk.courier.sockets.connected,
        }

    def messages(self, query: Json) -> Json:
        """Return what ``user`` sees in ``channel``, oldest first; replies are included."""
        workspace = self._desk.workspace
        user = self._desk.person(query.get("user"))
        channel = self._desk.place(user, query.get("channel"))
        found = messages.visible(workspace, channel.id, user.id)
        seen = [messages.seen(workspace, one, user.id) for one in found]
        return {"seq": workspace.journal.seq, "messages": seen}

    def views(self, query: Json) -> Json:
        """Return the modals that ``user`` has open, the top one last, and passing notices."""
        workspace = self._desk.workspace
        user = self._desk.person(query.get("user"))
        stack = workspace.modals.get(user.id, [])
        return {
            "seq": workspace.journal.seq,
            "views": [views.seen(workspace, view) for view in stack],
            "notices": workspace.notices.get(user.id, []),
        }

    def home(self, query: Json) -> Json:
        """Return the Home tab published for ``user``, or null."""
        workspace = self._desk.workspace
        home = workspace.homes.get(self._desk.person(query.get("user")).id)
        seen = views.seen(workspace, home) if home else None
        return {"seq": workspace.journal.seq, "view": seen}

    def log(self, query: Json) -> Json:
        """Return each request and answer between app and workspace, after ``after``."""
        after = _number(query, "after", 0)
        traffic = [one for one in self._desk.workspace.journal.traffic if one["seq"] > after]
        return {"seq": self._desk.workspace.journal.seq, "log": traffic}

    def faults(self, _query: Json) -> Json:
        """Return the faults that are on and what was taken from the app."""
        return {"seq": self._desk.workspace.journal.seq, **switches.faults(self._desk)}

    async def wait(self, query: Json) -> Json:
        """Return the changes after ``after``, as soon as there are any or at ``timeout``."""
        journal = self._desk.workspace.journal
        after = _number(query, "after", journal.seq)
        seconds = min(_number(query, "timeout", 10), LONGEST_WAIT)
        changes = await journal.wait(int(after), seconds)
        return {"seq": journal.seq, "changes": changes}


def _number(query: Json, name: str, default: float) -> float:
    try:
        return float(query.get(name, default))
    except ValueError:
        raise invalid_arguments(f"{name} must be a number") from None


async def _result(result: Json | Awaitable[Json]) -> Json:
    return await result if inspect.isawaitable(result) else result


async def _answered(done: Awaitable[Json]) -> Response:
    try:
        return JSONResponse({"ok": True, **await done})
    except SlackError as error:
        return JSONResponse(error.body(), 400)
