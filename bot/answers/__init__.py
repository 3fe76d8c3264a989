"""Answers to people: clicks, filled forms, cards that redraw themselves, who somebody is."""
