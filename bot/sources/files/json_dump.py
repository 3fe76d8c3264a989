"""JSON that a program answered: tickets, or pages of them, in an array or after each other."""

import json
from collections.abc import Iterator
from typing import Literal, TextIO

from bot.sources.dumps import understand
from bot.sources.files.csv_records import position
from bot.sources.files.examine import FileFacts
from bot.sources.files.flatten import flatten
from bot.sources.files.json_lines import JsonLines, Tickets
from bot.sources.files.json_stream import JsonStream, UnreadableJsonError
from bot.sources.files.table import BadRow, bad_row

_SAMPLE = 1 << 20
_TICKETS = 1_000
_GOES_ON = ("{", "[", ",", ":")
Shape = Literal["lines", "tickets", "pages"]


class JsonDump(JsonLines):
    """A Table over tickets, or over those of pages, numbered from 1 on through all of them."""

    _nothing = "import.no_rows"

    def __init__(self, facts: FileFacts, *, in_pages: bool) -> None:
        self._in_pages = in_pages
        super().__init__(facts)

    def _tickets(self) -> Iterator[Tickets]:
        with _opened(self._facts) as file:
            stream = JsonStream(file)
            read: Tickets = ([], [], [], 0)
            for number, element in enumerate(stream.tickets(in_pages=self._in_pages), start=1):
                rows, tickets, bad, _ = read
                if isinstance(element, dict):
                    rows.append(number)
                    tickets.append(flatten(element))
                else:
                    bad.append(_bad(number, element))
                if len(rows) + len(bad) >= _TICKETS:
                    yield rows, tickets, bad, position(file)
                    read = ([], [], [], 0)
            yield *read[:3], position(file)


def _bad(number: int, element: object) -> BadRow:
    text, *reason = element.args if isinstance(element, UnreadableJsonError) else (element,)
    return bad_row(number, "", text, *(reason or ["not_json"]))


def shape_of(facts: FileFacts, named: frozenset[str]) -> Shape:
    """Return whether JSON is a ticket a line, tickets in another way, or pages of tickets.

    A ticket is known by its opening time, or a column of `named`.
    """
    with _opened(facts) as file:
        text = file.read(_SAMPLE).lstrip("\ufeff \t\r\n")
    with _opened(facts) as file:
        first = JsonStream(file).first()
    is_line = _is_line(text)
    if _is_ticket(first, named) or (is_line and first is None):
        return "lines" if is_line else "tickets"
    with _opened(facts) as file:
        stream = JsonStream(file)
        is_page = stream.enter_first()
        inner = next(stream.elements(), None) if is_page else None
    if is_page and (inner is None or _is_ticket(inner, named)):
        return "pages"
    if text.startswith("["):
        return "tickets"
    return "pages" if is_page and not is_line else "lines"


def _opened(facts: FileFacts) -> TextIO:
    return facts.path.open(encoding=facts.encoding, errors="replace", newline="")


def _is_line(text: str) -> bool:
    """Tell whether the first line is an object, or a broken one above another."""
    line, _, rest = text.partition("\n")
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return rest.strip().startswith("{") and not line.rstrip().endswith(_GOES_ON)


def _is_ticket(value: object, named: frozenset[str]) -> bool:
    if not isinstance(value, dict):
        return False
    names = sorted(flatten(value))
    told = named & {" ".join(name.split()).casefold() for name in names}
    return bool(told) or "opened_at" in understand(names)
