"""`frt db`: the tables and their migrations."""

from typing import Annotated

import typer

from bot.cli.context import now, settings, unreachable, who, with_database
from bot.cli.help import Command, Group, option
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
    """Erase who a customer is from everything that is kept; the figures stay."""
    from bot.services import retention

    at, by = now(settings()), who()
    erased = with_database(lambda database: retention.forget(database, customer, by, at))
    key = "database.forgotten" if any(erased) else "database.forgotten.nobody"
    typer.echo(say(key, **erased._asdict()))


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
