"""The `frt` command line: one clear line for every error, never a traceback unless asked for."""

import gc
import os
import sys
import traceback

import typer

from bot.cli import root
from bot.cli.usage import explain_usage
from bot.cli.words import LANGUAGE, UsageError, say
from bot.errors import BotError, is_full
from bot.redaction import redacted
from bot.text import catalogue

_COLLECTED_AFTER = 20_000
"""How many new objects bring the collector: modules that are loaded make only such as stay."""


def main() -> int:
    """Run the command that the arguments name and return the exit code: 1 failed, 2 bad usage."""
    gc.set_threshold(_COLLECTED_AFTER)
    arguments = [word for word in sys.argv[1:] if word != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1 or bool(os.environ.get("FRT_DEBUG"))
    try:
        code = root.app(args=arguments, prog_name="frt", standalone_mode=False)
    except Exception as error:  # noqa: BLE001  the last resort of a process
        if debug:
            typer.echo(redacted(traceback.format_exc()), err=True)
        line, code = _explained(error)
        typer.echo(redacted(line), err=True)
    finally:
        # Collecting what ends with the process anyway would take it up to a second.
        gc.freeze()
    return code if isinstance(code, int) else 0


def _explained(error: Exception) -> tuple[str, int]:
    """Return the line for an error, in the language of the shell, and the exit code."""
    match error:
        case typer.TyperException():
            return explain_usage(error), error.exit_code
        case typer.Abort():
            return say("cli.aborted"), 1
        case BotError() if error.key in catalogue(LANGUAGE):
            return say(error.key, **error.params), 2 if isinstance(error, UsageError) else 1
        case _ if is_full(error):
            return say("cli.disk_full"), 1
        case _:
            what = f"{type(error).__name__}: {error}".partition("\n")[0][:300]
            return say("cli.unexpected", what=what), 1


if __name__ == "__main__":
    sys.exit(main())
