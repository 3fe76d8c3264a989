"""Whether Slack is heard: the connections of Socket Mode, and what is wrong when there are none."""

import logging
import sys
import time
from collections.abc import Callable

import aiohttp
import structlog
from prometheus_client import Gauge
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient

from bot.slack.client import Payload

log = structlog.get_logger()
TOLD_EVERY = 60.0
"""Seconds between two lines of the log about the same trouble."""

_OF_THE_CONNECTION = (
    "Failed to connect",
    "Failed to retrieve WSS URL",
    "Failed to check the current session",
    "Failed to receive or enqueue",
    "Failed to send a ping",
    "Failed to close the old session",
)
_OF_EITHER = "Failed to run message listeners"
_NO_ANSWER = (aiohttp.ClientError, TimeoutError, OSError, SlackApiError)

CONNECTIONS = Gauge("frt_socket_connections", "Connections of Socket Mode that are open")
LAST_HELLO = Gauge(
    "frt_socket_last_hello_timestamp_seconds", "When Slack last greeted a new connection"
)
LAST_REQUEST = Gauge(
    "frt_socket_last_request_timestamp_seconds", "When Slack last sent a command, click or event"
)


class Hearing:
    """What one process knows of whether it can hear Slack.

    Over HTTP nothing is known but whether Slack has answered at the start. `clock` counts seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._clients: list[SocketModeClient] = []
        self._since = clock()
        self._reason: str | None = None
        self._told_at: float | None = None
        self.logger = logging.Logger("slack_sdk.socket_mode", logging.WARNING)  # noqa: LOG001
        self.logger.parent = logging.root
        self.logger.addFilter(self._is_worth_a_line)

    def watch(self, client: SocketModeClient) -> None:
        """Watch a connection from now on."""
        self._clients.append(client)
        client.message_listeners.append(_heard)

    def starting(self) -> None:
        """Say that Slack has not been asked yet whether it lets the bot in."""
        self._reason = "not asked yet"

    def failed(self, reason: str) -> None:
        """Keep why Slack could not be reached, and say so in the log once a minute."""
        now = self._clock()
        self._reason = reason
        if self._told_at is None or now - self._told_at >= TOLD_EVERY:
            self._told_at = now
            log.warning("no connection to Slack", reason=reason, seconds=round(now - self._since))

    def reached(self) -> None:
        """Forget what was wrong."""
        self._reason, self._told_at = None, None

    async def open(self) -> int:
        """Return how many connections are open and answer pings."""
        return sum([await one.is_connected() for one in self._clients])

    async def problem(self) -> str | None:
        """Return what keeps Slack from being heard, in a line, None when nothing is known to."""
        now, heard = self._clock(), await self.open()
        if heard:
            self._since = now
            self.reached()
            return None
        if not self._clients and self._reason is None:
            return None
        seconds = f"no connection to Slack for {now - self._since:.0f} s"
        return f"{seconds}: {self._reason}" if self._reason else seconds

    def _is_worth_a_line(self, record: logging.LogRecord) -> bool:
        """Keep the library's lines about connections to one a minute; let all others pass."""
        said = record.getMessage()
        error = sys.exc_info()[1]
        either = said.startswith(_OF_EITHER) and isinstance(error, _NO_ANSWER)
        if not (either or said.startswith(_OF_THE_CONNECTION)):
            return True
        if isinstance(error, Exception):
            self.failed(why(error))
        return False


def why(error: Exception) -> str:
    """Return in a word or two why a call got no answer, without any address: it may be secret."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error") or f"http_{error.response.status_code}")
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error.strerror or type(error.os_error).__name__
    return type(error).__name__


async def _heard(_client: AsyncBaseSocketModeClient, message: Payload, _raw: str | None) -> None:
    if message.get("type") == "hello":
        LAST_HELLO.set_to_current_time()
    elif "envelope_id" in message:
        LAST_REQUEST.set_to_current_time()
