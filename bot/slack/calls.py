"""Calls of Slack's Web API: in turn, counted, each sent once, answers of bounded size and shape."""

import time
from collections.abc import Mapping
from typing import Any

import aiohttp
from prometheus_client import Counter, Histogram
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_internal_utils import _request_with_session
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.pace import Pace

MOST_BYTES = 10_000_000
"""Of one answer: what is longer is no answer."""

_READ_AT_ONCE = 1 << 16
_MOST_CODE = 40

CALLS = Counter(
    "frt_slack_calls_total",
    "Calls of Slack's API; the outcome is ok, Slack's error, an HTTP status, or no_answer",
    ["method", "outcome"],
)
SECONDS = Histogram("frt_slack_call_seconds", "How long calls of Slack's API took", ["method"])


class Redirected(aiohttp.ClientError):
    """An answer that sends elsewhere: what was asked may be done, so it is not sent again."""


class Answer(aiohttp.ClientResponse):
    """An answer that is read no further than `MOST_BYTES`."""

    async def read(self) -> bytes:
        """Return the body; raises ClientPayloadError when it is too long, or cut."""
        if self._body is None:
            body = bytearray()
            async for chunk in self.content.iter_chunked(_READ_AT_ONCE):
                body += chunk
                if len(body) > MOST_BYTES:
                    self.close()
                    raise aiohttp.ClientPayloadError("an answer that does not end")
            self._body = bytes(body)
        return self._body


async def _stay(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    response = await handler(request)
    if 300 <= response.status < 400:
        response.close()
        raise Redirected(f"http_{response.status}")
    return response


def session(seconds: float) -> aiohttp.ClientSession:
    """Return a session of careful requests, which take so many seconds at most."""
    timeout = aiohttp.ClientTimeout(total=seconds)
    return aiohttp.ClientSession(timeout=timeout, response_class=Answer, middlewares=(_stay,))


class Calls(AsyncWebClient):
    """Slack's own client, careful; nothing is ever sent again by itself."""

    def __init__(self, token: str, base_url: str, seconds: int, pace: Pace) -> None:
        super().__init__(token=token, base_url=base_url, retry_handlers=[], timeout=seconds)
        self._pace = pace
        self.granted: frozenset[str] | None = None
        """The scopes of the token, as Slack last told; None until it has."""

    async def _request(
        self, *, http_verb: str, api_url: str, req_args: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the answer to one call, also to one for the next page."""
        method = api_url.rpartition("/")[2]
        await self._pace.call(method)
        began, outcome = time.perf_counter(), "no_answer"
        try:
            async with session(self.timeout) as opened:
                answer = await _request_with_session(
                    current_session=opened,
                    timeout=self.timeout,
                    logger=self._logger,
                    http_verb=http_verb,
                    api_url=api_url,
                    req_args=req_args,
                )
            answer["data"] = understood(answer["data"])
            told = answer["headers"].get("x-oauth-scopes")
            self.granted = self.granted if told is None else frozenset(told.split(","))
            outcome = outcome_of(answer["data"], answer["status_code"])
        except (SlackApiError, ValueError, RecursionError) as error:
            read = getattr(error, "response", None)
            status = getattr(read, "status", 200)
            outcome = "not_json" if status == 200 else f"http_{status}"
            raise odd(api_url, status, getattr(read, "headers", {})) from error
        finally:
            CALLS.labels(method, outcome).inc()
            SECONDS.labels(method).observe(time.perf_counter() - began)
        return answer


def understood(data: object) -> dict[str, Any]:
    """Return what an answer says: an object in which `ok` is true or false, else an empty one."""
    return data if isinstance(data, dict) and isinstance(data.get("ok"), bool) else {}


def outcome_of(data: Mapping[str, Any], status: int) -> str:
    """Return how a call ended, in a word."""
    if data.get("ok"):
        return "ok"
    code = data.get("error")
    is_code = isinstance(code, str) and code.isidentifier() and len(code) <= _MOST_CODE
    return str(code) if is_code else f"http_{status}"


def odd(api_url: str, status: int = 200, headers: Mapping[str, str] | None = None) -> SlackApiError:
    """Return the error of an answer that nobody can make sense of: nobody knows what was done."""
    read = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url=api_url,
        req_args={},
        data={},
        headers=dict(headers or {}),
        status_code=status,
    )
    return SlackApiError("an answer without meaning", read)  # type: ignore[no-untyped-call]


def part(answer: AsyncSlackResponse, name: str, kind: type[Any]) -> Any:  # noqa: ANN401
    """Return a part of an answer that must be there; raises SlackApiError when it is not."""
    found = answer.get(name)
    if not isinstance(found, kind) or found == "":
        raise odd(answer.api_url)
    return found


async def webhook(url: str, said: dict[str, Any], seconds: int) -> WebhookResponse:
    """Return what a `response_url` answers to a message."""
    began, outcome = time.perf_counter(), "no_answer"
    try:
        async with session(seconds) as opened:
            client = AsyncWebhookClient(url, retry_handlers=[], timeout=seconds, session=opened)
            answer = await client.send_dict(said)
        outcome = "ok" if answer.status_code == 200 else f"http_{answer.status_code}"
        return answer
    finally:
        CALLS.labels("response_url", outcome).inc()
        SECONDS.labels("response_url").observe(time.perf_counter() - began)
