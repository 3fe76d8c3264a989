"""Rows of people, and where a customer's identity stands."""

from bot.store.people import erasure, people, texts, visits
from bot.store.people.erasure import Erased

__all__ = ["Erased", "erasure", "people", "texts", "visits"]
