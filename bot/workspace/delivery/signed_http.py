"""Delivery by HTTP POST to the app's request URL, signed with its signing secret."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.entities import Json

FORM = "application/x-www-form-urlencoded"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def signed_headers(secret: str, body: str, at: int | None = None) -> dict[str, str]:
    """Return the headers with which Slack signs a request body (version ``v0``).

    ``at`` is the timestamp to sign, in seconds; the present by default.
    """
    stamp = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def written(envelope: Envelope) -> tuple[str, str]:
    """Return content type and body of an envelope as Slack posts it."""
    if envelope.kind == "slash_commands":
        return FORM, urlencode(envelope.payload)
    if envelope.kind == "interactive":
        return FORM, urlencode({"payload": json.dumps(envelope.payload)})
    return "application/json", json.dumps(envelope.payload)


class SignedHttp:
    """Posts envelopes to one request URL."""

    def __init__(self, request_url: str, secret: str) -> None:
        self.request_url = request_url
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, envelope: Envelope, timeout_seconds: float) -> Answer:
        """Post an envelope and return the app's answer."""
        kind, body = written(envelope)
        return await self._post(kind, body, timeout_seconds)

    async def verify_url(self, token: str, timeout_seconds: float = 3.0) -> bool:
        """Send ``url_verification`` and return whether the app gave the challenge back."""
        challenge = hashlib.sha256(str(time.time_ns()).encode()).hexdigest()
        asked = {"type": "url_verification", "token": token, "challenge": challenge}
        answer = await self._post("application/json", json.dumps(asked), timeout_seconds)
        given = answer.json.get("challenge", answer.body)
        return answer.status == "ok" and str(given).strip() == challenge

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, kind: str, body: str, timeout_seconds: float) -> Answer:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = {"Content-Type": kind, "User-Agent": AGENT, **signed_headers(self._secret, body)}
        timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        try:
            async with self._session.post(
                self.request_url, data=body.encode(), headers=headers, timeout=timeout
            ) as response:
                text = await response.text()
                parsed = _parsed(text, response.content_type)
                accepted = response.status == 200
                return Answer("ok" if accepted else "refused", parsed, response.status)
        except TimeoutError:
            return Answer("timeout")
        except aiohttp.ClientError:
            return Answer("unreachable")


def _parsed(text: str, content_type: str) -> Json | str | None:
    if not text:
        return None
    if content_type == "application/json":
        try:
            parsed = json.loads(text)
        except ValueError:
            return text
        return parsed if isinstance(parsed, dict) else text
    return text
