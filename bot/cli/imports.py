"""`frt import`: takes a helpdesk's file in, or shows what would happen."""

import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast
from zoneinfo import ZoneInfo

import typer

from bot.cli import tables
from bot.cli.context import now, settings, unreachable, who, with_database
from bot.cli.help import Command, argument, option
from bot.cli.words import one_of, say, whole_number
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.services.imports.types import ImportResult, Preview, Progress
    from bot.settings import Settings
    from bot.sources.values.date_order import Order

_line = whole_number("--header-row", 1, 1_000_000)
_ORDERS = ("dmy", "mdy", "ymd")
_MANY = 0.1
"""More than this share of rows set aside is said before anything else."""
_SHOWN = 30

File = Annotated[str, argument("FILE", "cli.import.file")]
Team = Annotated[str, option("--team", "cli.import.team", "NAME")]
Source = Annotated[str, option("--source", "cli.import.source", "NAME")]
Map = Annotated[list[str] | None, option("--map", "cli.import.map", "FIELD=COLUMN")]
DateOrder = Annotated[
    str | None, option("--date-order", "cli.import.date_order", "|".join(_ORDERS))
]
Zone = Annotated[str | None, option("--tz", "cli.import.tz", "ZONE")]
IdFrom = Annotated[str | None, option("--id-from", "cli.import.id_from", "COLUMN+COLUMN|row")]
LatestPer = Annotated[str | None, option("--latest-per", "cli.import.latest_per", "id|COLUMN")]
Sheet = Annotated[str | None, option("--sheet", "cli.import.sheet", "NAME")]
HeaderRow = Annotated[str | None, option("--header-row", "cli.import.header_row", "N")]
DryRun = Annotated[bool, option("--dry-run", "cli.import.dry_run")]
Strict = Annotated[bool, option("--strict", "cli.import.strict")]
Forget = Annotated[bool, option("--forget-mapping", "cli.import.forget")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import", cls=Command, help=say("cli.import"))(import_file)


def import_file(
    file: File,
    team: Team,
    source: Source = "file",
    columns: Map = None,
    date_order: DateOrder = None,
    tz: Zone = None,
    id_from: IdFrom = None,
    latest_per: LatestPer = None,
    sheet: Sheet = None,
    header_row: HeaderRow = None,
    dry_run: DryRun = False,
    strict: Strict = False,
    forget: Forget = False,
) -> None:
    """Take the file in for the team and print what that changed."""
    from sqlalchemy.exc import OperationalError

    from bot.db import sync_engine
    from bot.services.imports import importing, revised
    from bot.services.imports.pace import BESIDE_THE_BOT
    from bot.services.team import read_zone, team_key

    configuration = settings()
    options = importing.ImportOptions(
        columns=importing.parse_columns(columns or []),
        date_order=cast("Order", one_of("--date-order", *_ORDERS)(date_order))
        if date_order
        else None,
        zone=read_zone(tz) if tz else None,
        source=source,
        strict=strict,
        forget=forget,
        id_from=id_from,
        latest_per=latest_per,
        sheet=sheet,
        header_row=_line(header_row) if header_row else None,
        pause=BESIDE_THE_BOT if _is_bot_beside(configuration) else 0.0,
    )
    team_id, zone = with_database(lambda database: team_key(database, team))
    engine = sync_engine(configuration.database_url)
    try:
        with _path(file) as path, _progress() as progress:
            request = importing.ImportRequest(team_id, zone, path, who(), options)
            if dry_run:
                preview = importing.preview(engine, request, progress, first=3)
            else:
                result = importing.run(engine, request, now(configuration), progress)
    except OperationalError as error:
        raise unreachable(configuration.database_url, error) from error
    finally:
        engine.dispose()
    at = now(configuration)
    if dry_run:
        result, told = preview.result, preview.foretold
        turned = with_database(lambda use: revised.would_turn(use, team_id, told, at))
        _show_preview(preview, ZoneInfo(zone), turned)
    else:
        turned = with_database(lambda use: revised.turned_by(use, team_id, result, at))
        _show_result(result, ZoneInfo(zone), turned)
    if not result.taken_in:
        raise typer.Exit(1)


def _is_bot_beside(configuration: "Settings") -> bool:
    """Return whether something listens where the bot would; then its clicks must not wait."""
    host = "127.0.0.1" if configuration.host in {"0.0.0.0", "::"} else configuration.host  # noqa: S104
    try:
        with socket.create_connection((host, configuration.port), timeout=0.2):
            return True
    except OSError:
        return False


@contextmanager
def _path(file: str) -> Iterator[Path]:
    """Yield where the file is; what is sent to the command lies in a temporary one meanwhile."""
    if file != "-":
        yield Path(file)
        return
    with tempfile.TemporaryDirectory(prefix="frt-stdin-") as folder:
        path = Path(folder) / "stdin"
        try:
            with path.open("wb") as spooled:
                shutil.copyfileobj(sys.stdin.buffer, spooled, 1 << 20)
        except OSError as error:
            raise BotError("import.no_room") from error
        yield path


@contextmanager
def _progress() -> "Iterator[Progress | None]":
    """Yield what draws a bar on a terminal, or None where nobody watches."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich import progress

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, progress.TaskID] = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(say(f"cli.import.phase.{phase}"), total=total)
            bar.update(tasks[phase], completed=done, total=total)

        yield tell


def _show_result(result: "ImportResult", zone: ZoneInfo, turned: int = 0) -> None:
    _show_headline(result)
    counts = ("created", "updated", "unchanged", "superseded", "quarantined", "flagged")
    tables.show(
        (
            ["", say(f"cli.import.count.{name}"), str(getattr(result, name))]
            for name in counts
            if getattr(result, name) or name in {"created", "updated", "unchanged"}
        ),
        right=frozenset({2}),
    )
    if turned:
        typer.echo(say("cli.import.turned", updated=result.updated, n=turned))
    reasons = {say(f"import.reason.{code}"): n for code, n in result.reasons.items()}
    _show_counts("cli.import.reasons", reasons)
    for one in result.examples:
        value = " ".join(one.value.split())[:60]
        where = say("cli.import.example", row=one.row, column=one.column, value=value)
        typer.echo(f"  {where} {say(f'import.reason.{one.reason}')}")
    flags = {say(f"import.flag.{code}"): n for code, n in result.flags.items()}
    _show_counts("cli.import.flags", flags)
    _show_reading(result, zone)
    for note in result.notes:
        typer.echo(say(note.key, **_readable(note.params, zone)))
    for what in result.untold:
        typer.echo(say(f"cli.import.untold.{what}"))


def _show_headline(result: "ImportResult") -> None:
    if result.quarantined > result.rows * _MANY and result.taken_in:
        typer.echo(say("cli.import.many_aside", n=result.quarantined, rows=result.rows))
    key = result.status if result.taken_in else "nothing"
    typer.echo(say(f"cli.import.{key}", n=result.rows, number=result.number))


def _show_counts(title: str, counted: Mapping[str, int]) -> None:
    if counted:
        typer.echo(say(title))
        tables.show(["", str(n), sentence] for sentence, n in counted.items())


def _show_reading(result: "ImportResult", zone: ZoneInfo) -> None:
    reading = result.reading
    typer.echo(say("cli.import.mapping"))
    tables.show(["", field, "←", " + ".join(names)] for field, names in reading.mapping.items())
    if result.unused:
        shown = ", ".join(result.unused[:_SHOWN])
        more = len(result.unused) - _SHOWN
        typer.echo(say("cli.import.unused", columns=shown))
        if more > 0:
            typer.echo(say("cli.import.unused_more", n=more))
    order = say(f"cli.import.order.{reading.date_order}") if reading.date_order else ""
    key = "cli.import.reading" if order else "cli.import.reading_plain"
    typer.echo(say(key, zone=reading.zone, order=order))
    if result.remembered:
        typer.echo(say("cli.import.remembered", at=_instant(result.remembered, zone)))


def _readable(params: Mapping[str, object], zone: ZoneInfo) -> dict[str, object]:
    return {
        name: _instant(value, zone) if isinstance(value, datetime) else value
        for name, value in params.items()
    }


def _show_preview(preview: "Preview", zone: ZoneInfo, turned: int) -> None:
    _show_result(preview.result, zone, turned)
    for ticket in preview.tickets:
        typer.echo(say("cli.import.row", row=ticket["row"]))
        told = {
            name: value for name, value in ticket.items() if name != "row" and value is not None
        }
        tables.show(["", name, _value(value, zone)] for name, value in told.items())


def _value(value: object, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"
    return " ".join(str(value).split())[:80]


def _instant(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
