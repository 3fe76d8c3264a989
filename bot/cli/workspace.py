"""`frt workspace`: a local stand-in for Slack."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.help import Command, option
from bot.cli.words import say, whole_number
from bot.errors import BotError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("workspace", cls=Command, help=say("cli.workspace"))(workspace)


def workspace(
    app_token: Annotated[str, option("--app-token", "cli.workspace.app_token", "xapp-…")],
    bot_token: Annotated[str, option("--bot-token", "cli.workspace.bot_token", "xoxb-…")],
    signing_secret: Annotated[str, option("--signing-secret", "cli.workspace.secret", "TEXT")],
    request_url: Annotated[
        str | None, option("--request-url", "cli.workspace.request_url", "URL")
    ] = None,
    manifest: Annotated[Path | None, option("--manifest", "cli.workspace.manifest", "FILE")] = None,
    no_rate_limits: Annotated[
        bool, option("--no-rate-limits", "cli.workspace.no_rate_limits")
    ] = False,
    host: Annotated[str, option("--host", "cli.workspace.host", "ADDRESS")] = "127.0.0.1",
    port: Annotated[str, option("--port", "cli.workspace.port", "PORT")] = "8765",
) -> None:
    """Be a local stand-in for Slack until Ctrl-C."""
    number = whole_number("--port", 1, 65535)(port)
    from bot.workspace.server import serve

    tokens = {"app_token": app_token, "bot_token": bot_token, "signing_secret": signing_secret}
    seed = {"app": {**_app(manifest), **tokens}, "rates": not no_rate_limits}
    typer.echo(say("cli.workspace.running", host=host, port=number))
    try:
        serve(host, number, seed=seed, request_url=request_url)
    except OSError as error:
        raise BotError("cli.workspace.port_taken", host=host, port=number) from error


def _app(file: Path | None) -> dict[str, Any]:
    """Return the app of a manifest file, by default of the bot's own manifest."""
    from bot.manifest import manifest
    from bot.workspace.seed import from_manifest

    try:
        given = json.loads(file.read_text("utf-8")) if file else manifest()
        app: dict[str, Any] = from_manifest(given)["app"]
    except OSError as error:
        raise BotError("cli.workspace.no_manifest", file=file, reason=error.strerror) from error
    except ValueError as error:
        raise BotError("cli.workspace.bad_manifest", file=file, reason=error) from error
    return app
