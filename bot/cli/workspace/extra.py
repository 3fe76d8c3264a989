"""What the local workspace needs and the bot itself does not: the extra `frt[demo]`."""

from bot.errors import BotError


def needs_demo() -> None:
    """Raise BotError, which says what to install, unless the packages of the extra are there."""
    try:
        import jinja2  # noqa: F401
        import python_multipart  # noqa: F401
        import websockets  # noqa: F401
    except ImportError as error:
        raise BotError("cli.no_demo", package=error.name) from error
