"""A movable clock over HTTP: `GET /clock` reads it, `POST /clock` moves it ahead.

    GET  /clock?zone=Asia/Shanghai  → {"now", "next", "presets": [{"name", "at"}, …]}
    GET  /clock?zone=…&ahead=no     → the same without "next", which is what takes time
    POST /clock {"to": an instant or the name of a preset, "zone": …}  → the same as GET, afterwards

Instants are ISO 8601 with an offset. `next` is when the app will next do something by itself, null
when it will not within a month. Both want `Authorization: Bearer TOKEN`. A move answers when what
fell due on the way has been done; an instant that has passed is refused with 409.
"""

import secrets
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import MovableClock
from bot.db import Database
from bot.planner.planner import Planner
from bot.services.team import clock_stops

_LONGEST_MOVE = timedelta(days=31)


class ClockDoor:
    """The clock's address on the web server."""

    def __init__(
        self, clock: MovableClock, planner: Planner, database: Database, token: str
    ) -> None:
        self._clock = clock
        self._planner = planner
        self._database = database
        self._token = f"Bearer {token}".encode()

    def route(self) -> Route:
        """Return the route to mount."""
        return Route("/clock", self.answer, methods=["GET", "POST"])

    async def answer(self, request: Request) -> Response:
        """Say what the clock says, after a move where one is asked for."""
        shown = request.headers.get("authorization", "").encode()
        if not secrets.compare_digest(shown, self._token):
            return JSONResponse({"error": "not_allowed"}, 401)
        if request.method == "GET":
            asked = request.query_params
            told = self._read if asked.get("ahead") == "no" else self._told
            return JSONResponse(await told(asked.get("zone", "")))
        try:
            given = await request.json()
            wanted, zone = str(given["to"]), str(given.get("zone", ""))
        except (ValueError, KeyError, TypeError, AttributeError):
            return JSONResponse({"error": "no_instant"}, 400)
        return await self._moved(wanted, zone)

    async def _moved(self, wanted: str, zone: str) -> Response:
        now = self._clock()
        to = _instant(wanted) or (await clock_stops(self._database, zone, now)).get(wanted)
        if to is None:
            return JSONResponse({"error": "no_instant"}, 400)
        if not now <= to <= now + _LONGEST_MOVE:
            error = "in_the_past" if to < now else "too_far"
            return JSONResponse({"error": error, **await self._told(zone)}, 409)
        await self._planner.pass_time(self._clock, to)
        return JSONResponse(await self._told(zone))

    async def _read(self, zone: str) -> dict[str, object]:
        now = self._clock()
        stops = await clock_stops(self._database, zone, now)
        presets = [{"name": name, "at": at.isoformat()} for name, at in stops.items()]
        return {"now": now.isoformat(), "presets": presets}

    async def _told(self, zone: str) -> dict[str, object]:
        now = self._clock()
        ahead = await self._planner.next_due(now, now + _LONGEST_MOVE)
        return {**await self._read(zone), "next": ahead.isoformat() if ahead else None}


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
