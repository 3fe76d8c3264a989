"""The `frt` command line: one clear line for every error, never a traceback unless asked for."""

import os
import sys
import traceback

import typer

from bot.cli import root
from bot.cli.usage import explain_usage
from bot.cli.words import UsageError, say
from bot.errors import BotError


def main() -> int:
    """Run the command that the arguments name and return the exit code: 1 failed, 2 bad usage."""
    arguments = [word for word in sys.argv[1:] if word != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1 or bool(os.environ.get("FRT_DEBUG"))
    try:
        code = root.app(args=arguments, prog_name="frt", standalone_mode=False)
    except typer.TyperException as error:
        return _ended(explain_usage(error), error.exit_code, debug=debug)
    except typer.Abort:
        return _ended(say("cli.aborted"), 1, debug=False)
    except BotError as error:
        code = 2 if isinstance(error, UsageError) else 1
        return _ended(say(error.key, **error.params), code, debug=debug)
    except Exception as error:  # noqa: BLE001  the last resort of a process
        what = f"{type(error).__name__}: {error}".partition("\n")[0][:300]
        return _ended(say("cli.unexpected", what=what), 1, debug=debug)
    return code if isinstance(code, int) else 0


def _ended(line: str, code: int, *, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    typer.echo(line, err=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
