"""What comes in by HTTP without being a proper request of Slack's."""

import json
import time
from urllib.parse import urlencode

import httpx

from bot.workspace.delivery.signed_http import signed_headers
from tests.scenarios.office import Office

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
COMMAND = {
    "command": "/frt",
    "text": "help",
    "user_id": "U01EMMA",
    "channel_id": "C01SUPPORT",
    "team_id": "T01LOCAL",
}


async def post(desk: Office, body: str | bytes, headers: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(timeout=60) as client:
        return await client.post(desk.url, content=body, headers=FORM | headers)


async def signed(desk: Office, body: str, at: int | None = None) -> httpx.Response:
    return await post(desk, body, signed_headers(desk.slack.signing_secret, body, at))


async def test_signed_is_answered_and_unsigned_is_not(desk: Office):
    await desk.type("emma", "help")
    body = urlencode(COMMAND)
    assert (await signed(desk, body)).status_code == 200
    assert (await post(desk, body, {})).status_code == 401
    assert (await post(desk, body, signed_headers("another secret", body))).status_code == 401
    tampered = signed_headers(desk.slack.signing_secret, body)
    assert (await post(desk, body + "&x=1", tampered)).status_code == 401


async def test_a_stale_timestamp_and_an_oversized_body_are_refused(desk: Office):
    for seconds in (-3600, 3600):
        answer = await signed(desk, urlencode(COMMAND), int(time.time()) + seconds)
        assert answer.status_code == 401
    assert (await signed(desk, "x" * 1_000_001)).status_code == 413


MALFORMED = (
    "",
    "payload=",
    "payload=%7B",
    "payload=null",
    "payload=[]",
    "payload=%22x%22",
    "%00%ff",
    urlencode({"payload": json.dumps({"type": "block_actions", "actions": []})}),
    urlencode({"payload": json.dumps({"type": "block_actions", "actions": [{}], "user": 1})}),
    urlencode({"command": "/frt"}),
    urlencode({"command": "/frt", "text": "today", "user_id": ""}),
)


async def test_a_malformed_payload_does_no_harm(desk: Office):
    await desk.type("emma", "help")
    for body in MALFORMED:
        answer = await signed(desk, body)
        assert "Traceback" not in answer.text
        assert answer.status_code in {200, 400, 404}, body
    assert (await signed(desk, urlencode(COMMAND))).status_code == 200
