"""The app's own clock, where it has one that can be moved: asked and moved over HTTP.

What such an app offers at one address, with ``Authorization: Bearer TOKEN``::

    GET  ?zone=Europe/London        → {"now", "next", "presets": [{"name", "at"}, …]}
    GET  ?zone=…&ahead=no           → the same without "next", which may take long to find
    POST {"to": instant, "zone": …} → the same with it, once the clock stands there

Instants are ISO 8601 with an offset. ``next`` is when the app will next do something by itself, or
null. Presets are instants worth moving to; the page knows ``hour``, ``day_end``, ``next_morning``
and ``next_friday`` by name and calls others as the app does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import aiohttp

from bot.workspace.entities import Json
from bot.workspace.errors import SlackError

LONGEST_MOVE_SECONDS = 300


@dataclass
class Move:
    """A move of the clock that is under way: from where, where to, and how far it has come.

    ``at`` is the instant whose work the app does at present, None while it looks for the first one,
    ``done`` the one up to which all is done; ``messages`` how many there were before it began.
    """

    start: datetime
    to: datetime
    messages: int
    at: datetime | None = None
    done: datetime | None = None

    def told(self, messages: int) -> Json:
        """Return it for the page: ``at``, ``to``, the ``share`` done from 0 to 1, new messages."""
        at, done = self.at or self.start, self.done or self.start
        return {
            "at": at.isoformat(),
            "to": self.to.isoformat(),
            "looking": self.at is None,
            "share": round((done - self.start) / (self.to - self.start), 3),
            "messages": messages - self.messages,
        }


@dataclass(frozen=True)
class AppClock:
    """Where the clock is and the token that moves it; the token stays on the server."""

    url: str
    token: str

    async def read(self, zone: str, *, ahead: bool = True) -> Json:
        """Return what the clock says, without what is next unless it is to look ``ahead``.

        Raises SlackError ``clock_silent``.
        """
        return await self._ask("GET", params={"zone": zone} | ({} if ahead else {"ahead": "no"}))

    async def move(self, to: datetime, zone: str) -> Json:
        """Move the clock and return what it says then; one that is past ``to`` stays.

        Raises SlackError ``clock_silent``.
        """
        return await self._ask("POST", json={"to": to.isoformat(), "zone": zone})

    async def _ask(self, method: str, **how: Json) -> Json:
        headers = {"Authorization": f"Bearer {self.token}"}
        timeout = aiohttp.ClientTimeout(total=LONGEST_MOVE_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
                session.request(method, self.url, **how) as answer,  # type: ignore[arg-type]
            ):
                told = await answer.json()
                return {**told, "now": instant(told["now"]), "next": _or_none(told.get("next"))}
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            raise SlackError("clock_silent") from error


def instant(text: object) -> datetime:
    """Return an ISO 8601 text as an aware instant. Raises ValueError."""
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _or_none(text: object) -> datetime | None:
    return None if text is None else instant(text)
