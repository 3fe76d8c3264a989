"""What a helpdesk answered, why it could not be asked, and whether to ask again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.metrics.feeds import Reason
from bot.redaction import redacted

_LONGEST_WAIT = 20.0
"""Seconds that are waited within a pull; for more the pull ends and begins again later."""
_WAITS_WITHOUT_SAYING = 60.0
_SHOWN = 200


class PullError(Exception):
    """A helpdesk could not be asked: why, and for how many seconds it should be left alone.

    What it says is without secrets, though a helpdesk may repeat what it was asked with.
    """

    def __init__(self, reason: Reason, detail: str = "", wait: float | None = None) -> None:
        detail = redacted(detail)
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail, self.wait = detail, wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What a helpdesk answered: the body, of whatever type, and its headers."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def at(self) -> datetime | None:
        """Return when it answered, by its own clock."""
        try:
            told = parsedate_to_datetime(self.headers["Date"])
        except (KeyError, ValueError):
            return None
        return told if told.tzinfo else None

    def json(self) -> Any:  # noqa: ANN401  whatever the helpdesk answers
        """Return the body as JSON. Raises PullError for anything else, such as a page."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise PullError("answer", self.body[:_SHOWN].decode("utf-8", "replace")) from error

    def mapping(self) -> dict[str, Any]:
        """Return the body as a JSON object. Raises PullError for anything else."""
        found = self.json()
        if not isinstance(found, dict):
            raise PullError("answer", str(found)[:_SHOWN])
        return found

    def sequence(self) -> list[Any]:
        """Return the body as a JSON array. Raises PullError for anything else."""
        found = self.json()
        if not isinstance(found, list):
            raise PullError("answer", str(found)[:_SHOWN])
        return found


def fault(answer: Answer, fine: frozenset[int]) -> PullError | None:
    """Return what is wrong with an answer, None for a good one."""
    status = answer.status
    if status in fine:
        return None
    detail = f"{status} {answer.body[:_SHOWN].decode('utf-8', 'replace')}".strip()
    if status in {401, 403}:
        return PullError("credentials", detail)
    if status == 429:
        return PullError("busy", detail, _wait_of(answer.headers))
    if status in {404, 410} or 300 <= status < 400:
        return PullError("address", detail)
    if status == 408 or status >= 500:
        return PullError("unreachable", detail)
    return PullError("refused", detail)


def unreachable(error: Exception) -> PullError:
    """Return what it means that no answer came."""
    if isinstance(error, aiohttp.InvalidURL):
        return PullError("address", type(error).__name__)
    cause = error.__cause__ if isinstance(error.__cause__, PullError) else None
    return cause or PullError("unreachable", type(error).__name__)


def _wait_of(headers: Mapping[str, str]) -> float:
    """Return for how many seconds a helpdesk wants to be left alone."""
    told = headers.get("Retry-After", "").strip()
    if told.replace(".", "", 1).isdecimal():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
        now = parsedate_to_datetime(headers["Date"])
        return max((until - now).total_seconds(), 1.0)
    except (KeyError, ValueError, TypeError):
        return _WAITS_WITHOUT_SAYING


def may_wait(failed: PullError, tries: Iterator[float]) -> float | None:
    """Return after how many seconds to ask again within this pull, None for not at all."""
    if failed.reason == "unreachable":
        return next(tries, None)
    if failed.reason == "busy" and failed.wait is not None and failed.wait <= _LONGEST_WAIT:
        return None if next(tries, None) is None else failed.wait
    return None
