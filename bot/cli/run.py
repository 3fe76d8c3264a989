"""`frt run`: the bot itself."""

import asyncio
from typing import TYPE_CHECKING

import typer

from bot.cli.context import settings, unreachable
from bot.cli.help import Command
from bot.cli.words import say
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", cls=Command, help=say("cli.run"))(run)


def run() -> None:
    """Bring the tables up to date, then be the bot until SIGTERM or Ctrl-C."""
    configuration = settings()
    _migrate(configuration)
    from aiohttp import ClientError
    from slack_sdk.errors import SlackApiError

    from bot.app import serve
    from bot.logs import configure

    configure(configuration)
    try:
        asyncio.run(serve(configuration))
    except SlackApiError as error:
        raise BotError("cli.run.refused", code=error.response["error"]) from error
    except (ClientError, TimeoutError) as error:
        raise BotError("cli.run.no_slack", url=configuration.slack_api_url) from error
    except SystemExit as stop:
        raise BotError("cli.run.port", host=configuration.host, port=configuration.port) from stop


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
