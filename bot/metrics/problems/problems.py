"""Problems and their root causes as values: services fill these in, views draw them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot.metrics.records import Record
from bot.metrics.tickets import TicketKey

ProblemKind: TypeAlias = Literal["delay", "ability", "attitude", "system", "process", "other"]
Origin: TypeAlias = Literal["case", "warning", "message", "command", "complaint"]

KINDS: tuple[ProblemKind, ...] = ("delay", "ability", "attitude", "system", "process", "other")
WHYS = ("why1", "why2", "why3", "why4", "why5")
MOST_TICKETS = 20


@dataclass(frozen=True, slots=True)
class ProblemFacts(Record):
    """A problem as it stands: instants in UTC, `due_on` a local date of its team."""

    kind: str
    seen: str
    metric: str | None
    cause: str | None
    root_cause: str | None
    direction: str | None
    owner_id: str | None
    due_on: date | None
    verification: str | None
    origin: str
    origin_ref: str | None
    status: str
    analysis_started_by: str | None
    analysis_started_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    closed_why: str | None
    created_by: str
    created_at: datetime
    version: int
    whys: tuple[str, ...] = ()
    tickets: tuple[TicketKey, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.status == "closed"
