"""A local stand-in for Slack; knows nothing of the bot."""
