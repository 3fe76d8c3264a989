"""What a ticket's messages say: the clock's start, the first response, turns, a reopening."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

import polars as pl

from bot.metrics.tickets import Message, derive
from bot.sources.cells import Cells
from bot.sources.files.table import RawMessage
from bot.sources.phrases import Phrases
from bot.sources.values.instants import Wall, in_range, read_instants

# Columns that only messages fill.
ANSWERS = {
    "turns": pl.lit(None, pl.String),
    "turn_authors": pl.lit(None, pl.String),
    "after_bot_at": pl.lit(None, pl.Int64),
}
_TELLS = (
    "waits_from",
    "first_response_at",
    "ended_at",
    "bot_first_response_at",
    "handed_off_at",
    "after_bot_at",
    "responder",
    "resolver",
    "replies",
    "reopened",
    "turns",
    "turn_authors",
)


class MessageRow(NamedTuple):
    """A message to store; `row` is its ticket's line in the file."""

    row: int
    external_id: str
    position: int
    at: int
    kind: str
    author: str | None


def converse(
    tickets: pl.DataFrame,
    cells: Cells,
    raw: list[list[RawMessage]],
    wall: Wall,
    phrases: Phrases,
) -> tuple[pl.DataFrame, list[MessageRow]]:
    """Return the tickets with what their messages say in place of their columns, and the messages.

    A ticket without messages keeps its columns. A message with an unreadable time fails its row.
    Replies that are one of the phrases are automatic ones, and counted there.
    """
    parsed = _parsed(cells, [list(phrases.sort_out(one)) for one in raw], wall)
    failed = cells.failed()
    told: list[dict[str, Any]] = []
    rows: list[MessageRow] = []
    for place, ticket in enumerate(tickets.iter_rows(named=True)):
        said = {name: ticket[name] for name in _TELLS}
        messages = parsed[place]
        if messages and not failed[place]:
            said = _answers(messages, ticket)
            phrases.count(raw[place], [one.at for one in messages])
            rows += _rows(messages, ticket)
        told.append(said)
    schema = {name: tickets.schema[name] for name in _TELLS}
    return tickets.with_columns(pl.DataFrame(told, schema=schema).get_columns()), rows


def _parsed(cells: Cells, raw: list[list[RawMessage]], wall: Wall) -> list[list[Message]]:
    """Return every ticket's messages with their instants, read in one go."""
    flat = pl.Series([message.at for one in raw for message in one], dtype=pl.String)
    lines = pl.Series(
        [row for row, one in zip(cells.rows, raw, strict=True) for _ in one], dtype=pl.Int64
    )
    at = read_instants(flat, lines, wall)
    inside = at.to_frame("at").select(in_range(pl.col("at"))).to_series()
    at = at.set(~inside, None)
    cells.fail(
        "messages", "unparsable_time", cells.rows.is_in(lines.filter(at.is_null()).implode())
    )
    instants: Iterator[int | None] = iter(at.to_list())
    return [list(_messages(one, instants)) for one in raw]


def _messages(raw: Iterable[RawMessage], instants: Iterator[int | None]) -> Iterator[Message]:
    for message, at in zip(raw, instants, strict=False):
        if at is not None:
            yield Message(at, cast("Any", message.kind), message.author)


def _answers(messages: list[Message], ticket: dict[str, Any]) -> dict[str, Any]:
    said = derive(messages, ticket["opened_at"])
    solved, agent = ticket["solved_at"], ticket["agent"]
    answered = said.first_response_at is not None
    return {
        "waits_from": said.waits_from,
        "first_response_at": said.first_response_at,
        "ended_at": _ended(messages, ticket),
        "bot_first_response_at": said.bot_first_response_at or ticket["bot_first_response_at"],
        "handed_off_at": said.handed_off_at or ticket["handed_off_at"],
        "after_bot_at": said.after_bot_at,
        "responder": (said.responder or agent) if answered else None,
        "resolver": (_last_replier(messages, solved) or agent) if solved else None,
        "replies": said.replies,
        "reopened": ticket["reopened"] or _came_back(messages, ticket["first_solved_at"]),
        "turns": json.dumps(said.turns, separators=(",", ":")),
        "turn_authors": json.dumps(said.turn_authors, ensure_ascii=False, separators=(",", ":")),
    }


def _ended(messages: list[Message], ticket: dict[str, Any]) -> int | None:
    """Return when a ticket was over: its closing, else the last that is known of it."""
    ended: int | None = ticket["ended_at"]
    if ended is None or ticket["closed_at"] is not None:
        return ended
    return max(ended, *(each.at for each in messages))


def _last_replier(messages: list[Message], solved: int) -> str | None:
    before = [each for each in messages if each.kind == "agent" and each.at <= solved]
    return max(before, key=lambda each: each.at).author if before else None


def _came_back(messages: list[Message], solved: int | None) -> bool:
    """Tell whether the customer wrote after the resolution and a person answered that."""
    if solved is None:
        return False
    later = [each.at for each in messages if each.kind == "customer" and each.at > solved]
    return any(each.kind == "agent" and later and each.at > min(later) for each in messages)


def _rows(messages: list[Message], ticket: dict[str, Any]) -> Iterator[MessageRow]:
    for position, one in enumerate(messages, start=1):
        yield MessageRow(
            ticket["row"], ticket["external_id"], position, one.at, one.kind, one.author
        )
