"""Mistakes in a command line, said in the language of the shell."""

import typer
from typer._click import exceptions as usage

from bot.cli.words import say


def explain_usage(error: typer.TyperException) -> str:
    """Return one line on what is wrong and where to look; a help page when that was wanted."""
    if isinstance(error, usage.NoArgsIsHelpError):
        return error.format_message()
    sentence = _sentence(error)
    ctx = error.ctx if isinstance(error, usage.UsageError) else None
    if ctx is None:
        return sentence
    space = " " if sentence.endswith((".", "?")) else ""
    return f"{sentence}{space}{say('cli.usage.help', command=ctx.command_path)}"


def _sentence(error: typer.TyperException) -> str:
    if isinstance(error, usage.MissingParameter) and error.param:
        return say("cli.usage.missing", what=error.param.get_error_hint().strip("'"))
    if isinstance(error, usage.NoSuchOption):
        near = ", ".join(sorted(error.possibilities or ()))
        key = "cli.usage.no_option_near" if near else "cli.usage.no_option"
        return say(key, option=error.option_name, near=near)
    if isinstance(error, usage.BadOptionUsage):
        return say("cli.usage.no_value", option=error.option_name)
    return say("cli.usage.not_understood", detail=error.format_message().rstrip("."))
