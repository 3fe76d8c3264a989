"""The demo: a local workspace and the bot as two processes, with sample tickets and a tour."""
