"""Columns for people: plain text, nothing cut, Chinese counted as wide as it is drawn."""

from collections.abc import Iterable, Sequence

import typer


def show(rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Print rows with their columns in line; the columns numbered in `right` end in line."""
    from rich.cells import cell_len

    lines = list(rows)
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = []
        for number, (cell, width) in enumerate(zip(line, widths, strict=True)):
            gap = " " * (width - cell_len(cell))
            cells.append(gap + cell if number in right else cell + gap)
        typer.echo("  ".join(cells).rstrip())
