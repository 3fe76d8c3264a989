"""`frt workspace trigger`: one event of each kind in a workspace that runs."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.help import Command, option
from bot.cli.words import LANGUAGE, UsageError, say
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.workspace.triggers import Outcome

_SHOWN = 400
"""How much of an answer is printed; the page's inspector has the whole."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("trigger", cls=Command, help=say("cli.trigger"))(trigger)


def trigger(
    name: Annotated[
        str, typer.Argument(help=say("cli.trigger.name"), metavar="[NAME]", show_default=False)
    ] = "",
    url: Annotated[str, option("--url", "cli.trigger.url", "URL")] = "http://127.0.0.1:8765",
    user: Annotated[str, option("--user", "cli.trigger.user", "NAME")] = "",
    channel: Annotated[str, option("--channel", "cli.trigger.channel", "NAME")] = "",
    fixture: Annotated[str | None, option("--fixture", "cli.trigger.fixture", "FILE")] = None,
) -> None:
    """Make an event and say what was sent and what came back; without a name, list them."""
    events = _events(fixture)
    if not name:
        width = max(map(len, events))
        for one, event in events.items():
            typer.echo(f"{one:<{width}}  {event.get(LANGUAGE) or event.get('en', '')}".rstrip())
        return
    if name not in events:
        raise UsageError("cli.trigger.unknown", name=name, names=", ".join(events))
    outcome = asyncio.run(_triggered(url, events[name], user, channel))
    what = events[name].get(LANGUAGE) or events[name].get("en") or name
    typer.echo(say("cli.trigger.sent", name=outcome.sent, what=what))
    typer.echo(say("cli.trigger.answered", ms=f"{outcome.ms:.0f}"))
    if outcome.body not in (None, "", {}):
        typer.echo(f"  {json.dumps(outcome.body, ensure_ascii=False)[:_SHOWN]}")
    if outcome.calls:
        typer.echo(say("cli.trigger.called", calls=", ".join(outcome.calls)))
    else:
        typer.echo(say("cli.trigger.called_nothing"))


def _events(file: str | None) -> dict[str, Any]:
    from bot.workspace.triggers import FIXTURE, read_fixture

    path = Path(file) if file else FIXTURE
    try:
        return read_fixture(path)
    except (OSError, ValueError) as error:
        told = {"option": "--fixture", "file": path, "reason": str(error)}
        raise BotError("cli.workspace.bad_file", **told) from error


async def _triggered(url: str, event: dict[str, Any], user: str, channel: str) -> "Outcome":
    import aiohttp

    from bot.workspace.client import Client, ControlError
    from bot.workspace.triggers import TriggerError
    from bot.workspace.triggers import trigger as make

    try:
        async with Client(url.rstrip("/")) as client:
            return await make(client, event, user, channel)
    except TriggerError as error:
        raise BotError(f"cli.trigger.{error.reason}", **error.about) from error
    except ControlError as error:
        raise BotError("cli.trigger.refused", deed="state", code=error.code) from error
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        raise BotError("cli.trigger.no_workspace", url=url) from error
