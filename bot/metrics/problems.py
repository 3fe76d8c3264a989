"""Problems and their root causes as values: services fill these in, views draw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot.metrics.cases import CAUSES
from bot.metrics.records import Record
from bot.metrics.texts import Texts
from bot.metrics.tickets import TicketKey

ProblemKind: TypeAlias = Literal["delay", "ability", "attitude", "system", "process", "other"]
Origin: TypeAlias = Literal["case", "warning", "message", "command", "complaint"]

KINDS: tuple[ProblemKind, ...] = ("delay", "ability", "attitude", "system", "process", "other")
WHYS = ("why1", "why2", "why3", "why4", "why5")
LIMITS: Mapping[str, int] = {
    "seen": 500,
    "direction": 500,
    "verification": 500,
    "root_cause": 500,
    "close": 500,
    "reopen": 500,
    **dict.fromkeys(WHYS, 300),
}
"""The most characters of each text."""
MOST_TICKETS = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """A problem that is about to be made, checked."""

    team_id: int
    kind: str
    seen: str
    origin: str
    origin_ref: str | None = None
    metric: str | None = None
    tickets: tuple[TicketKey, ...] = ()
    direction: str | None = None
    owner_id: str | None = None
    due_on: date | None = None
    verification: str | None = None


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

    def texts(self) -> dict[str, str]:
        """Return what can be edited, each as text; nothing is the empty text."""
        whys = dict.fromkeys(WHYS, "") | dict(zip(WHYS, self.whys, strict=False))
        return {
            "kind": self.kind,
            "seen": self.seen,
            "metric": self.metric or "",
            "tickets": tickets_text(self.tickets),
            "direction": self.direction or "",
            "owner": self.owner_id or "",
            "due": self.due_on.isoformat() if self.due_on else "",
            "verification": self.verification or "",
            **whys,
            "root_cause": self.root_cause or "",
            "cause": self.cause or "",
        }


def tickets_text(tickets: Sequence[TicketKey]) -> str:
    """Return tickets as they are typed: ids between commas, with the source where ids are equal."""
    ids = [external_id for _, external_id in tickets]
    return ", ".join(
        external_id if ids.count(external_id) == 1 else f"{source}/{external_id}"
        for source, external_id in tickets
    )


def status_after(status: str, texts: Texts) -> str:
    """Return the status once a root cause is written or taken away."""
    if texts["root_cause"] and texts["cause"] in CAUSES:
        return "analysed"
    return "open" if status == "analysed" else status
