"""How many answers were given, how they ended and how long they took, for Prometheus."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from prometheus_client import Counter, Histogram

from bot.errors import BotError

_TOTAL = Counter(
    "frt_answers",
    "Answers by what was asked and how it ended; what fails after it was acknowledged counts again",
    ["asked", "outcome"],
)
_SECONDS = Histogram(
    "frt_answer_seconds",
    "Seconds until what was asked was acknowledged; Slack waits for three",
    ["asked"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5),
)
_ASKED: ContextVar[str | None] = ContextVar("asked", default=None)
Outcome = Literal["answered", "refused", "failed"]


@contextmanager
def counted(asked: str) -> Iterator[None]:
    """Count what is done in the block as an answer to what was `asked`: one of a fixed few."""
    _ASKED.set(asked)
    began = time.monotonic()
    outcome: Outcome = "answered"
    try:
        yield
    except Exception as error:
        outcome = _outcome(error)
        raise
    finally:
        _SECONDS.labels(asked).observe(time.monotonic() - began)
        _TOTAL.labels(asked, outcome).inc()


def count_late(error: Exception) -> None:
    """Count what went wrong after the answer of this context was acknowledged."""
    if asked := _ASKED.get():
        _TOTAL.labels(asked, _outcome(error)).inc()


def _outcome(error: Exception) -> Outcome:
    return "refused" if isinstance(error, BotError) else "failed"
