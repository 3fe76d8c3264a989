"""Sentences for users, per language."""
