"""What is published of the hook: JSON Schema and OpenAPI, made from the models themselves."""

from typing import Any

from bot.sources.hooks.events import Events
from bot.sources.hooks.reading import MOST_BYTES
from bot.sources.hooks.signing import SIGNATURE, TIMESTAMP

_ANSWERS = {
    "400": "No JSON in UTF-8, or cut off",
    "401": "Not signed with a secret of this hook, not within 5 minutes, or there is no such hook",
    "408": "The body came too slowly",
    "409": "An event has the id of another one that is kept already",
    "413": f"More than {MOST_BYTES:,} bytes",
    "415": "Not application/json in UTF-8",
    "422": "Some events are wrong; nothing of the request is kept",
    "503": "Not now; send it again later",
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a request's body."""
    told = Events.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **told}


def openapi() -> dict[str, Any]:
    """Return the OpenAPI description of the hook."""
    body = Events.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = body.pop("$defs")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "frt: tickets that a helpdesk sends",
            "version": "1",
            "description": "Events of tickets, signed; see docs/connect/hook.md.",
        },
        "paths": {"/hooks/{feed}": {"post": _post()}},
        "components": {
            "schemas": {
                **schemas,
                "Events": body,
                "Accepted": _ACCEPTED,
                "Refused": _REFUSED,
            }
        },
    }


def _post() -> dict[str, Any]:
    return {
        "operationId": "sendEvents",
        "summary": "Send up to 100 events",
        "parameters": [
            {
                "name": "feed",
                "in": "path",
                "required": True,
                "description": "As it was shown when the hook was made",
                "schema": {"type": "string", "pattern": "^[1-9][0-9]{0,8}-[1-9][0-9]{0,8}$"},
            },
            _header(TIMESTAMP, "^[0-9]{1,11}$", "Seconds since 1970, within 5 minutes"),
            _header(
                SIGNATURE,
                "^sha256=[0-9a-f]{64}$",
                "Hex HMAC-SHA256 of `{timestamp}.{body}` under the hook's secret",
            ),
        ],
        "requestBody": {"required": True, "content": _json("Events")},
        "responses": {
            "202": {"description": "Kept", "content": _json("Accepted")},
            **{
                status: {"description": said, "content": _json("Refused")}
                for status, said in _ANSWERS.items()
            },
        },
    }


def _header(name: str, pattern: str, said: str) -> dict[str, Any]:
    told = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "required": True, "description": said, "schema": told}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


_COUNT = {"type": "integer", "minimum": 0}
_TEXT = {"type": "string"}
_ACCEPTED = {
    "type": "object",
    "properties": {
        "accepted": {**_COUNT, "description": "New events"},
        "duplicates": {**_COUNT, "description": "Events that were kept already"},
    },
    "required": ["accepted", "duplicates"],
}
_REFUSED = {
    "type": "object",
    "properties": {
        "error": {**_TEXT, "description": "A code that stays"},
        "message": {**_TEXT, "description": "What to do"},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"index": _COUNT, "field": _TEXT, "message": _TEXT},
                "required": ["index", "field", "message"],
            },
        },
    },
    "required": ["error", "message"],
}
