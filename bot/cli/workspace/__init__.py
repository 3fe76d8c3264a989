"""`frt workspace`: a local stand-in for Slack, and what can be done to one that is running."""

from bot.cli.workspace.root import app

__all__ = ["app"]
