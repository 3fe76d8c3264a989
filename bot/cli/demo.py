"""`frt demo`: the bot in a local workspace, in the browser."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.help import Command, option
from bot.cli.words import say, whole_number
from bot.cli.workspace.extra import needs_demo
from bot.clock import clock_from


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", cls=Command, help=say("demo.help"))(demo)


def demo(
    port: Annotated[str, option("--port", "demo.port", "PORT")] = "8765",
    folder: Annotated[str, option("--folder", "demo.folder", "FOLDER")] = "var/demo",
    reset: Annotated[bool, option("--reset", "demo.reset")] = False,
    patience: Annotated[str, option("--patience", "cli.workspace.patience", "TIMES")] = "1",
    live: Annotated[bool, option("--live", "demo.live")] = False,
) -> None:
    """Start its processes and stay until Ctrl-C."""
    number = whole_number("--port", 1, 65000)(port)
    times = whole_number("--patience", 1, 100)(patience)
    needs_demo()
    from bot.demo.run import Wish, run

    def tell(key: str, **params: object) -> None:
        typer.echo(say(key, **params))

    now = clock_from(os.environ.get("FRT_CLOCK"))()
    wish = Wish(Path(folder).resolve(), number, reset=reset, patience=times, live=live)
    run(wish, tell, now=now)
    typer.echo(say("demo.stopped"))
