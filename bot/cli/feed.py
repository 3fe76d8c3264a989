"""`frt feed`: helpdesks that teams are connected with, and the key of their credentials."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import tables
from bot.cli.context import now, settings, with_database
from bot.cli.help import Command, Group, option
from bot.cli.words import LANGUAGE, say
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.metrics.feeds import Connected

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.feed"))
Json = Annotated[bool, option("--json", "cli.stats.json")]

_COLUMNS = ("team", "name", "state", "heard", "tickets")


@app.command("key", cls=Command, help=say("cli.feed.key"))
def key() -> None:
    """Print a new key."""
    from bot.sealing import new_key

    typer.echo(new_key())


@app.command("seal", cls=Command, help=say("cli.feed.seal"))
def seal() -> None:
    """Seal all credentials with the first key of the settings; say how many."""
    from bot.sealing import SealError, sealer_for
    from bot.services.feeds import reseal

    sealer = sealer_for(settings())
    if not sealer.is_ready:
        raise BotError("cli.feed.no_key")
    try:
        n = with_database(lambda database: reseal(database, sealer))
    except SealError as error:
        raise BotError("cli.feed.other_key") from error
    typer.echo(say("cli.feed.sealed", n=n))


@app.command("list", cls=Command, help=say("cli.feed.list"))
def list_feeds(as_json: Json = False) -> None:
    """Print every helpdesk that a team is connected with, and how it stands."""
    from bot.services.feeds import every

    at = now(settings())
    found = with_database(every)
    if as_json:
        shown = [{name: _plain(getattr(one, name)) for name in one.__slots__} for one in found]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    elif not found:
        typer.echo(say("cli.feed.none"))
    else:
        _show(found, at)


def _plain(value: object) -> object:
    return value if isinstance(value, int | str | None) else str(value)


def _show(found: "Sequence[Connected]", at: "datetime") -> None:
    from bot.text import formats

    rows = [tuple(say(f"cli.feed.column.{name}") for name in _COLUMNS)]
    for one in found:
        state = one.failure if one.failure and one.state == "on" else one.state
        ago = (at - one.heard_at).total_seconds() if one.heard_at else None
        heard = "–" if ago is None else formats.duration(LANGUAGE, max(ago, 0))
        rows.append(
            (
                one.team_name,
                one.name,
                say(f"cli.feed.state.{state}"),
                heard,
                formats.number(LANGUAGE, one.tickets),
            )
        )
    tables.show(rows, right=frozenset({4}))
