"""`frt db`: the tables and their migrations."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import tables
from bot.cli.context import now, settings, unreachable, who, with_database
from bot.cli.help import Command, Group, argument, option
from bot.cli.words import say

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.db"))


@app.command("migrate", cls=Command, help=say("cli.db.migrate"))
def migrate() -> None:
    """Bring the tables to those of this program."""
    from sqlalchemy.exc import OperationalError

    from bot import db
    from bot.errors import BotError

    url = settings().database_url
    try:
        before = db.schema(url)
        if not before.known:
            raise BotError("database.newer", current=before.current, head=before.head)
        db.migrate(url)
    except OperationalError as error:
        raise unreachable(url, error) from error
    if before.at_head:
        typer.echo(say("database.at_head", head=before.head))
    else:
        typer.echo(say("database.migrated", current=before.current or "–", head=before.head))


@app.command("status", cls=Command, help=say("cli.db.status"))
def status() -> None:
    """Print which database this is and which migration it is at."""
    _print_state()


@app.command("backup", cls=Command, help=say("cli.db.backup"))
def backup(file: Annotated[Path, argument("FILE", "cli.db.backup.file")]) -> None:
    """Write a copy of a SQLite database while the bot runs."""
    from bot import db, sqlite
    from bot.errors import BotError
    from bot.sources.whole_file import written_whole

    source = db.sqlite_path(settings().database_url)
    if source is None:
        raise BotError("database.backup.postgresql")
    if not source.exists():
        raise BotError("database.backup.none", path=source)
    if file.exists():
        raise BotError("database.backup.exists", path=file)
    with written_whole(file) as fresh:
        sqlite.copy(source, fresh)
    typer.echo(say("database.backed_up", path=file))


@app.command("restore", cls=Command, help=say("cli.db.restore"))
def restore(
    file: Annotated[Path | None, argument("FILE", "cli.db.restore.file")] = None,
) -> None:
    """Put a copy in the database's place; posts that are past by now are not made again."""
    from bot import db, sqlite
    from bot.errors import BotError
    from bot.services.deliveries import restored

    configuration = settings()
    target = db.sqlite_path(configuration.database_url)
    if file is None and target is not None:
        raise BotError("database.restore.file")
    if file is not None and target is None:
        raise BotError("database.restore.postgresql")
    if file is not None and not file.exists():
        raise BotError("database.backup.none", path=file)
    with db.only_process(configuration.database_url):
        if file is not None and target is not None:
            _refuse_unknown(file)
            sqlite.copy(file, target)
        db.migrate(configuration.database_url)
        at = now(configuration)
        skipped = with_database(lambda database: restored(database, at))
    typer.echo(say("database.restored", n=skipped))


def _refuse_unknown(file: Path) -> None:
    """Raise BotError unless the file is a database that this program knows."""
    from sqlalchemy.exc import DatabaseError

    from bot import db
    from bot.errors import BotError

    try:
        state = db.schema(f"sqlite:///{file.resolve()}")
    except DatabaseError as error:
        raise BotError("database.damaged", path=file, reason=error.orig) from error
    if state.current is None:
        raise BotError("database.restore.empty", path=file)
    if not state.known:
        raise BotError("database.newer", current=state.current, head=state.head)


@app.command("check", cls=Command, help=say("cli.db.check"))
def check() -> None:
    """End with 1 when the tables are not exactly those of this program."""
    from bot import db

    if not _print_state():
        raise typer.Exit(1)
    differences = db.schema_differences(settings().database_url)
    for difference in differences:
        typer.echo(say("database.difference", difference=difference), err=True)
    if differences:
        raise typer.Exit(1)
    typer.echo(say("database.same"))


@app.command("forget", cls=Command, help=say("cli.db.forget"))
def forget(
    customer: Annotated[str, option("--customer", "cli.db.forget.customer", "ID")],
) -> None:
    """Erase who a customer is from everything that is kept, texts too; the figures stay."""
    from bot.services import retention

    at, by = now(settings()), who()
    done = with_database(lambda database: retention.forget(database, customer, by, at))
    if not done.anything:
        typer.echo(say("database.forgotten.nobody"))
        return
    typer.echo(say("database.forgotten", **done.erased._asdict()))
    typer.echo(say("database.forgotten.texts", n=sum(done.texts.values())))
    if done.texts:
        rows = [["", table, str(count)] for table, count in sorted(done.texts.items())]
        tables.show(rows, right=frozenset({2}))
    typer.echo(say("database.forgotten.slack"))


@app.command("rebuild", cls=Command, help=say("cli.db.rebuild"))
def rebuild(
    team: Annotated[str | None, option("--team", "cli.db.rebuild.team", "NAME")] = None,
) -> None:
    """Have whole days counted anew from their tickets, when they are asked for next."""
    from bot.services.figures import forget_rollups

    sums = with_database(lambda database: forget_rollups(database, team))
    typer.echo(say("database.rebuilt", n=sums))


def _print_state() -> bool:
    from sqlalchemy.exc import OperationalError

    from bot import db

    url = settings().database_url
    try:
        state = db.schema(url)
    except OperationalError as error:
        raise unreachable(url, error) from error
    typer.echo(db.redacted(url))
    key = "at_head" if state.at_head else "empty" if state.current is None else "older"
    key = key if state.known else "newer"
    typer.echo(say(f"database.{key}", current=state.current, head=state.head))
    return state.at_head
