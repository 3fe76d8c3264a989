"""`frt run` as a process of its own that is killed or frozen at a named point.

`FAULT_AT` names the point, `FAULT_DO` what happens there (`kill` or `stop`), `FAULT_NUMBER` at
which passing. `FAULT_TIMEOUT` is the seconds that Slack's answers are waited for, `FAULT_FULL` the
pages after which SQLite's file is full while the file of that name exists. Waits are short, so that
a minute of the bot's life passes in seconds.
"""

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import planner, slack, slack_failures
from bot.services import delivery, delivery_ends

REPORT = "daily"
_passed = 0


def _reached(point: str) -> None:
    global _passed  # noqa: PLW0603
    if os.environ.get("FAULT_AT") != point:
        return
    _passed += 1
    if _passed == int(os.environ.get("FAULT_NUMBER", "1")):
        os.kill(os.getpid(), {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}[os.environ["FAULT_DO"]])


def _around(
    function: Callable[..., Awaitable[Any]], before: str, after: str, *, row_at: int | None
) -> Callable[..., Awaitable[Any]]:
    async def passed(*words: Any, **named: Any) -> Any:
        counts = row_at is None or words[row_at].kind == REPORT
        if counts:
            _reached(before)
        done = await function(*words, **named)
        if counts:
            _reached(after)
        return done

    return passed


def _name_points() -> None:
    delivery.begin = _around(delivery.begin, "before_begin", "after_begin", row_at=1)
    delivery_ends.settle = _around(delivery_ends.settle, "before_settle", "after_settle", row_at=1)
    post = _around(slack.Slack.post, "before_post", "after_post", row_at=None)
    slack.Slack.post = post  # type: ignore[method-assign]


def _hurry() -> None:
    planner.WAKE_SECONDS = 0.3
    delivery_ends.FIRST_LOOK = timedelta(seconds=0.3)
    delivery_ends.LAST_LOOK = timedelta(seconds=float(os.environ.get("FAULT_LAST_LOOK", "2")))
    delivery_ends.PAUSE = timedelta(seconds=1)
    delivery_ends._TROUBLED_AGAIN = timedelta(seconds=0.3)  # noqa: SLF001
    slack_failures.USUAL_WAIT = timedelta(seconds=1)
    slack._SECONDS = int(os.environ.get("FAULT_TIMEOUT", "10"))  # noqa: SLF001


def _fill_disk() -> None:
    """Let SQLite say that the disk is full, as long as the file that `FAULT_FULL` names exists."""
    from sqlalchemy import Engine, event  # noqa: PLC0415

    sign = Path(os.environ["FAULT_FULL"])

    @event.listens_for(Engine, "begin")
    def on_begin(connection: Any) -> None:
        pages = 1 if sign.exists() else 1_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


if __name__ == "__main__":
    _name_points()
    _hurry()
    if "FAULT_FULL" in os.environ:
        _fill_disk()
    from bot.__main__ import main

    sys.argv = ["frt", "run"]
    main()
