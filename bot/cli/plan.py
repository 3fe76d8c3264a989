"""`frt plan`: a team's checklist to a file, and a file to a template of the team's own."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import now, settings, who, with_database
from bot.cli.help import Command, Group, argument, option
from bot.cli.words import LANGUAGE, say
from bot.errors import BotError

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.plan"))

File = Annotated[str, argument("FILE", "cli.plan.file")]
Team = Annotated[str, option("--team", "cli.stats.team", "NAME")]
Template = Annotated[str | None, option("--template", "cli.plan.template", "NAME")]
Name = Annotated[str | None, option("--name", "cli.plan.name", "NAME")]
Force = Annotated[bool, option("--force", "cli.plan.force")]


@app.command("export", cls=Command, help=say("cli.plan.export"))
def export(file: File, team: Team, template: Template = None, force: Force = False) -> None:
    """Write a team's checklist, or a template, to a file."""
    from bot.services.plans import files as service

    path = Path(file)
    if path.exists() and not force:
        raise BotError("plan.error.exists", path=path.name)
    made = with_database(lambda database: service.export(database, team, path, LANGUAGE, template))
    key = "cli.plan.exported.template" if made.plan is None else "cli.plan.exported"
    typer.echo(say(key, n=made.items, number=made.plan, path=path.name))


@app.command("import", cls=Command, help=say("cli.plan.import"))
def import_template(file: File, team: Team, name: Name = None) -> None:
    """Make a file a template of a team's own."""
    from bot.services.plans import files as service

    path, at = Path(file), now(settings())
    made = with_database(
        lambda database: service.import_template(database, team, path, name, (who(), LANGUAGE), at)
    )
    key = "cli.plan.replaced" if made.replaced else "cli.plan.imported"
    typer.echo(say(key, name=made.name, n=made.items))
