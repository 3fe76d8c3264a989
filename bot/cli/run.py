"""`frt run` and `frt workspace`: the processes that stay."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import settings, unreachable
from bot.cli.help import Command, option
from bot.cli.words import say, whole_number
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run", cls=Command, help=say("cli.run"))(run)
    app.command("workspace", cls=Command, help=say("cli.workspace"))(workspace)


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


def workspace(
    app_token: Annotated[str, option("--app-token", "cli.workspace.app_token", "xapp-…")],
    bot_token: Annotated[str, option("--bot-token", "cli.workspace.bot_token", "xoxb-…")],
    signing_secret: Annotated[str, option("--signing-secret", "cli.workspace.secret", "TEXT")],
    request_url: Annotated[
        str | None, option("--request-url", "cli.workspace.request_url", "URL")
    ] = None,
    host: Annotated[str, option("--host", "cli.workspace.host", "ADDRESS")] = "127.0.0.1",
    port: Annotated[str, option("--port", "cli.workspace.port", "PORT")] = "8765",
) -> None:
    """Be a local stand-in for Slack until Ctrl-C."""
    number = whole_number("--port", 1, 65535)(port)
    from bot.workspace.server import serve

    app = {"app_token": app_token, "bot_token": bot_token, "signing_secret": signing_secret}
    typer.echo(say("cli.workspace.running", host=host, port=number))
    try:
        serve(host, number, seed={"app": app}, request_url=request_url)
    except OSError as error:
        raise BotError("cli.workspace.port_taken", host=host, port=number) from error
