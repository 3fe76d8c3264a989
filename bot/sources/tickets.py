"""From the text of a file to tickets as they are stored."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from bot.errors import BotError
from bot.metrics.tickets.tickets import TicketFacts, impossibilities
from bot.sources.cells import Cells, IdKind
from bot.sources.columns import DURATIONS, INSTANTS, TEXTS, ColumnMap
from bot.sources.conversations import ANSWERS, MessageRow, converse
from bot.sources.files.table import BadRow, Batch
from bot.sources.moments import read_moment, read_opening
from bot.sources.phrases import Phrases
from bot.sources.values.instants import Wall, read_instants
from bot.sources.values.numbers import read_numbers
from bot.sources.values.ratings import RatingScale, read_ratings
from bot.sources.values.seen import Seen
from bot.sources.values.words import ENDED, EXCLUDED, KINDS, NOT_EXCLUDED, REOPENED

_ID_LIMIT = 200
_DIGITS_LOST = r"^-?\d(?:[.,]\d+)?[eE]\+\d+$"
LATEST = "latest"
_STORED_AS = {"group": "group_name"}
_REPLACEMENT = "\ufffd"


@dataclass(slots=True)
class Staged:
    """Tickets of a batch as they are stored, with `row` and `flags` (reason codes or null)."""

    tickets: pl.DataFrame
    bad: list[BadRow] = field(default_factory=list)
    messages: list[MessageRow] = field(default_factory=list)


@dataclass(slots=True)
class TicketReader:
    """Reads batches of one file under one mapping, and gathers what only the whole file tells."""

    mapping: ColumnMap
    wall: Wall
    has_messages: bool = False
    ratings: RatingScale = field(default_factory=RatingScale)
    ids: IdKind = "told"
    seen: Seen = field(default_factory=Seen)
    has_handoffs: bool = False
    phrases: Phrases = field(default_factory=Phrases)

    def read(self, batch: Batch) -> Staged:
        """Return the tickets of a batch and the rows that are none."""
        cells = Cells(batch, self.mapping, self.ids)
        _check_ids(cells)
        _check_decoding(cells)
        opened = read_opening(cells, self.wall)
        columns = {
            "row": cells.rows,
            "external_id": cells.text("external_id"),
            "opened_at": opened,
            "waits_from": opened,
            **self._moments(cells, opened),
            **_texts(cells),
            **self._figures(cells),
            **_latest(cells, self.wall),
        }
        tickets = _derived(pl.DataFrame(columns), cells, set(self.stored()))
        messages: list[MessageRow] = []
        if self.has_messages:
            tickets, messages = converse(
                tickets, cells, batch.messages or [], self.wall, self.phrases
            )
            self.has_handoffs |= any(one.kind == "handoff" for one in messages)
        bad = [*batch.bad, *cells.bad_rows()]
        tickets = tickets.filter(~cells.failed()).drop("closed_at", "updated_at")
        kept = set(tickets["row"].to_list()) if messages else set()
        return Staged(_flagged(tickets), bad, [one for one in messages if one.row in kept])

    def stored(self) -> tuple[str, ...]:
        """Return the ticket columns that this file tells, and so may change."""
        told = set(self.mapping) | {
            DURATIONS[name][0] for name in DURATIONS if name in self.mapping
        }
        told |= {"messages"} if self.has_messages else set()
        told |= {"hand-offs"} if self.has_handoffs else set()
        return tuple(
            column
            for column, sources in _TOLD_BY.items()
            if any(source <= told for source in sources)
        )

    def _moments(self, cells: Cells, opened: pl.Series) -> dict[str, pl.Series]:
        fields = [name for name in INSTANTS if name != "opened_at"]
        return {name: read_moment(cells, name, opened, self.wall, self.seen) for name in fields}

    def _figures(self, cells: Cells) -> dict[str, pl.Series]:
        text = cells.text("replies")
        marks = self.seen.marks_of("replies")
        marks.add(text, cells.rows)
        replies = read_numbers(text, comma=marks.has_comma)
        whole = (replies >= 0) & (replies < 1e6) & (replies == replies.floor())
        cells.fail(
            "replies", "unparsable_number", text.is_not_null() & ~whole.fill_null(value=False)
        )
        return {
            "replies": replies.cast(pl.Int64, strict=False),
            "csat": read_ratings(
                cells.text("csat_score"),
                cells.rows,
                self.ratings,
                self.seen.marks_of("csat_score"),
            ),
        }


def _sets(*groups: str) -> list[set[str]]:
    return [set(group.split("+")) for group in groups]


_TOLD_BY: dict[str, list[set[str]]] = {
    "opened_at": _sets("opened_at"),
    "waits_from": _sets("opened_at"),
    "bot_first_response_at": _sets("bot_first_response_at", "messages"),
    "handed_off_at": _sets("handed_off_at", "hand-offs"),
    "after_bot_at": _sets("messages"),
    "first_response_at": _sets("first_response_at", "messages"),
    "first_solved_at": _sets("resolved_at", "first_resolved_at"),
    "solved_at": _sets("resolved_at"),
    "ended_at": _sets("status", "closed_at"),
    "ended_as": _sets("status", "closed_at"),
    "response_told": _sets("first_response_at", "messages"),
    "resolution_told": _sets("resolved_at", "closed_at", "status"),
    "reopened": _sets("status", "resolved_at", "messages"),
    "replies": _sets("replies", "messages"),
    "turns": _sets("messages"),
    "turn_authors": _sets("messages"),
    "excluded": _sets("status", "excluded"),
    "responder": _sets("first_response_at+agent", "messages"),
    "resolver": _sets("resolved_at+agent", "resolved_at+messages"),
    "csat": _sets("csat_score"),
    **{_STORED_AS.get(name, name): [{name}] for name in TEXTS},
}


def _check_ids(cells: Cells) -> None:
    ids = cells.text("external_id")
    cells.fail("external_id", "no_id", ids.is_null())
    cells.fail("external_id", "id_too_long", ids.str.len_chars() > _ID_LIMIT)
    lost = ids.str.contains(_DIGITS_LOST).fill_null(value=False)
    if lost.any():
        column = "+".join(cells.mapping["external_id"])
        examples = ", ".join(ids.filter(lost).unique(maintain_order=True).head(2))
        raise BotError("import.id_digits_lost", column=column, examples=examples)


def _latest(cells: Cells, wall: Wall) -> dict[str, pl.Series]:
    """Return by what the latest of several rows of a ticket is told: a time, or a number."""
    if not cells.has(LATEST):
        return {}
    text = cells.text(LATEST)
    value = read_instants(text, cells.rows, wall).cast(pl.Float64)
    value = value.zip_with(value.is_not_null(), read_numbers(text))
    cells.fail(LATEST, "unparsable_time", text.is_not_null() & value.is_null())
    return {LATEST: value}


def _check_decoding(cells: Cells) -> None:
    for name in cells.mapping:
        if name != "subject":
            broken = cells.text(name).str.contains(_REPLACEMENT, literal=True)
            cells.fail(name, "undecodable", broken)


def _texts(cells: Cells) -> dict[str, pl.Series]:
    texts = {_STORED_AS.get(name, name): cells.text(name) for name in TEXTS}
    kind = texts["kind"]
    if cells.has("kind"):
        texts["kind"] = kind.str.to_lowercase().replace_strict(KINDS, default=None)
        texts["kind"] = texts["kind"].zip_with(texts["kind"].is_not_null(), kind)
    texts["excluded"] = _excluded(cells)
    return texts


def _excluded(cells: Cells) -> pl.Series:
    status = _by_word(cells.text("status"))
    text = cells.text("excluded")
    named = _by_word(text)
    unknown = text.is_not_null() & named.is_null()
    cells.fail(
        "excluded", "unknown_word", unknown & ~text.str.to_lowercase().is_in(sorted(NOT_EXCLUDED))
    )
    return named.zip_with(named.is_not_null(), status)


def _by_word(text: pl.Series) -> pl.Series:
    return text.str.to_lowercase().replace_strict(EXCLUDED, default=None, return_dtype=pl.String)


def _derived(tickets: pl.DataFrame, cells: Cells, stored: set[str]) -> pl.DataFrame:
    """Add what follows from the instants and the status: solved, over, reopened, who did it."""
    status = cells.text("status").str.to_lowercase().is_in(sorted(REOPENED))
    resolved, first = pl.col("resolved_at"), pl.col("first_resolved_at")
    says_reopened = pl.lit(status).fill_null(value=False)
    tickets = tickets.with_columns(
        first_solved_at=pl.coalesce(first, resolved),
        solved_at=pl.when(~says_reopened).then(resolved),
        reopened=says_reopened | (first < resolved).fill_null(value=False),
    )
    tickets = tickets.with_columns(
        **_ended(cells, says_reopened),
        **{f"{what}_told": pl.lit(f"{what}_told" in stored) for what in ("response", "resolution")},
    )
    return tickets.with_columns(
        responder=pl.when(pl.col("first_response_at").is_not_null()).then(pl.col("agent")),
        resolver=pl.when(pl.col("solved_at").is_not_null()).then(pl.col("agent")),
        **ANSWERS,
    )


_LATEST_KNOWN = (
    "opened_at",
    "bot_first_response_at",
    "handed_off_at",
    "first_response_at",
    "first_solved_at",
    "updated_at",
)


def _ended(cells: Cells, says_reopened: pl.Expr) -> dict[str, pl.Expr]:
    """Return that and when a ticket was over that is not known to have been solved."""
    said = cells.text("status").str.to_lowercase()
    word = pl.lit(said.replace_strict(ENDED, default=None, return_dtype=pl.String))
    closed = pl.when(pl.col("closed_at").is_not_null() & ~says_reopened).then(pl.lit("solved"))
    over = pl.when(pl.col("solved_at").is_null()).then(pl.coalesce(word, closed))
    at = pl.coalesce("closed_at", pl.max_horizontal(*_LATEST_KNOWN))
    return {"ended_as": over, "ended_at": pl.when(over.is_not_null()).then(at)}


def _flagged(tickets: pl.DataFrame) -> pl.DataFrame:
    """Name what is impossible; only rows that look suspicious are asked about one by one."""
    response, opened = pl.col("first_response_at"), pl.col("opened_at")
    suspicious = pl.any_horizontal(
        response < opened,
        response < pl.col("waits_from"),
        pl.col("solved_at") < opened,
        pl.col("bot_first_response_at") < opened,
        pl.col("handed_off_at") < opened,
    )
    where = tickets.select(suspicious.fill_null(value=False)).to_series()
    flags = pl.Series([None], dtype=pl.String).new_from_index(0, tickets.height)
    if where.any():
        names = [",".join(reasons) or None for reasons in _reasons(tickets.filter(where))]
        flags = flags.scatter(where.arg_true(), pl.Series(names, dtype=pl.String))
    return tickets.with_columns(flags=flags)


def _reasons(tickets: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    known = [name for name in TicketFacts._fields if name in tickets.columns and name != "turns"]
    known.remove("turn_authors")
    for row in tickets.select(known).iter_rows(named=True):
        yield impossibilities(TicketFacts(source="", **row))


def count_flags(flags: pl.Series) -> Counter[str]:
    """Return how often each reason occurs among comma-joined flags."""
    return Counter(reason for joined in flags.drop_nulls() for reason in joined.split(","))
