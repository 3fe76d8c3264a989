"""`frt history`: who changed what and when, before and after, for a file."""

import csv
import io
import json
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import with_database
from bot.cli.help import Command, Group, option
from bot.cli.words import UsageError, one_of, say

if TYPE_CHECKING:
    from bot.services.history.export import Change

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.history"))

_FORMATS = ("csv", "json")
Team = Annotated[str | None, option("--team", "cli.history.team", "NAME")]
Since = Annotated[str | None, option("--since", "cli.history.since", "YYYY-MM-DD")]
Format = Annotated[str, option("--format", "cli.history.format", "|".join(_FORMATS))]


@app.callback()
def group() -> None:
    """Keep `export` a word of its own."""


@app.command("export", cls=Command, help=say("cli.history.export"))
def export(team: Team = None, since: Since = None, kind: Format = "csv") -> None:
    """Print every change, oldest first, as CSV with a header or as JSON with a change a line."""
    from bot.services.history import export as service

    kind = one_of("--format", *_FORMATS)(kind)
    first = None if since is None else _day(since)
    found = with_database(lambda database: service.changes(database, team, first))
    if kind == "json":
        for one in found:
            typer.echo(json.dumps(_plain(one), ensure_ascii=False))
    else:
        typer.echo(_csv(found), nl=False)


def _csv(found: "list[Change]") -> str:
    from bot.services.history.export import Change
    from bot.sources.checklist_file import defused

    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([field.name for field in fields(Change)])
    for one in found:
        values = _plain(one).values()
        cells = [
            json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
            for value in values
        ]
        writer.writerow(defused(cells))
    return file.getvalue()


def _plain(one: "Change") -> dict[str, Any]:
    return asdict(one) | {"at": one.at.isoformat()}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("cli.usage.date", option="--since", value=text) from None
