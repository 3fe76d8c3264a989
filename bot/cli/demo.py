"""`frt demo`: the bot in a local workspace, in the browser."""

import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.help import Command, option
from bot.cli.words import say, whole_number
from bot.clock import system_clock


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", cls=Command, help=say("demo.help"))(demo)


def demo(
    port: Annotated[str, option("--port", "demo.port", "PORT")] = "8765",
    folder: Annotated[str, option("--folder", "demo.folder", "FOLDER")] = "var/demo",
) -> None:
    """Start both processes and stay until Ctrl-C."""
    number = whole_number("--port", 1, 65000)(port)
    from bot.demo import run

    began = time.monotonic()
    typer.echo(say("demo.starting"))

    def tell(url: str) -> None:
        typer.echo(say("demo.ready", url=url, seconds=f"{time.monotonic() - began:.0f}"))

    run(Path(folder).resolve(), number, tell, now=system_clock())
    typer.echo(say("demo.stopped"))
