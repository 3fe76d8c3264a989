"""Which column of a file holds which field, by the names that helpdesks export."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import islice

from bot.sources.column_names import without_hours, without_zone
from bot.sources.exports import EXPORTS
from bot.sources.names import GENERAL, VAGUE

ColumnMap = dict[str, tuple[str, ...]]

INSTANTS = (
    "opened_at",
    "first_response_at",
    "resolved_at",
    "first_resolved_at",
    "bot_first_response_at",
    "handed_off_at",
    "closed_at",
    "updated_at",
)
TEXTS = (
    "status",
    "kind",
    "channel",
    "agent",
    "group",
    "priority",
    "tier",
    "category",
    "complexity",
    "customer",
    "subject",
)
UNITS = {"seconds": 1, "minutes": 60, "hours": 3_600}
LENGTHS = {
    "first_response_at": "first_response",
    "resolved_at": "resolution",
    "bot_first_response_at": "bot_first_response",
}
"""The moments that a length of time since the opening may tell, and what it is called."""
DURATIONS = {
    f"{what}_{unit}": (moment, size)
    for moment, what in LENGTHS.items()
    for unit, size in UNITS.items()
}
NUMBERS = (*LENGTHS, *DURATIONS, "replies", "csat_score")
FIELDS = (
    "external_id",
    *INSTANTS,
    *DURATIONS,
    *TEXTS,
    "replies",
    "csat_score",
    "excluded",
)
REQUIRED = ("external_id", "opened_at")

_UNIT_NAMES = {
    "seconds": "seconds|second|secs|sec|s|秒|秒数|秒钟",
    "minutes": "minutes|minute|mins|min|m|分钟|分|分钟数",
    "hours": "hours|hour|hrs|hr|h|小时|时|小时数",
}
_RESEMBLES = 0.75
_LOOKED_AT = 200
# `Custom field (Team)`, `Ticket: Created at`, `ticket.created_at`, `Ticket solved - Timestamp`
_OWN_FIELD = re.compile(
    r"^\s*(?:custom field|campo personalizado|benutzerdefinierte felder|사용자정의 필드)"
    r"\s*[(（](.+)[)）]\s*$",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"^\s*[\[(]?(?:ticket|case|conversation|issue|incident|chat|request|工单|会话|对话)s?[\])]?"
    r"\s*[\])：:._/>|\-\u2013\u2014]\s*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s[-\u2013\u2014]\s(?:timestamp|date|unsorted)\s*$", re.IGNORECASE)
# Jira's clocks: what it exports is the time left until the goal, below zero once it is missed.
_TIME_LEFT = {"timetofirstresponse", "timetoresolution"}
_BRACKET = re.compile(r"\s*[(\[（【].*[)\]）】]\s*$")


def plain(name: str) -> str:
    """Return a column name without case, width, spaces, underscores and punctuation."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or letter == "#")


def _ranked() -> dict[str, tuple[str, int]]:
    """Return the field and the rank of each name: the field's own, GENERAL, a product's, VAGUE."""
    ranked = {plain(field): (field, 0) for field in FIELDS}
    for table in (GENERAL, *(export.names for export in EXPORTS), VAGUE):
        for field, names in table.items():
            for name in names.split("|"):
                ranked.setdefault(plain(name), (field, len(ranked)))
    return ranked


_RANKED = _ranked()
_UNIT_OF = {
    plain(ending): unit
    for unit, names in _UNIT_NAMES.items()
    for name in names.split("|")
    for ending in (name, f"in {name}")
}


def _with_unit(name: str) -> tuple[str, int] | None:
    """Return the duration field of names such as `First response time (in hrs)`."""
    for cut in range(1, len(name)):
        unit = _UNIT_OF.get(name[cut:])
        field, rank = _RANKED.get(name[:cut], ("", 0))
        if unit and field in LENGTHS:
            return f"{LENGTHS[field]}_{unit}", rank
    return None


def _meaning(name: str) -> tuple[str, int] | None:
    base, _ = without_hours(name)
    for told in (name, base, without_zone(name)):
        whole = plain(told)
        meaning = (
            _RANKED.get(whole) or _with_unit(whole) or _RANKED.get(plain(_BRACKET.sub("", told)))
        )
        if meaning:
            return meaning
    return None


def counts_business_hours(name: str) -> str | None:
    """Return the moment that a column of this name tells in business hours only; None for others.

    Such a length is no elapsed time.
    """
    _, is_business = without_hours(name)
    field, _ = (_meaning(name) if is_business else None) or ("", 0)
    moment, _ = DURATIONS.get(field, (field, 0))
    return moment if moment in LENGTHS else None


def _understood(name: str) -> tuple[str, int] | None:
    """Return what a name means, or what it means without what an export has put around it."""
    meaning = _meaning(name)
    inner = _OWN_FIELD.sub(r"\1", name)
    if meaning or plain(inner) in _TIME_LEFT:
        return meaning
    meaning = _meaning(_SUFFIX.sub("", _RECORD.sub("", inner)))
    days_only = inner.casefold().endswith("date")
    return meaning and (meaning[0], meaning[1] + len(_RANKED) * (1 + days_only))


def resembling(field: str, header: Iterable[str]) -> str | None:
    """Return the column whose name comes nearest to one that the field is known by, if any does."""
    known = [name for name, (meant, _) in _RANKED.items() if meant == field and len(name) > 2]
    looked_at = [(name, plain(name)) for name in islice(header, _LOOKED_AT)]
    scored = [
        (SequenceMatcher(None, given, one).ratio(), name)
        for name, given in looked_at
        for one in known
    ]
    score, name = max(scored, default=(0.0, ""))
    return name if score >= _RESEMBLES else None


def _stand_in(best: dict[str, tuple[int, str]]) -> None:
    """Let the closing be the solving in a file that tells of no other.

    Else it is not: tickets are closed days after they were solved, often by a timer.
    """
    solving = {
        "resolved_at",
        *(field for field, (at, _) in DURATIONS.items() if at == "resolved_at"),
    }
    if "closed_at" in best and not solving & set(best):
        best["resolved_at"] = best.pop("closed_at")


def recognise(header: Iterable[str]) -> ColumnMap:
    """Return the field → column pairs that the header's names tell, each field once.

    A moment that has a column of instants is not read from a column of durations as well, and none
    is read from a column that counts business hours.
    """
    best: dict[str, tuple[int, str]] = {}
    for name in header:
        meaning = _understood(name)
        if meaning is None or counts_business_hours(name):
            continue
        field, rank = meaning
        if field not in best or rank < best[field][0]:
            best[field] = (rank, name)
    for field, (moment, _) in DURATIONS.items():
        rivals = [moment, *(f for f, (m, _) in DURATIONS.items() if m == moment and f < field)]
        if any(rival in best for rival in rivals):
            best.pop(field, None)
    _stand_in(best)
    return {field: (best[field][1],) for field in FIELDS if field in best}
