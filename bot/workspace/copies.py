"""Copies of what JSON can hold: `copy.deepcopy` asks of each value far more than that."""

from __future__ import annotations

from typing import TypeVar, cast

T = TypeVar("T")


def copied(value: T) -> T:
    """Return the same dictionaries and lists anew, however deep; other values are shared."""
    if isinstance(value, dict):
        return cast(T, {name: copied(one) for name, one in value.items()})
    if isinstance(value, list):
        return cast(T, [copied(one) for one in value])
    return value
