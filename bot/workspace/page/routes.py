"""The page over HTTP: whole, in fragments, and its stream of changes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.workspace.errors import SlackError
from bot.workspace.page.scene import Scene
from bot.workspace.people.desk import Desk

HERE = Path(__file__).resolve().parent.parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
QUIET_SECONDS = 15.0


class Page:
    """The page over a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        loader = FileSystemLoader(HERE / "templates")
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)

    def routes(self) -> list[BaseRoute]:
        """Return the routes to mount."""
        return [
            Route("/", self.whole),
            Route("/page/{part}", self.fragment),
            Route("/events", self.events),
            Route("/archives/{channel}/{message}", self.permalink),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]

    async def whole(self, request: Request) -> Response:
        """Draw the page for ``as`` (a user) in ``in`` (a channel, ``app`` or ``home``)."""
        try:
            scene = self._scene(request)
            if scene.tour is not None:
                scene.tour.noticed({"act_as": scene.viewer.id})
            return self._drawn("page.html", scene)
        except SlackError:
            return RedirectResponse("/")

    async def fragment(self, request: Request) -> Response:
        """Draw one part of the page again: ``main``, ``side``, ``modal`` or ``tour``."""
        part = request.path_params["part"]
        if part not in {"main", "side", "modal", "tour"}:
            return PlainTextResponse("not found", 404)
        try:
            return self._drawn(f"{part}.html", self._scene(request))
        except SlackError as error:
            return PlainTextResponse(error.code, 404)

    async def events(self, request: Request) -> Response:
        """Stream the numbers of changes that ``as`` may see, as server-sent events."""
        user = request.query_params.get("as", "")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._changes(user)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def permalink(self, request: Request) -> Response:
        """Lead from a permalink to its message."""
        channel, message = request.path_params["channel"], request.path_params["message"]
        ts = f"{message[1:-6]}.{message[-6:]}"
        return RedirectResponse(f"/?{urlencode({'in': channel})}#m{ts}")

    async def _changes(self, user: str) -> AsyncIterator[str]:
        journal = self._desk.workspace.journal
        seq = journal.seq
        yield f"retry: 1000\ndata: {json.dumps({'hello': seq})}\n\n"
        while not journal.closed:
            changes = await journal.wait(seq, QUIET_SECONDS)
            seq = journal.seq
            kinds = {one["kind"] for one in changes if one.get("user") in {None, user}}
            notices = self._notices(user) if "notice" in kinds else []
            kinds -= {"traffic"}
            if kinds:
                told = {"kinds": sorted(kinds), "notices": notices}
                yield f"data: {json.dumps(told)}\n\n"
            elif not changes:
                yield ": quiet\n\n"

    def _notices(self, user: str) -> list[str]:
        return self._desk.workspace.notices.get(user, [])[-1:]

    def _scene(self, request: Request) -> Scene:
        query = request.query_params or self._start(request)
        place = query.get("in", "")
        viewer = self._desk.person(query.get("as") or self._first(place))
        if not place:
            place = self._first_place(viewer.id)
        scene = Scene(self._desk, viewer, place)
        scene.channel  # noqa: B018
        return scene

    def _start(self, request: Request) -> Mapping[str, str]:
        tour = self._desk.workspace.tour
        language = request.headers.get("accept-language", "")[:2].lower()
        start = tour.start if tour else {}
        return start.get(language) or start.get("en") or {}

    def _first(self, place: str) -> str:
        workspace = self._desk.workspace
        channel = workspace.channels.get(place)
        members = channel.members if channel else list(workspace.users)
        people = [one for one in members if not workspace.users[one].is_bot]
        return people[0] if people else next(iter(workspace.users))

    def _first_place(self, user_id: str) -> str:
        rooms = [
            one.id
            for one in self._desk.workspace.channels.values()
            if one.kind == "channel" and user_id in one.members
        ]
        return rooms[1] if len(rooms) > 1 else (rooms[0] if rooms else "app")

    def _drawn(self, template: str, scene: Scene) -> Response:
        text = self._templates.get_template(template).render(
            scene=scene,
            look=scene.look,
            words=scene.look.words,
            workspace=self._desk.workspace,
            app=self._desk.workspace.app,
            query=lambda **change: urlencode({"as": scene.viewer.id, "in": scene.place, **change}),
        )
        return HTMLResponse(text, headers=HEADERS)
