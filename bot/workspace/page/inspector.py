"""The inspector: each request and answer between the app and the workspace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.workspace.entities import Json
from bot.workspace.page.look import Look

SHOWN = 200
TOKEN = re.compile(r"x(?:ox[a-z]|app)-[\w-]+")
TICKET = re.compile(r"(ticket=)[^&\"\s]+")
RESPONSE_URL = re.compile(r"(/response/[^/\"\s]+/)[\w-]+")
SECRETS = re.compile(r"(^|_)(token|secret)$")
HIDDEN = "•••"


@dataclass(frozen=True)
class Filter:
    """Which exchanges are listed: a direction or any, part of a name, only what failed."""

    direction: str = ""
    name: str = ""
    errors: bool = False

    def takes(self, entry: Json) -> bool:
        """Return whether an entry is listed."""
        if self.direction and entry["direction"] != self.direction:
            return False
        if self.name and self.name.lower() not in str(entry["name"]).lower():
            return False
        return not self.errors or failed(entry)


@dataclass(frozen=True)
class Row:
    """One exchange as a line: numbers, time of day, direction, name, outcome and duration."""

    seq: int
    exchange: int | None
    time: str
    direction: str
    name: str
    outcome: str
    failed: bool
    ms: float | None


class Inspector:
    """The traffic of a workspace for one viewer."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def rows(self, chosen: Filter) -> list[Row]:
        """Return the latest exchanges that a filter takes, newest first."""
        return [self._row(one) for one in self._entries(chosen)][:SHOWN]

    def entry(self, seq: int) -> Json | None:
        """Return one exchange with its secrets hidden, or None when it is not kept any more."""
        traffic = self._look.workspace.journal.traffic
        return next((redacted(one) for one in traffic if one["seq"] == seq), None)

    def _entries(self, chosen: Filter) -> Iterator[Json]:
        traffic = self._look.workspace.journal.traffic
        return (one for one in reversed(traffic) if chosen.takes(one))

    def _row(self, entry: Json) -> Row:
        moment = datetime.fromtimestamp(entry["at"], self._look.zone)
        return Row(
            seq=entry["seq"],
            exchange=entry.get("exchange"),
            time=moment.strftime("%H:%M:%S"),
            direction=entry["direction"],
            name=str(entry["name"]),
            outcome=outcome(entry),
            failed=failed(entry),
            ms=entry.get("ms"),
        )


def outcome(entry: Json) -> str:
    """Return how an exchange ended: ``ok``, the fault that struck, or what went wrong."""
    if entry.get("fault"):
        return str(entry["fault"]["kind"])
    answer = entry["answer"]
    if not isinstance(answer, dict):
        return "ok"
    if "status" in answer:
        return str(answer["status"])
    return "ok" if answer.get("ok", True) else str(answer.get("error"))


def failed(entry: Json) -> bool:
    """Return whether an exchange ended badly."""
    return outcome(entry) != "ok"


def redacted(entry: Json) -> Json:
    """Return a copy in which no token, secret, ticket or response address is left."""
    return {key: _redacted(one, key) for key, one in entry.items()}


def _redacted(value: object, name: str) -> object:
    if isinstance(value, dict):
        return {key: _redacted(one, str(key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_redacted(one, "") for one in value]
    if not isinstance(value, str):
        return value
    if value and SECRETS.search(name):
        return HIDDEN
    value = TICKET.sub(rf"\1{HIDDEN}", TOKEN.sub(HIDDEN, value))
    return RESPONSE_URL.sub(rf"\1{HIDDEN}", value)


def pretty(value: object) -> str:
    """Return a value as indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2)
