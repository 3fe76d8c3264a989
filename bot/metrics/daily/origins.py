"""What an action or a problem was made from, as it was then: a ticket not met or a group."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.metrics.daily.groups import Slice
from bot.metrics.tickets import TicketKey, Verdict

_LONGEST = 600


class OfTicket(NamedTuple):
    """A ticket that was not met, with what was found of it then."""

    key: TicketKey
    verdict: Verdict

    @property
    def ref(self) -> str:
        """The text that is kept of it: only the number where nothing was late, or it is long."""
        found = self.verdict
        plain = "/".join(self.key)[:300]
        if found.outcome != "missed":
            return plain
        told = {
            "source": self.key.source,
            "id": self.key.external_id,
            "reasons": found.reasons,
            "frt": found.frt_seconds,
            "waited": found.waited_seconds,
            "limit": found.limit_seconds,
            "late": found.late_by_seconds,
        }
        made = _written(told)
        return made if len(made) <= _LONGEST else plain


class OfGroup(NamedTuple):
    """So many tickets that were not met, and what they have in common."""

    total: int
    slice: Slice

    @property
    def ref(self) -> str:
        """The text that is kept of it; long names are cut."""
        one = self.slice
        texts = {name: getattr(one, name) for name in ("channel", "group", "category")}
        cut = {name: text and text[:60] for name, text in texts.items()}
        return _written({"total": self.total, "by": one.by, "hour": one.hour, **cut})


class About(NamedTuple):
    """What something is made from: that, what it has in common, and the cause named for most."""

    origin: OfTicket | OfGroup
    slice: Slice
    cause: str | None


def origin_of(ref: str) -> OfTicket | OfGroup | None:
    """Return what a kept text stands for; None for one that is written otherwise."""
    try:
        held = json.loads(ref) if ref.startswith("{") else None
        if not isinstance(held, dict):
            return None
        return _group(held) if "total" in held else _ticket(held)
    except (ValueError, KeyError, TypeError):
        return None


def _ticket(held: Mapping[str, Any]) -> OfTicket:
    frt, waited, late = (
        None if held[one] is None else float(held[one]) for one in ("frt", "waited", "late")
    )
    limit = None if held["limit"] is None else int(held["limit"])
    verdict = Verdict("missed", frt, waited, limit, late, tuple(map(str, held["reasons"])))
    return OfTicket(TicketKey(str(held["source"]), str(held["id"])), verdict)


def _group(held: Mapping[str, Any]) -> OfGroup:
    hour = None if held["hour"] is None else int(held["hour"]) % 24
    texts = (None if held[one] is None else str(held[one]) for one in ("group", "category"))
    channel = None if held["channel"] is None else str(held["channel"])
    return OfGroup(int(held["total"]), Slice(tuple(held["by"]), channel, hour, *texts))


def _written(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
