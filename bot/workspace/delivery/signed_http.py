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
REDIRECTS = 3
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


def retry_headers(envelope: Envelope) -> dict[str, str]:
    """Return the headers that tell an app that it may have seen an event before."""
    if not envelope.retry:
        return {}
    return {
        "X-Slack-Retry-Num": str(envelope.retry),
        "X-Slack-Retry-Reason": envelope.retry_reason,
    }


class SignedHttp:
    """Posts envelopes to one request URL."""

    def __init__(self, request_url: str, secret: str) -> None:
        self.request_url = request_url
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, envelope: Envelope, timeout_seconds: float) -> Answer:
        """Post an envelope and return the app's answer."""
        kind, body = written(envelope)
        return await self._post(kind, body, timeout_seconds, retry_headers(envelope))

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

    async def _post(
        self, kind: str, body: str, timeout_seconds: float, more: dict[str, str] | None = None
    ) -> Answer:
        if self._session is None:
            # A connection that is kept may be closed by the app at the moment it is used again:
            # then nobody could say whether the app had the request.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        headers = {"Content-Type": kind, "User-Agent": AGENT, **signed_headers(self._secret, body)}
        try:
            async with self._session.post(
                self.request_url,
                data=body.encode(),
                headers=headers | (more or {}),
                timeout=aiohttp.ClientTimeout(total=timeout_seconds),
                max_redirects=REDIRECTS,
            ) as response:
                return await _answer(response)
        except TimeoutError:
            return Answer("timeout", reason="http_timeout")
        except aiohttp.TooManyRedirects:
            return Answer("refused", reason="too_many_redirects")
        except aiohttp.ClientSSLError:
            return Answer("unreachable", reason="ssl_error")
        except aiohttp.ClientConnectionError:
            return Answer("unreachable", reason="connection_failed")
        except aiohttp.ClientError:
            return Answer("unreachable", reason="unknown_error")


async def _answer(response: aiohttp.ClientResponse) -> Answer:
    parsed = _parsed(await response.text(), response.content_type)
    if 200 <= response.status < 300:
        return Answer("ok", parsed, response.status)
    final = response.headers.get("X-Slack-No-Retry") == "1"
    return Answer("refused", parsed, response.status, reason="http_error", final=final)


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
