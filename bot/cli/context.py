"""What every command starts from: settings, the present instant, an open database."""

import asyncio
import getpass
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from pydantic import ValidationError

from bot.cli.words import say
from bot.clock import clock_from
from bot.errors import BotError
from bot.settings import Settings, default_database, left_behind

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from bot.db import Database

T = TypeVar("T")


def settings() -> Settings:
    """Return the settings of this process. Raises BotError that names what does not fit.

    So it does where a database that was the default of this folder would be passed over.
    """
    try:
        made = Settings()
    except ValidationError as error:
        errors = "; ".join(map(_error, error.errors(include_input=False)))
        raise BotError("cli.bad_setting", errors=errors) from error
    if "database_url" not in made.model_fields_set and (old := left_behind()):
        raise BotError("database.left_behind", old=old, new=default_database())
    return made


def _error(found: "ErrorDetails") -> str:
    name = f"FRT_{str(found['loc'][0]).upper()}"
    limits = found.get("ctx") or {}
    if "error" in limits:
        return f"{name}: {limits['error']}"
    if "expected" in limits:
        return f"{name}: {limits['expected']}".replace(" or ", ", ").replace("'", "")
    return f"{name}: 0–65535" if name == "FRT_PORT" else name


def now(configuration: Settings) -> datetime:
    """Return the present instant by the clock that `FRT_CLOCK` names."""
    return clock_from(configuration.clock)()


def who() -> str:
    """Return the name of the shell's user, which is kept with what they change."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "shell"


def with_database(work: "Callable[[Database], Coroutine[Any, Any, T]]") -> T:
    """Run `work` on the database of the settings, whose tables must be those of this program.

    A database without tables is set up first. Raises BotError when it is older, newer or silent.
    """
    from sqlalchemy.exc import OperationalError

    from bot.db import Database

    url = settings().database_url

    async def use() -> T:
        database = Database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        _prepare(url)
        return asyncio.run(use())
    except OperationalError as error:
        raise unreachable(url, error) from error


def unreachable(url: str, error: Exception) -> BotError:
    """Return the error that says that the database does not answer, and why."""
    from bot.db import redacted

    reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    if "disk is full" in reason:
        return BotError("cli.disk_full")
    return BotError("database.unreachable", url=redacted(url), reason=reason)


def _prepare(url: str) -> None:
    from bot.db import migrate, schema

    state = schema(url)
    if state.current is None:
        migrate(url)
        typer.echo(say("database.created"), err=True)
    elif not state.known:
        raise BotError("database.newer", current=state.current, head=state.head)
    elif not state.at_head:
        raise BotError("database.older", current=state.current, head=state.head)
