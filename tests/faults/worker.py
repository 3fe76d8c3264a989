"""`frt run` in processes of their own, each of which is killed or frozen at a named point.

`FAULT_AT` names the point, `FAULT_DO` what happens there: `kill` or `stop`. `FAULT_TIMEOUT` is how
many seconds Slack's answers are waited for, `FAULT_LAST_LOOK` after how many a post that is not
found is sent again, `FAULT_WAKE` how many pass between two looks at what is due, `FAULT_BUSY` how
many milliseconds a locked SQLite file is waited for. Waits are short, so that a minute of the bot's
life passes in seconds.
"""

import gc
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

from bot import sqlite
from bot.__main__ import main
from bot.answers import sockets
from bot.planner import planner
from bot.services.deliveries import ends as delivery_ends
from bot.services.deliveries import ledger as delivery
from bot.slack import client as slack
from bot.slack import failures as slack_failures
from bot.store import cards
from tests.faults.nursery import next_settings

REPORT = "daily"
_DEEDS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}
_WANTED_SOON = ("bot.app", "bot.logs", "bot.cli.probe", "aiosqlite", "psycopg", "uvloop")
"""What a command imports only when it runs."""

_reached_before: list[str] = []


def _reached(point: str) -> None:
    if os.environ.get("FAULT_AT") == point and not _reached_before:
        _reached_before.append(point)
        os.kill(os.getpid(), _DEEDS[os.environ["FAULT_DO"]])


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


def _around_cards(post: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    card = _around(post, "before_card", "after_card", row_at=None)

    async def passed(*words: Any, **named: Any) -> Any:
        is_card = (named.get("delivery_id") or "").startswith("card-")
        return await (card if is_card else post)(*words, **named)

    return passed


def _name_points() -> None:
    delivery.begin = _around(delivery.begin, "before_begin", "after_begin", row_at=1)
    delivery_ends.settle = _around(delivery_ends.settle, "before_settle", "after_settle", row_at=1)
    post = _around(slack.Slack.post, "before_post", "after_post", row_at=None)
    slack.Slack.post = _around_cards(post)  # type: ignore[method-assign]
    redraw = _around(slack.Slack.redraw, "before_redraw", "after_redraw", row_at=None)
    slack.Slack.redraw = redraw  # type: ignore[method-assign]


def _hurry() -> None:
    planner.WAKE_SECONDS = float(os.environ.get("FAULT_WAKE", "0.3"))
    planner.CUT_OFF = timedelta(seconds=2)
    delivery_ends.FIRST_LOOK = timedelta(seconds=0.3)
    delivery_ends.LAST_LOOK = timedelta(seconds=float(os.environ.get("FAULT_LAST_LOOK", "2")))
    delivery_ends.PAUSE = timedelta(seconds=1)
    delivery_ends._TROUBLED_AGAIN = timedelta(seconds=0.1)
    slack_failures.USUAL_WAIT = timedelta(seconds=1)
    cards.LEASE = timedelta(seconds=2)
    sockets.PING_SECONDS = 1
    sqlite._BUSY_MS = int(os.environ.get("FAULT_BUSY", "5000"))
    slack._SECONDS = int(os.environ.get("FAULT_TIMEOUT", "10"))


if __name__ == "__main__":
    for name in _WANTED_SOON:
        import_module(name)
    gc.collect()
    gc.freeze()
    told = next_settings(socket.socket(fileno=int(sys.argv[1])))
    if told is not None:
        os.environ.update(told)
        _name_points()
        _hurry()
        sys.argv = ["frt", "run"]
        sys.exit(main())
