"""`frt register`: what a team keeps a list of, to a file and from one."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import now, settings, who, with_database
from bot.cli.help import Command, Group, argument, option
from bot.cli.words import LANGUAGE, say
from bot.errors import BotError

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.register"))

Name = Annotated[str, argument("REGISTER", "cli.register.name")]
File = Annotated[str, argument("FILE", "cli.register.file")]
Team = Annotated[str, option("--team", "cli.stats.team", "NAME")]
_MOST_FAULTS = 20
Force = Annotated[bool, option("--force", "cli.plan.force")]


@app.command("export", cls=Command, help=say("cli.register.export"))
def export(name: Name, file: File, team: Team, force: Force = False) -> None:
    """Write every entry of a team's register to a file, with names and words as people say them."""
    from bot.services.registers import files as service
    from bot.sources.checklist_file import write_rows
    from bot.views.registers import table

    path = Path(file)
    if path.exists() and not force:
        raise BotError("plan.error.exists", path=path.name)
    made = with_database(lambda database: service.export(database, name, team))
    rows = table.rows(made.entries, made.names, LANGUAGE)
    write_rows(path, table.header(made.register, LANGUAGE), rows)
    typer.echo(say("cli.register.exported", n=len(rows), path=path.name))


@app.command("import", cls=Command, help=say("cli.register.import"))
def take_in(name: Name, file: File, team: Team) -> None:
    """Make an entry of each row of a file: of all of them, or of none."""
    from bot.services.registers import files as service
    from bot.sources.checklist_file import read_rows
    from bot.views.registers import table, words

    register, path, at = service.named(name), Path(file), now(settings())
    rows, missing = table.read(register, read_rows(path))
    if missing or not rows:
        columns = ", ".join(missing) or "–"
        raise BotError("register.error.columns", path=path.name, columns=columns)
    by = (who(), at)
    made = with_database(lambda database: service.take_in(database, register, team, rows, by))
    for row, field, error in made.faults[:_MOST_FAULTS]:
        what = say(error.key, **error.params)
        label = words.label(register, field, LANGUAGE)
        typer.echo(say("cli.register.fault", row=row, field=label, what=what), err=True)
    if made.faults:
        raise BotError("register.error.faults", path=path.name, n=len(made.faults))
    typer.echo(say("cli.register.imported", n=made.added, same=made.same))
