"""`frt manifest`: the app manifest, to paste into Slack."""

from typing import Annotated

import typer

from bot.cli.help import Command, option
from bot.cli.words import say

Url = Annotated[str | None, option("--url", "cli.manifest.url", "https://HOST")]
Link = Annotated[bool, option("--link", "cli.manifest.link")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("manifest", cls=Command, help=say("cli.manifest"))(manifest)


def manifest(url: Url = None, link: Link = False) -> None:
    """Print the manifest, or the link that creates the app from it."""
    from bot.manifest import as_json, create_link

    typer.echo(create_link(url) if link else as_json(url))
