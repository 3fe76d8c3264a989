"""`frt run`: the bot itself."""

import asyncio
import gc
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

import typer

from bot.cli.context import settings, unreachable
from bot.cli.help import Command
from bot.cli.words import say
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", cls=Command, help=say("cli.run"))(run)


def run() -> None:
    """Bring the tables up to date, then be the bot until SIGTERM or Ctrl-C."""
    from bot.db import only_process

    gc.disable()  # until all is loaded: nothing of it is garbage
    # Until the loop hears it: what runs first in a container is not ended by it otherwise.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    configuration = settings()
    with only_process(configuration.database_url):
        _run(configuration)


def _run(configuration: "Settings") -> None:
    _migrate(configuration)
    from structlog import get_logger

    from bot.cli.serving import serve
    from bot.db import redacted
    from bot.logs import configure

    if configuration.slack_bot_token is None:
        raise BotError("error.no_bot_token")
    configure(configuration)
    get_logger().info("starting", database=redacted(configuration.database_url))
    with asyncio.Runner(loop_factory=_new_loop()) as runner:
        runner.run(serve(configuration, partial(_admit, configuration)))


def _new_loop() -> "Callable[[], asyncio.AbstractEventLoop] | None":
    """Return how to make uvloop's event loop, None where it does not run."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


async def _admit(configuration: "Settings") -> bool:
    """Return whether Slack lets the bot in, False while it gives no answer, or none that lasts.

    Raises BotError when it refuses a token: the Socket Mode client would ask again for ever.
    """
    from bot.cli.probe import SlackProbe
    from bot.metrics.deliveries import refusal
    from bot.services.doctor import SlackRefusalError
    from bot.slack.client import Slack

    assert configuration.slack_bot_token is not None  # noqa: S101  asked for at the start
    token = configuration.slack_bot_token.get_secret_value()
    probe = SlackProbe(Slack(token, configuration.slack_api_url).client)
    try:
        await probe.sign_in()
        if configuration.slack_app_token:
            await probe.open_socket(configuration.slack_app_token.get_secret_value())
    except SlackRefusalError as error:
        if error.silent or refusal(error.code) in {"busy", "unsure"}:
            return False
        raise BotError("cli.run.refused", code=error.code) from error
    return True


def _migrate(configuration: "Settings") -> None:
    from sqlalchemy.exc import OperationalError

    from bot import db

    url = configuration.database_url
    try:
        state = db.schema(url)
        if not state.known:
            raise BotError("database.newer", current=state.current, head=state.head)
        if not state.at_head:
            db.migrate(url)
    except OperationalError as error:
        raise unreachable(url, error) from error
