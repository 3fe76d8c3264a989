"""What a change does to an action's row, and how its history tells of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.errors import BotError
from bot.metrics.actions import ActionFacts, Change, Kind
from bot.metrics.texts import cleaned
from bot.services.action_checks import read_days

Values = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Written:
    """A change: the event, the row's new values, and what differed before and after."""

    event: str
    values: dict[str, Any]
    before: Values
    after: Values


def written(wanted: Change, action: ActionFacts, now: datetime, *, decides: bool) -> Written:
    """Return what a checked change writes; who does not decide on dropping asks for it."""
    if wanted.kind == "drop" and not decides:
        return Written("drop_asked", {"drop_why": cleaned(wanted.text)}, {}, {})
    return _WRITE[wanted.kind](wanted, action, now)


def _reassigned(wanted: Change, action: ActionFacts, _now: datetime) -> Written:
    before, after = {"owner": action.owner_id}, {"owner": wanted.owner_id}
    return Written("reassigned", {"owner_id": wanted.owner_id}, before, after)


def _moved(wanted: Change, action: ActionFacts, _now: datetime) -> Written:
    due = _due(wanted)
    return Written("due_moved", {"due_on": due}, _dated(action.due_on), _dated(due))


def _verified(wanted: Change, action: ActionFacts, now: datetime) -> Written:
    return _ended("verified", wanted, action, now)


def _dropped(wanted: Change, action: ActionFacts, now: datetime) -> Written:
    return _ended("dropped", wanted, action, now)


def _ended(status: str, wanted: Change, action: ActionFacts, now: datetime) -> Written:
    values = {**_settled(wanted, now), "status": status, "drop_why": None}
    return Written(status, values, {"status": action.status}, {"status": status})


def _settled(wanted: Change, now: datetime) -> dict[str, Any]:
    return {"settled_by": wanted.who, "settled_at": now, "settled_why": cleaned(wanted.text)}


def _done(wanted: Change, action: ActionFacts, now: datetime) -> Written:
    values: dict[str, Any] = {
        "status": "done",
        "result": cleaned(wanted.text),
        "done_by": wanted.who,
        "done_at": now,
        "drop_why": None,
        "settled_by": None,
        "settled_at": None,
        "settled_why": None,
    }
    if action.standard:
        values |= {"verify_from": action.today(now) + timedelta(days=1), "verdict": None}
    return Written("done", values, {"status": action.status}, {"status": "done"})


def _extended(wanted: Change, action: ActionFacts, now: datetime) -> Written:
    days, _ = read_days(wanted.days)
    if days is None or action.standard is None:
        raise BotError("error.button")
    values = {"verify_days": days, "verify_from": action.today(now), "verdict": None}
    return Written("extended", values, {"days": action.standard.days}, {"days": days})


def _reopened(wanted: Change, action: ActionFacts, now: datetime) -> Written:
    due = _due(wanted)
    values = {
        **_settled(wanted, now),
        "status": "open",
        "due_on": due,
        "result": None,
        "done_by": None,
        "done_at": None,
        "verify_from": None,
        "verdict": None,
        "drop_why": None,
    }
    before = {"status": action.status, "result": action.result, "verdict": action.verdict}
    return Written(
        "reopened",
        values,
        {**before, **_dated(action.due_on)},
        {"status": "open", **_dated(due)},
    )


def _due(wanted: Change) -> date:
    if wanted.due_on is None:
        raise BotError("error.button")
    return wanted.due_on


def _dated(due: date) -> dict[str, str]:
    return {"due": due.isoformat()}


_WRITE: Mapping[Kind, Callable[[Change, ActionFacts, datetime], Written]] = {
    "done": _done,
    "reassign": _reassigned,
    "new_date": _moved,
    "drop": _dropped,
    "verify": _verified,
    "reopen": _reopened,
    "extend": _extended,
}
