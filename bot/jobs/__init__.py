"""Rhythms: one scheduled post or task per file."""
