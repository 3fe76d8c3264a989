"""Helpdesks that tickets come in from by themselves: connected, looked after, told of."""

from bot.views.feeds.words import home_words

__all__ = ["home_words"]
