"""A staged file applied in short transactions, from where an earlier run may have stopped."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
from sqlalchemy import Connection

from bot.db import opened_in
from bot.metrics.tickets import Foretold
from bot.services.imports.pace import Pace
from bot.services.imports.staging import Chunk, Stage
from bot.services.imports.types import ImportRequest, Progress
from bot.sources.files.csv_records import without_collector
from bot.sources.tickets import count_flags
from bot.store import imports
from bot.store.tickets import (
    Conversation,
    TicketWriter,
    Written,
    all_usual,
    revisions,
    ticket_writer,
)
from bot.store.tickets import messages as ticket_messages


@dataclass(slots=True)
class Applied:
    """What one run of applying changed; `foretold` only where it was undone."""

    counts: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    foretold: list[Foretold] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Applying:
    """Where staged tickets go: `number` None tries every transaction and undoes it.

    `at` is when, for what is kept of tickets that were known already; None keeps nothing.
    """

    connection: Connection
    request: ImportRequest
    number: int | None
    progress: Progress
    at: datetime | None = None
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the pace that is asked for."""
        object.__setattr__(self, "pace", Pace(self.request.options.batch_rows))

    def tickets(self, stage: Stage, applied_before: int) -> Applied:
        """Upsert the staged tickets after the first `applied_before` and return the counts."""
        result = Applied()
        done = applied_before
        may_change = self._may_change()
        writer = ticket_writer(
            self.connection,
            stage.told,
            self._usual(stage, may_change=may_change),
            fresh=not may_change,
        )
        told = stage.told if may_change else ()
        for tickets, conversations in self._batches(stage, applied_before):
            flags = count_flags(tickets["flags"])
            began = time.perf_counter()
            with without_collector(), self.connection.begin() as transaction:
                self._revise(tickets, told)
                result.foretold += self._foretell(tickets, told)
                counts = self._write(writer, tickets, conversations)
                if self.number is None:
                    transaction.rollback()
                else:
                    team = self.request.team_id
                    imports.advance(self.connection, team, self.number, done, counts)
            self.pace.took(tickets.height, time.perf_counter() - began)
            result.counts.update(counts)
            result.flags.update(flags)
            done += tickets.height
            self.progress("apply", done, stage.to_apply)
            if self.request.options.pause and done < stage.to_apply:
                time.sleep(self.request.options.pause)
        return result

    def quarantine(self, stage: Stage) -> None:
        """Keep the rows that are no tickets; those kept by an earlier run stay."""
        size = self.pace.rows
        for rows in stage.bad_rows():
            for start in range(0, len(rows), size):
                with self.connection.begin():
                    imports.quarantine(
                        self.connection,
                        self.request.team_id,
                        self.number or 0,
                        rows[start : start + size],
                    )

    def _batches(
        self, stage: Stage, skip: int
    ) -> Iterator[tuple[pl.DataFrame, dict[str, Conversation]]]:
        for chunk in stage.chunks():
            skipped = min(skip, chunk.tickets.height)
            skip -= skipped
            rest = chunk.tickets.slice(skipped)
            while rest.height:
                size = self.pace.rows
                tickets, rest = rest.head(size), rest.slice(size)
                yield self._keyed(tickets), _conversations(chunk, tickets)

    def _usual(self, stage: Stage, *, may_change: bool) -> set[str]:
        """Return the columns that need not be written: a fifth of the work is spared."""
        with self.connection.begin():
            source = self.request.options.source
            if may_change and not all_usual(self.connection, self.request.team_id, source):
                return set()
        known = {"response_told", "resolution_told"} & set(stage.told)
        return known if stage.has_ended else known | {"ended_at", "ended_as"}

    def _may_change(self) -> bool:
        with self.connection.begin():
            source = self.request.options.source
            return revisions.has_tickets(self.connection, self.request.team_id, source)

    def _revise(self, tickets: pl.DataFrame, told: Sequence[str]) -> None:
        """Keep what is known of tickets before it is written over; `told` may change."""
        if self.at is None or not told:
            return
        team, source = self.request.team_id, self.request.options.source
        batch = revisions.Batch(team, source, tickets, told)
        revisions.record(self.connection, batch, self.at)

    def _foretell(self, tickets: pl.DataFrame, told: Sequence[str]) -> list[Foretold]:
        if self.number is not None or not told:
            return []
        team, source = self.request.team_id, self.request.options.source
        return revisions.foretell(self.connection, revisions.Batch(team, source, tickets, told))

    def _keyed(self, tickets: pl.DataFrame) -> pl.DataFrame:
        return tickets.with_columns(
            team_id=pl.lit(self.request.team_id, pl.Int64),
            source=pl.lit(self.request.options.source),
            import_number=pl.lit(self.number or 0, pl.Int64),
            import_row=pl.col("row"),
        )

    def _write(
        self, writer: TicketWriter, tickets: pl.DataFrame, conversations: dict[str, Conversation]
    ) -> dict[str, int]:
        team, source = self.request.team_id, self.request.options.source
        if conversations:
            retold = ticket_messages.changed(self.connection, team, source, conversations)
            other = pl.col("external_id").is_in(retold)
            written = writer.write(tickets.filter(~other))
            written += writer.write(tickets.filter(other), always=True)
            if retold:
                ticket_messages.replace(self.connection, team, source, conversations, retold)
        else:
            written = writer.write(tickets)
        opened_in(self.connection, written.hours if written.created or written.updated else ())
        return _counts(tickets, written)


def _counts(tickets: pl.DataFrame, written: Written) -> dict[str, int]:
    return {
        "applied_rows": tickets.height,
        "created": written.created,
        "updated": written.updated,
        "unchanged": tickets.height - written.created - written.updated,
        "flagged": tickets["flags"].count(),
    }


def _conversations(chunk: Chunk, tickets: pl.DataFrame) -> dict[str, Conversation]:
    if chunk.messages is None:
        return {}
    rows = chunk.messages.filter(pl.col("row").is_in(tickets["row"].implode()))
    told: dict[str, Conversation] = {}
    for _, external_id, position, at, kind, author in rows.iter_rows():
        told.setdefault(external_id, []).append((position, at, kind, author))
    return told
