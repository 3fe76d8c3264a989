"""The page over HTTP: whole, in parts, and its stream of changes."""

from __future__ import annotations

from collections.abc import Mapping
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

from bot.workspace.entities import User
from bot.workspace.errors import SlackError
from bot.workspace.page.emoji import icon
from bot.workspace.page.inspector import Filter, Inspector, pretty
from bot.workspace.page.scene import Scene
from bot.workspace.page.stream import changes
from bot.workspace.page.switches import Switches
from bot.workspace.page.unread import read_up_to
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
_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
)
PARTS = frozenset({"main", "side", "modal", "thread", "traffic", "exchange", "faults", "tour"})


class Page:
    """The page over a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[BaseRoute]:
        """Return the routes to mount."""
        return [
            Route("/", self.whole),
            Route("/page/{part}", self.part),
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
            return self._drawn("page.html", scene, request)
        except SlackError:
            return RedirectResponse("/")

    async def part(self, request: Request) -> Response:
        """Draw one part of the page again (see ``PARTS``)."""
        part = request.path_params["part"]
        if part not in PARTS:
            return PlainTextResponse("not found", 404)
        try:
            return self._drawn(f"{part}.html", self._scene(request), request)
        except SlackError as error:
            return PlainTextResponse(error.code, 404)

    async def events(self, request: Request) -> Response:
        """Stream the kinds of changes that ``as`` may see, as server-sent events.

        They are those after ``seen``, the number of the last change when the page was drawn.
        """
        user = request.query_params.get("as", "")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        seen = request.headers.get("last-event-id") or request.query_params.get("seen", "")
        stream = changes(self._desk.workspace, user, _number(seen))
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def permalink(self, request: Request) -> Response:
        """Lead from a permalink to its message, in a thread to the thread."""
        channel, message = request.path_params["channel"], request.path_params["message"]
        ts = f"{message[1:-6]}.{message[-6:]}"
        thread = request.query_params.get("thread_ts")
        where = {"in": channel} | ({"thread": thread} if thread else {})
        return RedirectResponse(f"/?{urlencode(where)}#{'t' if thread else ''}m{ts}")

    def _scene(self, request: Request) -> Scene:
        query = request.query_params or self._start(request)
        place = query.get("in", "")
        viewer = self._desk.person(query.get("as") or self._first(place))
        if not place:
            place = self._first_place(viewer.id)
        scene = Scene(
            self._desk,
            viewer,
            place,
            thread=query.get("thread", ""),
            since=query.get("since", ""),
            whole=query.get("whole") == "1",
            drawn=_number(query.get("drawn", "")),
        )
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

    def _drawn(self, template: str, scene: Scene, request: Request) -> Response:
        if template == "page.html" and not scene.since:
            scene = _opened(scene)
        text = _TEMPLATES.get_template(template).render(
            scene=scene,
            look=scene.look,
            words=scene.look.words,
            workspace=self._desk.workspace,
            app=self._desk.workspace.app,
            inspector=Inspector(scene.look),
            chosen=_filter(request),
            asked=dict(request.query_params),
            query=lambda **change: scene.address(**{"thread": "", **change}),
            pretty=pretty,
            switches=Switches(self._desk),
            icon=icon,
        )
        return HTMLResponse(text, headers=HEADERS)


def _opened(scene: Scene) -> Scene:
    """Return the scene with the new-messages line where the viewer had read up to."""
    viewer: User = scene.viewer
    since = read_up_to(scene.look, scene.channel.id)
    return Scene(scene.desk, viewer, scene.place, scene.thread, since, scene.whole)


def _filter(request: Request) -> Filter:
    query = request.query_params
    return Filter(query.get("direction", ""), query.get("name", ""), query.get("errors") == "1")


def _number(given: str) -> int:
    return int(given) if given.isdecimal() else 0
