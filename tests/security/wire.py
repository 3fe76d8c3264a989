"""Requests to the bot as anybody can write them, signed or not."""

import hashlib
import hmac
import itertools
import json
import ssl
import time
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.scenarios.office import Office

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_TLS = ssl.create_default_context()
"""Made once: reading its certificates takes longer than most of the requests."""

_numbers = itertools.count(1)


def signature(secret: str, body: bytes, stamp: str) -> str:
    signed = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def headers(secret: str, body: bytes, *, stamp: str | None = None, kind: str = FORM) -> Any:
    stamp = stamp or str(int(time.time()))
    return [
        ("content-type", kind),
        ("x-slack-request-timestamp", stamp),
        ("x-slack-signature", signature(secret, body, stamp)),
    ]


async def post(desk: Office, body: Any, sent: Any) -> httpx.Response:
    assert desk.url is not None
    async with httpx.AsyncClient(timeout=60, verify=_TLS) as client:
        return await client.post(desk.url, content=body, headers=sent)


async def signed(desk: Office, body: bytes, kind: str = FORM) -> httpx.Response:
    return await post(desk, body, headers(desk.slack.signing_secret, body, kind=kind))


def command(text: str = "help", **changed: Any) -> bytes:
    told = {
        "command": "/frt",
        "text": text,
        "user_id": "U01EMMA",
        "channel_id": "C01SUPPORT",
        "team_id": "T01LOCAL",
        "trigger_id": f"1.{next(_numbers)}",
    }
    return urlencode(told | changed).encode()


def interaction(payload: dict[str, Any]) -> bytes:
    told = {"team": {"id": "T01LOCAL"}, "trigger_id": f"1.{next(_numbers)}", **payload}
    return urlencode({"payload": json.dumps(told)}).encode()


def event(user: str, event_id: str, **more: Any) -> bytes:
    about = {"type": "app_home_opened", "user": user, "tab": "home", **more}
    told = {"type": "event_callback", "team_id": "T01LOCAL", "event_id": event_id, "event": about}
    return json.dumps(told).encode()
