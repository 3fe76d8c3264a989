"""The result as a table: on the screen, and in `benchmarks/README.md`."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.goals import Row

HEAD = ("what", "beside", "frt", "ratio", "goal", "reached")
_README = Path(__file__).with_name("README.md")


def show(console: Console, about: Mapping[str, str], results: Mapping[str, Sequence[Row]]) -> None:
    """Print every part side by side with what it is held against."""
    console.print(", ".join(f"{name}: {value}" for name, value in about.items()), highlight=False)
    for part, rows in results.items():
        table = Table(*HEAD, title=part, title_justify="left")
        for row in rows:
            table.add_row(*row.cells()[: len(HEAD)])
        console.print(table)
        for note in notes(rows):
            console.print(f"  {note}", highlight=False)


def keep(extent: str, about: Mapping[str, str], results: Mapping[str, Sequence[Row]]) -> None:
    """Put the result into README.md, in place of the last one of this extent."""
    begin, end = f"<!-- {extent} -->", f"<!-- end of {extent} -->"
    before, _, rest = _README.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    lines = [begin, "", *markdown(about, results), "", end]
    _README.write_text(before + "\n".join(lines) + after, encoding="utf-8")


def markdown(about: Mapping[str, str], results: Mapping[str, Sequence[Row]]) -> Iterable[str]:
    """Yield the lines of the result."""
    yield ", ".join(f"{name}: {value}" for name, value in about.items()) + "."
    for part, rows in results.items():
        yield from ("", f"**{part}**", "", f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|")
        for row in rows:
            yield f"| {' | '.join(row.cells()[: len(HEAD)])} |"
        told = list(notes(rows))
        yield from ["", *(f"- {note}" for note in told)] if told else []


def notes(rows: Sequence[Row]) -> Iterable[str]:
    """Yield what is to be said of rows, each with the row's name."""
    for row in rows:
        if row.note:
            yield f"{row.what}: {row.note}"
