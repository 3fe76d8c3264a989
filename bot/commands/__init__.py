"""Slash commands, buttons and modals: one feature per file."""
