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
    manifest: Annotated[Path | None, option("--manifest", "cli.workspace.manifest", "FILE")] = None,
    request_url: Annotated[
        str | None, option("--request-url", "cli.workspace.request_url", "URL")
    ] = None,
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
    seed = _described(manifest)
    seed["app"] |= tokens
    seed["rates"] = not no_rate_limits
    typer.echo(say("cli.workspace.running", host=host, port=number))
    try:
        serve(host, number, seed=seed, request_url=request_url)
    except OSError as error:
        raise BotError("cli.workspace.port_taken", host=host, port=number) from error


def _described(path: Path | None) -> dict[str, Any]:
    from bot.manifest import shortcuts
    from bot.workspace.seed import from_manifest

    if path is None:
        return {"app": {"shortcuts": shortcuts()}}
    try:
        return from_manifest(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BotError("cli.workspace.bad_manifest", path=path, why=error) from error
