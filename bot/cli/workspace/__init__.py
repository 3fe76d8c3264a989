"""`frt workspace`: a local stand-in for Slack, and what can be done to one that is running."""

from bot.cli.workspace import helpdesk, trigger
from bot.cli.workspace.root import app

trigger.register(app)
helpdesk.register(app)

__all__ = ["app"]
