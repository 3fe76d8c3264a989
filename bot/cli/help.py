"""Help pages in the language of the shell; Typer's own are English only."""

from difflib import get_close_matches
from typing import Any

import typer
from typer._click.core import Command as ClickCommand
from typer._click.core import Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from bot.cli.words import UsageError, say


class Command(TyperCommand):
    """A command whose help page and mistakes are worded by the catalogues."""

    allow_extra_args = True

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the page: usage, what it does, arguments, options."""
        _write_page(self, ctx, formatter)
        self.format_epilog(ctx, formatter)

    def invoke(self, ctx: Context) -> object:
        """Run the command. Raises UsageError for words that it does not take."""
        if ctx.args:
            raise UsageError("cli.usage.too_many", words=" ".join(ctx.args))
        return super().invoke(ctx)


class Group(TyperGroup):
    """A group of commands whose help page and mistakes are worded by the catalogues."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the page: usage, what it does, options, commands."""
        _write_page(self, ctx, formatter)
        with formatter.section(say("cli.help.commands")):
            formatter.write_dl(
                [
                    (name, (command.help or "").partition("\n")[0])
                    for name, command in self.commands.items()
                    if not command.hidden
                ]
            )
        self.format_epilog(ctx, formatter)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, ClickCommand | None, list[str]]:
        """Return the command that the first word names. Raises UsageError with the nearest."""
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        near = get_close_matches(name, self.commands, 1)
        key = "cli.usage.no_command_near" if near else "cli.usage.no_command"
        raise UsageError(key, command=f"{ctx.command_path} {name}", near="".join(near))


def _write_page(command: TyperCommand | TyperGroup, ctx: Context, formatter: HelpFormatter) -> None:
    pieces = [piece.strip("{}") for piece in command.collect_usage_pieces(ctx)]
    prefix = say("cli.help.usage")
    prefix += " " if prefix.isascii() else ""
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=prefix)
    command.format_help_text(ctx, formatter)
    for kind in ("argument", "option"):
        rows = []
        for param in command.get_params(ctx):
            record = param.get_help_record(ctx)
            if record and param.param_type_name == kind:
                own = say("cli.help.help") if param.name == "help" else getattr(param, "help", None)
                rows.append((record[0].partition(" <")[0], own or ""))
        if rows:
            with formatter.section(say(f"cli.help.{kind}s")):
                formatter.write_dl(rows)


def option(name: str, key: str, metavar: str | None = None) -> Any:  # noqa: ANN401
    """Return a Typer option that is described by the sentence `key`; defaults stand in there."""
    return typer.Option(name, help=say(key), metavar=metavar, show_default=False)


def argument(metavar: str, key: str) -> Any:  # noqa: ANN401
    """Return a Typer argument that is described by the sentence `key`."""
    return typer.Argument(help=say(key), metavar=metavar, show_default=False)
