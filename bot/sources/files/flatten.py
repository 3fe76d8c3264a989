"""Objects of programs as rows: what is nested becomes columns with dots in their names."""

import re
from collections.abc import Iterator, Mapping

_DEEPEST = 8
_SHOWN_AND_STORED = frozenset(("display_value", "value", "link"))
_STORED_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$")
_MESSAGES = "messages"


def flatten(ticket: Mapping[str, object]) -> dict[str, object]:
    """Return the ticket without nested objects; lists of single values are joined by commas.

    Lists of objects are left out but for messages. A value that comes as shown and as stored is
    the one that is shown, times the one that is stored, which is UTC. Of a service level only when
    its first cycle stopped is kept.
    """
    if 0 not in ticket.values() and not any(
        isinstance(value, dict | list) for value in ticket.values()
    ):
        return dict(ticket)
    return dict(_leaves(ticket, "", 0))


def _leaves(value: Mapping[str, object], path: str, depth: int) -> Iterator[tuple[str, object]]:
    for key, each in value.items():
        name = path + key
        if isinstance(each, dict):
            yield from _object(each, name, depth)
        elif isinstance(each, list) and name != _MESSAGES:
            if each and not any(isinstance(one, dict | list) for one in each):
                yield name, ", ".join(str(one) for one in each if one is not None) or None
        else:
            yield name, None if each == 0 and name.endswith("_at") else each


def _object(value: dict[str, object], name: str, depth: int) -> Iterator[tuple[str, object]]:
    if _SHOWN_AND_STORED.issuperset(value) and ("value" in value or "display_value" in value):
        yield name, _one_of_two(value)
    elif isinstance(value.get("completedCycles"), list):
        yield f"sla.{value.get('name') or name}.stopped_at", _stopped(value)
    elif depth < _DEEPEST:
        yield from _leaves(value, f"{name}.", depth + 1)


def _one_of_two(value: Mapping[str, object]) -> object:
    shown, stored = value.get("display_value"), value.get("value")
    time = _STORED_TIME.match(stored) if isinstance(stored, str) else None
    if time and "display_value" in value:
        return f"{time[1]}T{time[2]}+00:00"
    return stored if time or shown in {None, ""} else shown


def _stopped(level: Mapping[str, object]) -> object:
    """Return when the first cycle of a service level stopped, None while it runs."""
    cycles = level["completedCycles"]
    first = cycles[0] if isinstance(cycles, list) and cycles else None
    stop = first.get("stopTime") if isinstance(first, dict) else None
    return stop.get("epochMillis") or stop.get("iso8601") if isinstance(stop, dict) else stop
