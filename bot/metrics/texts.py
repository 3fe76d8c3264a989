"""Texts that people type, by field or one by one."""

import unicodedata
from collections.abc import Mapping
from typing import TypeAlias

Texts: TypeAlias = Mapping[str, str]
"""What a form holds, by field; nothing is the empty text."""


_DROPPED = {"Cc", "Cs"}


def cleaned(text: str | None) -> str | None:
    """Return text without what no database keeps or nobody sees at its ends; None for nothing."""
    kept = "".join(c for c in text or "" if c in "\n\t" or unicodedata.category(c) not in _DROPPED)
    seen = any(unicodedata.category(c)[0] in "LNPS" for c in kept)
    return kept.strip() if seen else None
