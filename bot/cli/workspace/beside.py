"""The app that `frt workspace` starts beside itself, and starts anew when its files change."""

import shlex
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import bot
from bot.cli.words import UsageError, say

if TYPE_CHECKING:
    from bot.workspace.reloading import App


def beside(
    run: str, watch: str, *, reload: bool, has_manifest: bool
) -> "AbstractContextManager[App | None]":
    """Return the app to start once the workspace answers; None in it when there is none to start.

    Without a command it is the bot itself. Raises UsageError when the command of another app
    is missing, or the folder to watch.
    """
    if not (run or reload):
        return nullcontext()
    if has_manifest and not run:
        raise UsageError("cli.usage.missing", what="--run")
    folder = Path(watch) if watch else Path.cwd() if run else Path(bot.__file__).parent
    if not folder.is_dir():
        raise UsageError("cli.workspace.no_folder", folder=folder)
    from bot.workspace.reloading import App

    def tell(what: str, about: str) -> None:
        typer.echo(say(f"cli.workspace.app.{what}", about=about), err=what == "cannot")

    words = shlex.split(run) if run else [sys.executable, "-m", "bot", "run"]
    return App(words, [folder] if reload else [], tell)


def environment(url: str, tokens: dict[str, str], request_url: str | None) -> dict[str, str]:
    """Return what an app must know of a workspace, also by the names of the bot's settings."""
    names = {name.upper(): token for name, token in tokens.items()} | {"API_URL": f"{url}/api/"}
    ours = {name: token for name, token in names.items() if name != "SIGNING_SECRET"}
    if request_url:
        ours = {name: token for name, token in names.items() if name != "APP_TOKEN"}
    return {f"SLACK_{name}": token for name, token in names.items()} | {
        f"FRT_SLACK_{name}": token for name, token in ours.items()
    }
