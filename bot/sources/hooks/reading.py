"""From the bytes of a signed request to events, or to what is wrong with them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.metrics.clocks import from_micros, to_micros
from bot.sources.hooks.events import MOST_EVENTS, AnyEvent, Events

MOST_BYTES = 1_000_000
_COLUMNS = {"id", "ticket", "occurred_at", "type"}
_NO_FIELD = "There is no such field: leave it out. Texts of messages are never taken"
_NAMED = 3
"""In where pydantic finds an error: `events`, which of them, its type, then the field."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an event: which of them, counted from 0, and which field of it."""

    index: int
    field: str
    message: str


class Refusal(Exception):  # noqa: N818  an answer, not an error
    """Why a request is refused, with the status of HTTP; nothing of it is kept."""

    def __init__(self, status: int, error: str, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.status, self.error, self.message = status, error, message
        self.faults = tuple(faults)


class Sent(NamedTuple):
    """An event as it is kept; `body` is JSON, the same for the same event."""

    id: str
    occurred_at: datetime
    ticket: str
    type: str
    body: str


def read(body: bytes, content_type: str, encoding: str, now: datetime) -> list[Sent]:
    """Return the events of a request. Raises Refusal with all that is wrong with it."""
    _check_type(content_type, encoding)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"The body is not UTF-8 at byte {error.start}. Write it in UTF-8."
        raise Refusal(400, "not_utf8", message) from None
    try:
        events = Events.model_validate_json(body, context={"now": now}).events
    except ValidationError as error:
        raise _refused(error) from None
    return [_sent(one) for one in events]


def taken(indexes: Sequence[int]) -> Refusal:
    """Return the refusal of events, by where they stand, with ids that other events have."""
    message = "Nothing of this request is kept. Give each event an id that no other one has."
    said = "Another event has this id, and says something else"
    return Refusal(409, "id_taken", message, [Fault(index, "id", said) for index in indexes])


def _check_type(content_type: str, encoding: str) -> None:
    kind, _, more = content_type.lower().partition(";")
    charset = more.strip().removeprefix("charset=").strip('"')
    if kind.strip() != "application/json" or charset not in {"", "utf-8", "utf8"}:
        message = "Send it as Content-Type: application/json, in UTF-8."
        raise Refusal(415, "not_json_utf8", message)
    if encoding not in {"", "identity"}:
        raise Refusal(415, "encoded", "Send it without a Content-Encoding.")


def _refused(error: ValidationError) -> Refusal:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    first = found[0]
    if first["type"] == "json_invalid":
        return Refusal(400, "not_json", f"The body is no JSON that can be read: {first['msg']}.")
    if any(len(one["loc"]) < 2 for one in found):
        message = f'Send an object {{"events": [...]}} with at most {MOST_EVENTS} events.'
        return Refusal(422, "bad_request", f"{message} {first['msg']}.")
    message = "Nothing of this request is kept. Mend these events and send all of it again."
    return Refusal(422, "bad_events", message, [_fault(one) for one in found])


def _fault(one: ErrorDetails) -> Fault:
    where = one["loc"]
    names = [str(name) for name in where[_NAMED:]] or ["type"]
    index = where[1]
    said = _NO_FIELD if one["type"] == "extra_forbidden" else one["msg"]
    return Fault(index if isinstance(index, int) else 0, ".".join(names), said)


def _sent(one: AnyEvent) -> Sent:
    told: dict[str, Any] = one.model_dump(mode="json", exclude=_COLUMNS, exclude_unset=True)
    body = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    at = from_micros(to_micros(one.occurred_at))
    return Sent(one.id, at, one.ticket, one.type, body)
