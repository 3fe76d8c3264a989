"""The column names of a file."""

import hashlib
import json
from collections.abc import Iterable, Sequence


def unique_names(cells: Iterable[str]) -> tuple[str, ...]:
    """Return column names: blank ones numbered, the second `Status` as `Status (2)`.

    Control and zero-width characters are left out.
    """
    names: list[str] = []
    seen: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        seen_ones = "".join(letter for letter in cell if letter.isprintable() or letter.isspace())
        name = base = " ".join(seen_ones.split()) or f"column {place}"
        count = 1
        while name in seen:
            count += 1
            name = f"{base} ({count})"
        seen.add(name)
        names.append(name)
    return tuple(names)


def header_sha256(header: Sequence[str]) -> str:
    """Return what a header is remembered by."""
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()
