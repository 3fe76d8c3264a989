"""The commands of `frt`, in the order of the help page."""

from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli import (
    database,
    deliveries,
    demo,
    doctor,
    feed,
    history,
    imports,
    manifest,
    member,
    plan,
    post,
    register,
    run,
    stats,
    team,
    warning,
    workspace,
)
from bot.cli.help import Group
from bot.cli.words import say

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    help=say("cli.root"),
    epilog=say("cli.root.epilog"),
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"frt {version('frt')}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help=say("cli.option.version")
        ),
    ] = False,
) -> None:
    """Take the options of the program itself."""


for single in (demo, run, imports, stats, deliveries, doctor, manifest):
    single.register(app)
groups = {
    "workspace": workspace,
    "team": team,
    "member": member,
    "plan": plan,
    "register": register,
    "post": post,
    "deliveries": deliveries,
    "warning": warning,
    "feed": feed,
    "history": history,
    "db": database,
}
for name, group in groups.items():
    app.add_typer(group.app, name=name)
