"""Help pages in the language of the shell; Typer's own are English only."""

from typing import Any

import typer
from typer._click.core import Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from bot.cli.words import say


class Command(TyperCommand):
    """A command whose help page is written from the catalogues."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the page: usage, what it does, arguments, options."""
        _write_page(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help page is written from the catalogues."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the page: usage, what it does, commands, options."""
        _write_page(self, ctx, formatter)
        with formatter.section(say("cli.help.commands")):
            formatter.write_dl(
                [
                    (name, (command.help or "").partition("\n")[0])
                    for name, command in self.commands.items()
                    if not command.hidden
                ]
            )


def _write_page(command: TyperCommand | TyperGroup, ctx: Context, formatter: HelpFormatter) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=f"{say('cli.help.usage')} ")
    command.format_help_text(ctx, formatter)
    for kind in ("argument", "option"):
        rows = []
        for param in command.get_params(ctx):
            record = param.get_help_record(ctx)
            if record and param.param_type_name == kind:
                own = say("cli.help.help") if param.name == "help" else getattr(param, "help", None)
                rows.append((record[0], own or ""))
        if rows:
            with formatter.section(say(f"cli.help.{kind}s")):
                formatter.write_dl(rows)
    command.format_epilog(ctx, formatter)


def option(name: str, key: str, metavar: str | None = None) -> Any:  # noqa: ANN401
    """Return a Typer option that is described by the sentence `key`; defaults stand in there."""
    return typer.Option(name, help=say(key), metavar=metavar, show_default=False)


def argument(metavar: str, key: str) -> Any:  # noqa: ANN401
    """Return a Typer argument that is described by the sentence `key`."""
    return typer.Argument(help=say(key), metavar=metavar, show_default=False)
