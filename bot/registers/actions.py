"""Actions: a measure with an owner and a date, done by its owner, verified by a lead or the data.

They are made and changed as every register's entries; their lists and cards are their own.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.errors import BotError
from bot.metrics.actions import LEVELS, USUAL_DAYS, ActionFacts, Standard, read_days
from bot.metrics.figures import COMPARISONS, Goal
from bot.metrics.registers import (
    HOLDER,
    MEMBER,
    WHY,
    Choice,
    Day,
    Entry,
    Errors,
    Form,
    Kind,
    Metric,
    Person,
    Reached,
    Register,
    Step,
    Text,
    Values,
)
from bot.metrics.typed import fitting, unfitting
from bot.models import Action


class Window(Kind):
    """A number of days over which the data judge: `30`, `30 days`, `30天`."""

    def read(self, text: str, _form: Form) -> object:
        """Return the number. Raises BotError for none, and for too many."""
        return read_days(text)


ACTION = "action"
"""What cards and history call the subject."""
HELD_IN: Mapping[str, str] = {
    "owner": "owner_id",
    "due": "due_on",
    "metric": "verify_metric",
    "comparison": "verify_comparison",
    "value": "verify_value",
    "days": "verify_days",
    "hours": "verify_hours",
}
_STANDARD = ("metric", "comparison", "value", "days", "hours")
_DECIDES = frozenset({"lead", "admin"})
_MOVES = _DECIDES | {"operations", HOLDER}
_OWNER, _LEADS = frozenset({HOLDER}), frozenset({"lead"})
_NEVER_SETTLED: Values = {"settled_by": None, "settled_at": None, "settled_why": None}
_UNDONE = ("result", "done_by", "done_at", "verify_from", "verdict", "drop_why")

_Action = Entry[Action]


def _is_judged(action: _Action) -> bool:
    return action.row.verify_days is not None


def _is_unjudged(action: _Action) -> bool:
    return not _is_judged(action)


def _found_met(action: _Action, who: str) -> bool:
    """Return whether its owner may verify it: the data found that it reached its standard."""
    return action.row.verdict == "met" and who == action.owner_id


def _done(action: _Action, _values: Values, who: str, now: datetime) -> Values:
    tomorrow = {"verify_from": action.today(now) + timedelta(days=1), "verdict": None}
    judged = tomorrow if _is_judged(action) else {}
    return {"done_by": who, "done_at": now, "drop_why": None, **_NEVER_SETTLED, **judged}


def _settled(_action: _Action, values: Values, who: str, now: datetime) -> Values:
    why = values[WHY]
    return {"settled_by": who, "settled_at": now, "settled_why": why, "drop_why": None}


def _reopened(action: _Action, values: Values, who: str, now: datetime) -> Values:
    return {**_settled(action, values, who, now), **dict.fromkeys(_UNDONE)}


def _asked(_action: _Action, values: Values, _who: str, _now: datetime) -> Values:
    return {"drop_why": values[WHY]}


def _extended(action: _Action, _values: Values, _who: str, now: datetime) -> Values:
    return {"verify_from": action.today(now), "verdict": None}


def _aimed_late(action: _Action, values: Values, _who: str, now: datetime) -> Values:
    """Return when the data judge an action that got its standard once it was done.

    The window begins on the day after it was done, or ends today if that was longer ago.
    """
    made = _aimed_new(values)
    days = int(str(values.get("days") or made["verify_days"]))
    tomorrow, done_at = action.today(now) + timedelta(days=1), action.row.done_at or now
    first = max(action.today(done_at) + timedelta(days=1), tomorrow - timedelta(days=days))
    return {**made, "verify_from": first, "verdict": None}


def _told(_action: _Action, _values: Values, who: str, now: datetime) -> Values:
    return {"progress_by": who, "progress_at": now}


def _aimed_new(values: Values) -> Values:
    """Return the comparison that suits the metric of a new action, and the usual window."""
    if values.get("metric") is None:
        return {}
    made: dict[str, object] = {}
    if not values.get("comparison"):
        made["verify_comparison"] = fitting(str(values["metric"]))
    if values.get("days") is None:
        made["verify_days"] = USUAL_DAYS
    return made


def _aimed(action: _Action, values: Values, _who: str, _now: datetime) -> Values:
    """Return the comparison and the window of a metric for which none was given.

    A standard of which value and window were emptied is one no more.
    """
    if _is_emptied(values):
        return dict.fromkeys(HELD_IN[name] for name in _STANDARD)
    return _aimed_new(_held(action, values))


def _is_emptied(values: Values) -> bool:
    return "value" in values and values["value"] is None and values.get("days", "") is None


def _handed(action: _Action, values: Values) -> Errors:
    same = values.get("owner") == action.owner_id
    return {"owner": BotError("action.error.owner_same")} if same else {}


def _moved(action: _Action, values: Values) -> Errors:
    same = values.get("due") == action.row.due_on
    return {"due": BotError("action.error.due_same")} if same else {}


def _standard(action: _Action, values: Values) -> Errors:
    """Return what a standard lacks: a metric needs a value, value and window need a metric."""
    return {} if _is_emptied(values) else _lacking(_held(action, values))


def _lacking(held: Values) -> Errors:
    if held.get("metric") is None:
        given = held.get("value") is not None or held.get("days") is not None
        return {"metric": BotError("verify.error.metric")} if given else {}
    wrong: dict[str, BotError] = {}
    if held.get("comparison") not in {None, fitting(str(held["metric"]))}:
        wrong["comparison"] = unfitting(str(held["metric"]))
    if held.get("value") is None:
        wrong["value"] = BotError("verify.error.value")
    return wrong


def _held(action: _Action, values: Values) -> dict[str, object]:
    return {name: values.get(name, action.value(name)) for name in _STANDARD}


ACTIONS = Register[Action](
    name=ACTION,
    model=Action,
    title="measure",
    holder="owner",
    due="due",
    makes=frozenset({MEMBER, "admin"}),
    states={"open": "○", "done": "✓", "verified": "✓", "dropped": "–"},
    open=frozenset({"open"}),
    held_in=HELD_IN,
    made="created",
    checks_new=_lacking,
    adds=_aimed_new,
    first=("measure", "owner", "due"),
    origins=("report", "warning", "review", "message", "problem", "command"),
    kinds={
        "measure": Text(needed=True, lines=True),
        "owner": Person(needed=True),
        "due": Day(needed=True, ahead=True),
        "department": Text(most=80),
        "metric": Metric(),
        "comparison": Choice(of=COMPARISONS, said="plan.comparison."),
        "value": Reached(of="metric"),
        "days": Window(),
        "hours": Choice(of=("night",)),
        "verification": Text(lines=True),
        "resources": Text(lines=True),
        "impact": Choice(of=LEVELS, said="action.level."),
        "ease": Choice(of=LEVELS, said="action.level."),
        "progress": Text(late=True, lines=True),
        "result": Text(late=True, lines=True),
        "drop_why": Text(late=True, lines=True),
    },
    steps=(
        Step(name="done", of=("open",), to="done", may=_MOVES, is_likely=True, tells=_LEADS,
             asks=("result",), needs=("result",), said="result", also=_done),
        Step(name="note", of=("open",), may=_MOVES, tells=_LEADS | _OWNER, event="noted",
             asks=("progress",), needs=("progress",), said="progress", proposes={"progress": ""},
             anew=("progress",), also=_told),
        Step(name="edit", of=("open",), may=_MOVES, tells=_OWNER, event="edited",
             asks=("measure", "department", *_STANDARD, "verification", "resources",
                   "impact", "ease"),
             needs=("measure",), check=_standard, also=_aimed),
        Step(name="reassign", of=("open",), may=_MOVES, event="reassigned",
             asks=("owner", WHY), needs=("owner",), anew=("owner",), check=_handed),
        Step(name="new_date", of=("open",), may=_MOVES, event="due_moved",
             asks=("due", WHY), needs=("due", WHY), anew=("due",), check=_moved),
        Step(name="drop", of=("open",), to="dropped", may=_DECIDES, instead="ask_drop",
             tells=_OWNER, event="dropped", asks=(WHY,), needs=(WHY,),
             proposes={WHY: "drop_why"}, also=_settled),
        Step(name="ask_drop", of=("open",), may=_MOVES, hidden=True, tells=_LEADS,
             event="drop_asked", asks=(WHY,), needs=(WHY,), proposes={WHY: "drop_why"},
             also=_asked),
        Step(name="verify", of=("done",), to="verified", may=_DECIDES, also_may=_found_met,
             tells=_OWNER, event="verified", asks=(WHY,), also=_settled),
        Step(name="reopen", of=("done", "verified", "dropped"), to="open", may=_DECIDES,
             tells=_OWNER, event="reopened", asks=("due", WHY), needs=("due", WHY),
             anew=("due",), keeps=("result",), also=_reopened),
        Step(name="extend", of=("done",), may=_DECIDES, when=_is_judged, tells=_OWNER,
             event="extended", asks=("days", WHY), needs=("days", WHY), anew=("days",),
             also=_extended),
        Step(name="aim", of=("done",), may=_DECIDES, when=_is_unjudged, tells=_OWNER,
             event="aimed", asks=_STANDARD, needs=("metric", "value"), check=_standard,
             also=_aimed_late),
    ),
    words={},
)  # fmt: skip


def facts_of(action: Entry[Action]) -> ActionFacts:
    """Return an entry as the values that the subject's own views are given."""
    row = action.row
    record = {name: getattr(action, name) for name in _RECORD}
    told = row.model_dump(exclude={"team_id", "number", *(HELD_IN[name] for name in _STANDARD)})
    return ActionFacts(**record, **told, standard=_standard_of(row))


def entry_of(action: ActionFacts) -> Entry[Action]:
    """Return those values as an entry, whose steps and rights are those of every register."""
    names = Action.model_fields.keys() & set(ActionFacts.__slots__)
    told = {name: getattr(action, name) for name in (*names, "team_id", "number")}
    row = Action(**told, **columns_of(action.standard))
    return Entry(**{name: getattr(action, name) for name in _RECORD}, register=ACTIONS, row=row)


def columns_of(standard: Standard | None) -> dict[str, Any]:
    """Return the columns that hold a standard."""
    columns = [HELD_IN[name] for name in _STANDARD]
    if standard is None:
        return dict.fromkeys(columns)
    goal = standard.goal
    held = (goal.metric, goal.comparison, goal.value, standard.days, standard.hours)
    return dict(zip(columns, held, strict=True))


def _standard_of(row: Action) -> Standard | None:
    if row.verify_metric is None or row.verify_value is None or row.verify_days is None:
        return None
    goal = Goal(row.verify_metric, row.verify_comparison or "", row.verify_value)
    return Standard(goal, row.verify_days, row.verify_hours)


_RECORD = ("team_id", "team_name", "channel_id", "zone", "language", "number", "addresses")
