"""`frt workspace helpdesk`: a stand-in for a helpdesk where tickets come and are answered."""

import asyncio
from typing import Annotated

import typer

from bot.cli.help import Command, argument, option
from bot.cli.words import UsageError, say, whole_number
from bot.cli.workspace.extra import needs_demo


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("helpdesk", cls=Command, help=say("cli.helpdesk"))(helpdesk)


def helpdesk(
    product: Annotated[str, argument("PRODUCT", "cli.helpdesk.product")],
    port: Annotated[str, option("--port", "cli.helpdesk.port", "PORT")] = "8770",
    key: Annotated[str, option("--key", "cli.helpdesk.key", "TEXT")] = "demo-key",
    since: Annotated[str | None, option("--since", "cli.helpdesk.since", "INSTANT")] = None,
    app_clock: Annotated[
        str | None, option("--app-clock", "cli.workspace.app_clock", "URL")
    ] = None,
    app_clock_token: Annotated[
        str, option("--app-clock-token", "cli.workspace.app_clock_token", "TEXT")
    ] = "",
) -> None:
    """Answer as a helpdesk until Ctrl-C."""
    number = whole_number("--port", 1, 65535)(port)
    needs_demo()
    from bot.workspace.app_clock import AppClock, instant
    from bot.workspace.helpdesks.running import PRODUCTS, run

    if product not in PRODUCTS:
        raise UsageError("cli.helpdesk.unknown", name=product, names=", ".join(PRODUCTS))
    try:
        began = instant(since) if since else None
    except ValueError:
        raise UsageError("cli.helpdesk.no_instant", value=since) from None
    clock = AppClock(app_clock, app_clock_token) if app_clock else None
    typer.echo(say("cli.helpdesk.answers", url=f"http://127.0.0.1:{number}", api_key=key))
    asyncio.run(run(product, number, key, clock, began))
