"""JSON Lines: a ticket a line, perhaps with its messages."""

import json
from collections.abc import Iterator, Sequence

from bot.errors import BotError
from bot.sources.files.csv_records import position, read_lines
from bot.sources.files.examine import FileFacts
from bot.sources.files.flatten import flatten
from bot.sources.files.outline import Remark
from bot.sources.files.table import CELL_LIMIT, BadRow, Batch, RawMessage, bad_row
from bot.sources.values.words import MESSAGE_KINDS

_MESSAGES = "messages"
Tickets = tuple[list[int], list[dict[str, object]], list[BadRow], int]


class _UnreadableError(Exception):
    """A value that is no cell; carries column, value and reason."""


class JsonLines:
    """A Table over JSON Lines; its columns are the keys of all of them."""

    _nothing = "import.not_json_lines"
    starts_1904 = False
    decimal_comma = False
    place = ""
    remarks: Sequence[Remark] = ()

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        self.has_messages = False
        self._header = tuple(key for key in self._read_keys() if key != _MESSAGES)

    @property
    def header(self) -> tuple[str, ...]:
        """Return the keys."""
        return self._header

    def _read_keys(self) -> tuple[str, ...]:
        """Return the keys of all tickets: one that only the last ticket has counts as well."""
        keys: set[str] = set()
        nothing = self._nothing
        for _, tickets, bad, _ in self._tickets():
            keys.update(*tickets)
            nothing = "import.not_json_lines" if bad else nothing
            self.has_messages |= any(map(_has_messages, tickets))
        if not keys:
            raise BotError(nothing, path=self._facts.path.name)
        return tuple(sorted(keys))

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Yield the tickets, about a megabyte of text at a time."""
        for rows, tickets, bad, done in self._tickets():
            yield _batch(columns, rows, tickets, bad, done, has_messages=self.has_messages)

    def _tickets(
        self,
    ) -> Iterator[Tickets]:
        with self._facts.path.open(
            encoding=self._facts.encoding, errors="replace", newline=""
        ) as file:
            for first, lines in read_lines(file):
                rows: list[int] = []
                tickets: list[dict[str, object]] = []
                bad: list[BadRow] = []
                for row, line in enumerate(lines, start=first):
                    ticket = _parsed(line)
                    if ticket is not None:
                        rows.append(row)
                        tickets.append(ticket)
                    elif line.strip("\ufeff \r\n\t"):
                        bad.append(bad_row(row, "", line.strip(), "not_json"))
                yield rows, tickets, bad, position(file)


def _parsed(line: str) -> dict[str, object] | None:
    try:
        ticket = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return flatten(ticket) if isinstance(ticket, dict) else None


def _has_messages(ticket: dict[str, object]) -> bool:
    """Tell whether a ticket comes with messages as they are read here; others are left out."""
    if _MESSAGES not in ticket:
        return False
    messages = ticket[_MESSAGES]
    if not messages or not isinstance(messages, list):
        return True
    return any(not isinstance(one, dict) or "kind" in one or "at" in one for one in messages)


def _batch(
    columns: Sequence[str],
    rows: list[int],
    tickets: list[dict[str, object]],
    bad: list[BadRow],
    done: int,
    *,
    has_messages: bool,
) -> Batch:
    cells: dict[str, list[str | None]] = {name: [] for name in columns}
    read: list[int] = []
    messages: list[list[RawMessage]] = []
    for row, ticket in zip(rows, tickets, strict=True):
        try:
            texts = [_cell(name, _value(ticket, name)) for name in columns]
            messages.append(_messages(ticket.get(_MESSAGES)) if has_messages else [])
        except _UnreadableError as found:
            bad.append(bad_row(row, *found.args))
            continue
        read.append(row)
        for name, text in zip(columns, texts, strict=True):
            cells[name].append(text)
    return Batch(read, dict(cells), bad, done, messages)


def _value(ticket: dict[str, object], name: str) -> object:
    """Return the value of a column; what is nested where other tickets have a value is none."""
    value = ticket.get(name)
    if value is None and name not in ticket:
        nested = {key: each for key, each in ticket.items() if key.startswith(f"{name}.")}
        return nested or None
    return value


def _cell(name: str, value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        raise _UnreadableError(name, json.dumps(value, ensure_ascii=False), "not_text")
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if len(text) > CELL_LIMIT:
        raise _UnreadableError(name, text, "cell_too_long")
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise _UnreadableError(name, text, "nul")
    return text


def _messages(value: object) -> list[RawMessage]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _UnreadableError(_MESSAGES, value, "not_messages")
    return [_message(each) for each in value]


def _message(value: object) -> RawMessage:
    if not isinstance(value, dict):
        raise _UnreadableError(_MESSAGES, value, "not_messages")
    kind = MESSAGE_KINDS.get(str(value.get("kind", "")).strip().casefold())
    at = _cell(_MESSAGES, value.get("at"))
    if kind is None:
        raise _UnreadableError(_MESSAGES, value.get("kind"), "unknown_message_kind")
    if not at:
        shown = {name: each for name, each in value.items() if name != "text"}
        raise _UnreadableError(_MESSAGES, shown, "unparsable_time")
    author = _cell(_MESSAGES, value.get("author"))
    text = value.get("text")
    told = text if isinstance(text, str) else None
    return RawMessage(at.strip(), kind, (author and author.strip()) or None, told)
