"""`frt member`: who belongs to a team, and who is admin of the bot."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import tables
from bot.cli.context import now, settings, who, with_database
from bot.cli.help import Command, Group, argument, option
from bot.cli.words import UsageError, one_of, say
from bot.metrics.membership import ROLES

if TYPE_CHECKING:
    from bot.db import Database
    from bot.services.member_changes import By
    from bot.services.member_import import Taken

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.member"))

User = Annotated[str, argument("USER", "cli.member.user")]
Team = Annotated[str, option("--team", "cli.member.team", "NAME")]
SomeTeam = Annotated[str | None, option("--team", "cli.member.team", "NAME")]
Role = Annotated[str | None, option("--role", "cli.member.role", "|".join(ROLES))]
Names = Annotated[list[str] | None, option("--helpdesk-name", "cli.member.helpdesk_name", "NAME")]
File = Annotated[str, argument("FILE", "cli.member.file")]
Admin = Annotated[bool | None, option("--admin/--no-admin", "cli.member.admin")]


@app.command("add", cls=Command, help=say("cli.member.add"))
def add(
    user: User,
    team: SomeTeam = None,
    role: Role = None,
    helpdesk_name: Names = None,
    admin: Admin = None,
) -> None:
    """Put a person into a team, or change what is said of them there."""
    from bot.services import members
    from bot.services.team_values import read_user

    if team is None and (admin is None or role or helpdesk_name):
        raise UsageError("cli.member.team_missing")
    user_id = read_user(user)
    wanted = None if role is None else one_of("--role", *ROLES)(role)
    names = tuple(name.strip() for name in helpdesk_name or [] if name.strip())
    by = _by()
    if team is not None:
        line = with_database(
            lambda database: members.put_member(database, team, user_id, wanted, names, by=by)
        )
        typer.echo(say("cli.member.added", user=user_id, team=team, role=line.role))
    if admin is not None:
        with_database(lambda database: members.set_admin(database, user_id, by, admin=admin))
        typer.echo(say("cli.member.admin_now" if admin else "cli.member.admin_gone", user=user_id))


@app.command("list", cls=Command, help=say("cli.member.list"))
def list_members(team: SomeTeam = None) -> None:
    """Print the members of a team, or the admins of the bot."""
    from bot.services import members

    if team is None:
        admins = with_database(members.list_admins)
        typer.echo(say("cli.member.admins" if admins else "cli.member.no_admins"))
        tables.show([["", *admin] for admin in admins])
        return
    lines = with_database(lambda database: members.list_members(database, team))
    if not lines:
        typer.echo(say("cli.member.none", team=team))
        return
    head = [say(f"cli.column.{column}") for column in ("user", "person", "role", "names")]
    rows = [[line.user_id, line.name, line.role, ", ".join(line.helpdesk_names)] for line in lines]
    tables.show([head, *rows])


@app.command("remove", cls=Command, help=say("cli.member.remove"))
def remove(user: User, team: Team) -> None:
    """Take a person out of a team."""
    from bot.services import members
    from bot.services.team_values import read_user

    user_id = read_user(user)
    by = _by()
    with_database(lambda database: members.remove_member(database, team, user_id, by))
    typer.echo(say("cli.member.removed", user=user_id, team=team))


@app.command("import", cls=Command, help=say("cli.member.import"))
def import_members(file: File, team: Team) -> None:
    """Put the people of a file into a team; nothing is written when a row is wrong."""
    taken = with_database(lambda database: _take(database, Path(file), team))
    for fault in taken.faults:
        what = say(fault.error.key, **fault.error.params)
        typer.echo(say("cli.member.import.row", row=fault.number, what=what), err=True)
    if taken.faults:
        typer.echo(say("cli.member.import.nothing", n=len(taken.faults)), err=True)
        raise typer.Exit(1)
    counts = {"added": taken.added, "changed": taken.changed, "same": taken.same}
    typer.echo(say("cli.member.imported", team=team, **counts))


def _by() -> "By":
    from bot.services.member_changes import By

    return By(who(), now(settings()))


async def _take(database: "Database", path: Path, team: str) -> "Taken":
    from bot.people import Directory
    from bot.services import member_import as service
    from bot.slack import Slack

    configuration = settings()
    token, by = configuration.slack_bot_token, _by()
    slack = Slack(token.get_secret_value(), configuration.slack_api_url) if token else None
    people = await Directory(slack).ask(by.now) if slack else ()
    return await service.take(database, team, path, people, by)
